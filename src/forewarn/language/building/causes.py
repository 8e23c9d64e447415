"""Common causes and variants: what is shared by numbers, and what they may be else."""

from collections.abc import Iterable, Iterator, Mapping

from forewarn.language.building.building import Building
from forewarn.language.building.naming import known_number
from forewarn.language.building.phrases import exact_of, quantity_of
from forewarn.language.layout import structure as layout
from forewarn.language.names import short
from forewarn.language.tree import Text
from forewarn.model.quantities import Quantity
from forewarn.model.structure import CommonCause, Variant


def build_common_cause(
    building: Building, name: Text, written: layout.CommonCause
) -> CommonCause | None:
    """The common cause; None where its share cannot be read."""
    share = exact_of(building, written.share, "probability")
    raises = tuple(_names(building, written.raises))
    lowers = tuple(_names(building, written.lowers))
    if share is None:
        return None
    return CommonCause(
        name=name.value,
        title=written.title.value if written.title else name.value,
        share=share,
        share_text=" ".join(written.share.value.split()),
        raises=raises,
        lowers=lowers,
        because=written.because.value if written.because else "",
        span=name.span,
    )


def build_variant(
    building: Building, name: Text, written: layout.Variant
) -> Variant | None:
    """The variant; None where its weight cannot be read."""
    weight = exact_of(building, written.weight, "probability")
    changes = tuple(_changes(building, written.set))
    if weight is None:
        return None
    return Variant(
        name=name.value,
        title=written.title.value if written.title else name.value,
        weight=weight,
        weight_text=" ".join(written.weight.value.split()),
        changes=changes,
        because=written.because.value if written.because else "",
        span=name.span,
    )


def _names(building: Building, written: Iterable[Text]) -> Iterator[str]:
    """The numbers named; one that does not exist, or stands twice, is left out."""
    there = set[str]()
    for text in written:
        name = known_number(building, text)
        if name in there:
            message = f'"{short(name)}" is listed twice'
            building.error("E416", text.span, message, "Remove one of the two.")
        elif name:
            there.add(name)
            yield name


def _changes(
    building: Building, written: Mapping[Text, Text]
) -> Iterator[tuple[str, Quantity]]:
    there = set[str]()
    for text, phrase in written.items():
        name = known_number(building, text)
        if name in there:
            message = f'"{short(name)}" is set twice'
            building.error("E416", text.span, message, "Remove one of the two.")
        elif name:
            there.add(name)
            dimension, unit = building.numbers[name], building.units.get(name, "")
            quantity = quantity_of(building, phrase, dimension, unit=unit)
            if quantity is not None:
                yield name, quantity
