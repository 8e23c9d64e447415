"""Events: classes of pulse that change no state, and the unforeseen, with a rate."""

from forewarn.language.building.building import Building
from forewarn.language.building.effects import effects_of
from forewarn.language.building.numbers import number_of, said_in
from forewarn.language.layout import things
from forewarn.language.layout.losses import Rate
from forewarn.language.tree import Text
from forewarn.model.case import Event, Number


def build_event(building: Building, name: Text, layout: things.Event) -> Event | None:
    """The event; None where its rate cannot be read."""
    rate = number_of(
        building, name.value, layout.rate, dimension="rate", reasons=layout
    )
    effects = effects_of(building, name.value, layout.times)
    if rate is None:
        return None
    return Event(
        name=name.value,
        title=layout.title.value if layout.title else name.value,
        rate=rate,
        effects=effects,
        span=name.span,
    )


def build_unforeseen(building: Building, written: Text | Rate | None) -> Number | None:
    """How often something on no list brings a headline event; None where unsaid."""
    if written is None:
        return None
    phrase, reasons = said_in(written, "rate")
    return number_of(building, "unforeseen", phrase, dimension="rate", reasons=reasons)
