"""Questions about questions: ``happened`` names what can be true, in no circle."""

from collections.abc import Mapping

from forewarn.language.building.building import Building
from forewarn.language.layout import questions as layout
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.case import Question

#: Kinds of question that are true or not by a date.
_TRUE_OR_NOT = frozenset({"happens", "holds", "order", "happened"})


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
    """Take away questions that name only settled ones; what stays goes in circles."""
    waiting = {
        name: {other for other in question.happened if other in built} - {name}
        for name, question in built.items()
        if question.happened
    }
    while free := [
        name for name, others in waiting.items() if not others & waiting.keys()
    ]:
        for name in free:
            del waiting[name]
    if waiting:
        first = min(waiting, key=lambda name: built[name].span)
        building.error(
            "E505",
            built[first].span,
            f"these questions wait for each other: {', '.join(sorted(waiting))}",
            "Name only questions that do not come back to this one.",
        )
