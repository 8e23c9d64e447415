"""Indicators: what can be seen, what it is a sign of, and how strong a sign."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from forewarn.language.building.building import Building
from forewarn.language.building.dates import window_of
from forewarn.language.building.kinds import goes_together, kind_of
from forewarn.language.building.leaps import one_of
from forewarn.language.building.numbers import number_of, said_in
from forewarn.language.building.phrases import (
    exact_of,
    instants_of,
    is_known_state,
    is_known_variable,
    quantity_of,
    states_of,
)
from forewarn.language.layout import evidence as layout
from forewarn.language.layout.losses import Rate
from forewarn.language.tree import Text
from forewarn.laws import quantile
from forewarn.model.case import Number, Variable
from forewarn.model.evidence import Indicator, IndicatorKind
from forewarn.model.quantities import Fixed, Interval

_NEEDS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "shows": ("seen", "silent", "window"),
        "warns_of": ("ahead", "seen", "silent", "window"),
        "counts": ("overdispersed?",),
    }
)
_Fields = dict[str, Any]
_Rates = Mapping[Text, Text | Rate]


def build_indicator(
    building: Building, name: Text, written: layout.Indicator
) -> Indicator | None:
    """The indicator; None where it cannot be read."""
    kind = kind_of(building, written, tuple(_NEEDS), f'"{name.value}"')
    whole = kind is not None and goes_together(building, written, kind, _NEEDS)
    fields: _Fields | None = None
    if kind is not None and whole:
        read = _counts if kind == "counts" else _sign
        fields = read(building, name.value, written)
    if kind is None or fields is None:
        building.spoil(name.value)
        return None
    building.indicators[name.value] = cast("IndicatorKind", kind)
    return Indicator(
        name=name.value,
        title=written.title.value if written.title else name.value,
        kind=cast("IndicatorKind", kind),
        group=written.group.value if written.group else "",
        how=written.how.value if written.how else "",
        span=name.span,
        **fields,
    )


def _sign(building: Building, name: str, written: layout.Indicator) -> _Fields | None:
    """What is seen or not, once a window."""
    condition = (
        states_of(building, written.shows, "'shows:'")
        if written.shows
        else instants_of(building, cast("Text", written.warns_of), "'warns_of:'")
    )
    ahead = _ahead(building, written.ahead) if written.ahead else None
    seen = _ratio(building, f"{name}: seen", written.seen)
    silent = _ratio(building, f"{name}: silent", written.silent)
    window = window_of(building, written.window)
    if None in (condition, seen, silent, window) or (written.ahead and not ahead):
        return None
    _check_sides(building, cast("Number", seen), cast("Number", silent))
    return {
        "condition": condition,
        "ahead": ahead,
        "ahead_text": _spelt(written.ahead),
        "seen": seen,
        "silent": silent,
        "window": window,
        "window_text": _spelt(written.window),
    }


def _spelt(text: Text | None) -> str:
    return " ".join(text.value.split()) if text else ""


def _ratio(
    building: Building, name: str, written: Text | layout.Ratio | None
) -> Number | None:
    if written is None:
        return None
    phrase, reasons = said_in(written, "ratio")
    return number_of(building, name, phrase, dimension="multiplier", reasons=reasons)


def _check_sides(building: Building, seen: Number, silent: Number) -> None:
    """A sighting speaks for what it is a sign of, and silence against it."""
    for number, speaks, wrong in (
        (seen, "above", quantile(seen.quantity.law, 0.5) <= 1),
        (silent, "below", quantile(silent.quantity.law, 0.5) >= 1),
    ):
        if wrong:
            building.error(
                "E318",
                number.span,
                f'"{number.name}" is {number.quantity.text}, and must be {speaks} 1',
                "Write 'seen' above 1 and 'silent' below 1; or turn the sign around.",
            )


def _ahead(building: Building, text: Text) -> tuple[float, float] | None:
    """The shortest and longest warning, in years; one duration is the longest."""
    quantity = quantity_of(building, text, "duration", example="30 to 120 days")
    if quantity is None:
        return None
    match quantity.law:
        case Interval() if "(" not in quantity.text:
            return quantity.law.low, quantity.law.high
        case Fixed() if quantity.law.value > 0:
            return 0.0, quantity.law.value
        case _:
            message = f'"{quantity.text}" is no shortest and longest warning'
            hint = "Write such as '30 to 120 days', or '120 days' for up to that."
            building.error("E303", text.span, message, hint)
            return None


def _counts(building: Building, name: str, written: layout.Indicator) -> _Fields | None:
    """How many are seen, at a rate that a variable's state sets."""
    one = one_of(building, written.counts or {}, "'counts:'")
    if one is None or not is_known_variable(building, one[0]):
        return None
    variable, states = building.variables[one[0].value], one[1]
    rates = _rates(building, f"{name}: {variable.name}", variable, states)
    overdispersed = _overdispersed(building, written.overdispersed)
    if rates is None or overdispersed is None:
        return None
    return {"counted": variable.name, "rates": rates, "overdispersed": overdispersed}


def _rates(
    building: Building, named: str, variable: Variable, written: _Rates
) -> tuple[tuple[str, Number], ...] | None:
    """The rate in each state, in declared order; None unless each has one."""
    made: dict[str, Number | None] = {}
    for state, rate in written.items():
        if is_known_state(building, variable, state):
            name = f"{named} = {state.value}"
            made[state.value] = _rate(building, name, rate)
    lacking = [state for state in variable.state_names if state not in made]
    if lacking and len(made) == len(written) and written:
        building.error(
            "E202",
            next(iter(written)).span,
            f'"{variable.name}" may be in {", ".join(lacking)}, which has no rate here',
            "Write the rate in each of its states.",
        )
    if lacking or None in made.values():
        return None
    return tuple((state, cast("Number", made[state])) for state in variable.state_names)


def _rate(building: Building, name: str, written: Text | Rate) -> Number | None:
    phrase, reasons = said_in(written, "rate")
    return number_of(building, name, phrase, dimension="rate", reasons=reasons)


def _overdispersed(building: Building, text: Text | None) -> float | None:
    if text is None:
        return 1.0
    value = exact_of(building, text, "multiplier")
    if value is not None and value < 1:
        message = "counts vary less than at random, which is not read"
        building.error("E319", text.span, message, "Write 1 or more.")
        return None
    return value
