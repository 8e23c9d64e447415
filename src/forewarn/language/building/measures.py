"""Measures: what could be done, when it would be ready, and what it would multiply."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from forewarn.language.building.building import Building
from forewarn.language.building.dates import day_of, is_within
from forewarn.language.building.kinds import kind_of
from forewarn.language.building.numbers import number_of, said_in
from forewarn.language.building.phrases import exact_of, states_of
from forewarn.language.building.targets import target_of
from forewarn.language.layout import measures as layout
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.case import Number
from forewarn.model.measures import EffectKind, Measure, MeasureEffect
from forewarn.model.quantities import Dimension

_BY_DAY = re.compile(r"by\s+(\d{4}.*)")
_PER_TIME = re.compile(r"\bper\b")
UNPRICED = "unpriced"
_KINDS: tuple[EffectKind, ...] = ("hazard", "odds", "loss")


def stocks_of(
    building: Building, written: Mapping[Text, Text]
) -> tuple[tuple[str, float], ...]:
    """What measures draw on, and how much there is."""
    made = [
        (name.value, exact_of(building, amount, "multiplier"))
        for name, amount in written.items()
    ]
    building.stocks.update(name for name, _ in made)
    return tuple((name, amount) for name, amount in made if amount is not None)


def build_measure(building: Building, name: Text, written: layout.Measure) -> Measure:
    """The measure; what cannot be read of it is left out and reported."""
    ready, ready_by = _ready(building, name.value, written.ready)
    return Measure(
        name=name.value,
        title=written.title.value if written.title else name.value,
        cost=_cost(building, f"{name.value}: cost", written.cost),
        ready=ready,
        ready_by=ready_by,
        effects=tuple(_effects(building, name.value, written.effects)),
        draws_on=tuple(_draws(building, written.draws_on)),
        actor=written.actor.value if written.actor else "",
        side_effect=written.side_effect.value if written.side_effect else "",
        span=name.span,
    )


def _cost(building: Building, name: str, written: Text | layout.Cost) -> Number | None:
    if isinstance(written, Text) and written.value.strip() == UNPRICED:
        return None
    phrase, reasons = said_in(written, "amount")
    dimension: Dimension = "flow" if _PER_TIME.search(phrase.value) else "amount"
    cost = number_of(building, name, phrase, dimension=dimension, reasons=reasons)
    if cost is None or cost.quantity.unit:
        return cost
    message = f'"{cost.quantity.text}" is in no currency'
    building.error("E302", phrase.span, message, "Write such as '20m to 60m USD'.")
    return None


def _ready(
    building: Building, measure: str, written: Text | layout.Lead
) -> tuple[Number | None, date | None]:
    """The lead time, or the day."""
    phrase, reasons = said_in(written, "duration")
    on_day = _BY_DAY.fullmatch(phrase.value.strip())
    if on_day is None or reasons is not None:
        name = f"{measure}: ready"
        lead = number_of(building, name, phrase, dimension="duration", reasons=reasons)
        return lead, None
    text = Text(value=on_day[1], style=phrase.style, span=phrase.span)
    day = day_of(building, text)
    return None, day if day and is_within(building, day, text) else None


def _effects(
    building: Building, measure: str, written: Iterable[layout.Effect]
) -> Iterator[MeasureEffect]:
    for place, effect in enumerate(written, start=1):
        made = _effect(building, f"{measure}: {place}", effect)
        if made:
            yield made


def _effect(
    building: Building, name: str, written: layout.Effect
) -> MeasureEffect | None:
    kind = kind_of(building, written, _KINDS, f'the effect "{name}"')
    target = target_of(building, written) if kind else None
    when = states_of(building, written.when, "'when:'") if written.when else None
    times = number_of(
        building, name, written.times, dimension="multiplier", reasons=written
    )
    lost = (written.when and when is None) or written.lacks("when")
    if target is None or times is None or lost:
        return None
    return MeasureEffect(
        kind=target.kind,
        target=target.text,
        names=target.names,
        times=times,
        when=when,
        span=target.span,
    )


def _draws(
    building: Building, written: Mapping[Text, Text]
) -> Iterator[tuple[str, float]]:
    for name, text in written.items():
        amount = exact_of(building, text, "multiplier")
        if name.value not in building.stocks:
            _unknown_stock(building, name)
        elif amount is not None:
            yield name.value, amount


def _unknown_stock(building: Building, name: Text) -> None:
    if not building.is_broken(name.value):
        building.error(
            "E422",
            name.span,
            f'stock "{short(name.value)}" is not declared',
            nearest_hint(name.value, building.stocks)
            or "Declare it under 'stocks:', with how much there is.",
        )
