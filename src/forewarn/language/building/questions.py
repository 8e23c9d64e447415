"""Questions: what is asked, of which kind, with which dates."""

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, cast

from forewarn.language.building.building import Building
from forewarn.language.building.dates import deadline_of, years_of
from forewarn.language.building.naming import known_number
from forewarn.language.building.phrases import (
    condition_of,
    exact_of,
    is_jump,
    quantity_of,
    states_of,
)
from forewarn.language.layout import questions as layout
from forewarn.language.tree import Text
from forewarn.model.case import Deadline, Question, QuestionKind
from forewarn.model.conditions import Condition
from forewarn.model.quantities import Quantity

#: Keys that belong to others: the code of the mistake, and what they need beside them.
_COMPANIONS = MappingProxyType(
    {
        "given": ("E507", ("happens", "within")),
        "within": ("E507", ("happens", "given")),
        "above": ("E508", ("number",)),
    }
)
_A_RATE = re.compile(r"\b(?:per|in|every|within)\b")

Fields = dict[str, Any] | None


def build_question(
    building: Building, name: Text, written: layout.Question
) -> Question | None:
    """The question; None where it cannot be read."""
    kind = _kind_of(building, name, written)
    fields = _FIELDS[kind](building, written) if kind else None
    by = _dates_of(building, name, written, kind)
    base_rate = _base_rate_of(building, written.base_rate)
    if (
        kind is None
        or fields is None
        or by is None
        or _says_little(building, name, written)
    ):
        building.spoil(name.value)
        return None
    return Question(
        name=name.value,
        title=written.title.value if written.title else name.value,
        kind=kind,
        by=by,
        base_rate=base_rate,
        resolves=written.resolves.value if written.resolves else "",
        span=name.span,
        **fields,
    )


def _says_little(building: Building, name: Text, written: layout.Question) -> bool:
    """Whether a list that asks something is too short to ask it."""
    for key, listed, least in (
        ("order", written.order, 2),
        ("happened", written.happened, 1),
    ):
        if listed is not None and len(listed) < least:
            span = listed[0].span if listed else name.span
            message = f"'{key}:' needs at least {least} of what it lists"
            building.error("E506", span, message, "Write such as: [first, second]")
            return True
    return False


def _kind_of(
    building: Building, name: Text, written: layout.Question
) -> QuestionKind | None:
    if written.lacks(*_ASKING, "given", "within"):
        return None
    asked = [key for key in _ASKING if getattr(written, key) is not None]
    if len(asked) != 1:
        building.error(
            "E506",
            name.span,
            f'"{name.value}" asks {" and ".join(asked) or "nothing"}',
            f"Write one of: {', '.join(_ASKING)}.",
        )
        return None
    if not all(_fits(building, written, key) for key in _COMPANIONS):
        return None
    return "given" if written.given is not None else cast("QuestionKind", asked[0])


def _fits(building: Building, written: layout.Question, key: str) -> bool:
    """Whether a key that asks nothing by itself stands beside what it belongs to."""
    code, partners = _COMPANIONS[key]
    text: Text | None = getattr(written, key)
    lacking = [each for each in partners if getattr(written, each) is None]
    if text is None or not lacking:
        return True
    message = f"'{key}:' stands without '{lacking[0]}:'"
    building.error(code, text.span, message, f"Write '{lacking[0]}:', or remove it.")
    return False


def _condition(building: Building, line: Text | None) -> Fields:
    condition = condition_of(building, line) if line else None
    return None if condition is None else {"condition": condition}


def _happens(building: Building, written: layout.Question) -> Fields:
    return _condition(building, written.happens)


def _given(building: Building, written: layout.Question) -> Fields:
    fields = _condition(building, written.happens)
    given = condition_of(building, written.given) if written.given else None
    if written.within is None:
        return None
    within = years_of(building, written.within)
    if within == 0:
        message = "the window has no length"
        building.error(
            "E504", written.within.span, message, "Write such as '180 days'."
        )
        return None
    if fields is None or given is None or within is None:
        return None
    spelt = " ".join(written.within.value.split())
    return fields | {"given": given, "within": within, "within_text": spelt}


def _holds(building: Building, written: layout.Question) -> Fields:
    return _states(building, written.holds, "'holds:'")


def _time(building: Building, written: layout.Question) -> Fields:
    return _states(building, written.time, "'time:'")


def _states(building: Building, line: Text | None, where: str) -> Fields:
    condition = states_of(building, line, where) if line else None
    return None if condition is None else {"condition": condition}


def _count(building: Building, written: layout.Question) -> Fields:
    fields = _condition(building, written.count)
    if fields is None or written.count is None or is_jump(fields["condition"]):
        return fields
    building.error(
        "E414",
        written.count.span,
        "'count:' takes one event or one jump",
        "Write the name of an event, or such as 'x -> a|b'.",
    )
    return None


def _order(building: Building, written: layout.Question) -> Fields:
    steps = [condition_of(building, line) for line in written.order or ()]
    if any(step is None for step in steps):
        return None
    return {"order": tuple(cast("list[Condition]", steps))}


def _happened(_building: Building, written: layout.Question) -> Fields:
    return {"happened": tuple(name.value for name in written.happened or ())}


def _number(building: Building, written: layout.Question) -> Fields:
    if written.number is None:
        return None
    name = known_number(building, written.number)
    if not name:
        return None
    if written.above is None:
        message = "'number:' needs 'above:', the bound it should pass"
        building.error("E508", written.number.span, message, "Write such as: above: 1")
        return None
    dimension, unit = building.numbers[name], building.units.get(name, "")
    above = exact_of(building, written.above, dimension, unit=unit)
    return None if above is None else {"number": name, "above": above}


_FIELDS: MappingProxyType[
    QuestionKind, Callable[[Building, layout.Question], Fields]
] = MappingProxyType(
    {
        "happens": _happens,
        "holds": _holds,
        "count": _count,
        "order": _order,
        "given": _given,
        "happened": _happened,
        "number": _number,
        "time": _time,
    }
)


#: Keys that each ask something; a question has one of them.
_ASKING = tuple(kind for kind in _FIELDS if kind != "given")


def _dates_of(
    building: Building,
    name: Text,
    written: layout.Question,
    kind: QuestionKind | None,
) -> tuple[Deadline, ...] | None:
    """The dates asked for, under ``by:`` or ``at:``; empty for a number."""
    texts = (*(written.by or ()), *(written.at or ()))
    made = [deadline_of(building, text) for text in texts]
    if kind is None or written.lacks("by", "at") or None in made:
        return None
    if bool(texts) == (kind == "number"):
        lacks = "has no date" if not texts else "has a date, and a number has none"
        hint = "Write 'by:' with a date or a duration." if not texts else "Remove it."
        span = texts[0].span if texts else name.span
        building.error("E508", span, f'"{name.value}" {lacks}', hint)
        return None
    if written.by and written.at:
        message = "'by:' and 'at:' stand in one question"
        building.error("E508", written.at[0].span, message, "Write all dates in one.")
        return None
    return tuple(each for each in made if each)


def _base_rate_of(building: Building, text: Text | None) -> Quantity | None:
    if text is None:
        return None
    is_rate = _A_RATE.search(text.value)
    return quantity_of(building, text, "rate" if is_rate else "probability")
