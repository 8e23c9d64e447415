"""Questions about questions: ``happened`` names what can be true, in no circle."""

from collections.abc import Iterable, Mapping

from forewarn.language.building.building import Building
from forewarn.language.layout import questions as layout
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.case import Question

#: Kinds of question that are true or not by a date.
_TRUE_OR_NOT = frozenset({"happens", "holds", "order", "happened"})
_MOST_NAMED = 8  # in one message; the first of them is enough to find the rest


def check_happened(
    building: Building,
    written: Mapping[Text, layout.Question],
    built: Mapping[str, Question],
) -> None:
    """Report names that ``happened`` cannot take, and circles."""
    for asker, question in written.items():
        for name in question.happened or ():
            _check_name(building, asker, name, built)
    _check_circles(building, built)


def _check_name(
    building: Building, asker: Text, name: Text, built: Mapping[str, Question]
) -> None:
    if name.value not in built:
        if not building.is_broken(name.value):
            building.error(
                "E412",
                name.span,
                f'question "{short(name.value)}" is not asked',
                nearest_hint(name.value, built) or "Ask it under 'questions:'.",
            )
    elif built[name.value].kind not in _TRUE_OR_NOT:
        building.error(
            "E509",
            name.span,
            f'"{name.value}" is of kind {built[name.value].kind}, which is not true or '
            "false by a date",
            "Name questions of kind happens, holds, order or happened.",
        )
    elif name.value == asker.value:
        message = f'"{name.value}" waits for itself'
        building.error("E505", name.span, message, "Remove it from its own list.")


def _check_circles(building: Building, built: Mapping[str, Question]) -> None:
    circles = sorted(_in_circles(built), key=lambda name: built[name].span)
    if not circles:
        return
    rest = len(circles) - _MOST_NAMED
    more = f" and {rest:,} more" if rest > 0 else ""
    building.error(
        "E505",
        built[circles[0]].span,
        "these questions wait for each other: "
        f"{', '.join(circles[:_MOST_NAMED])}{more}",
        "Name only questions that do not come back to this one.",
    )


def _in_circles(built: Mapping[str, Question]) -> Iterable[str]:
    """Take away questions that name only settled ones; what stays goes in circles."""
    asked = {
        name: set(question.happened) - {name}
        for name, question in built.items()
        if question.happened
    }
    waiting = {name: others & asked.keys() for name, others in asked.items()}
    askers: dict[str, list[str]] = {}
    for name, others in waiting.items():
        for other in others:
            askers.setdefault(other, []).append(name)
    free = [name for name, others in waiting.items() if not others]
    while free:
        settled = free.pop()
        del waiting[settled]
        for name in askers.get(settled, ()):
            waiting[name].discard(settled)
            if not waiting[name]:
                free.append(name)
    return waiting
