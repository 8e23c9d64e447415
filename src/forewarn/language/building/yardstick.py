"""The yardstick of a case: one of those known by name, or words of its own."""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from forewarn.language.building.building import Building
from forewarn.language.names import short
from forewarn.language.tree import Text
from forewarn.model.yardstick import ICD_203, OWN_SOURCE, YARDSTICKS, Band, Yardstick

#: Per cent without sign or power, as a person writes them.
_BAND = re.compile(r"(\d{1,3}(?:\.\d{1,20})?)\s*%?\s+to\s+(\d{1,3}(?:\.\d{1,20})?)\s*%")
_EXAMPLE = "5% to 20%"


def yardstick_of(
    building: Building, written: Text | Mapping[Text, Text] | None
) -> Yardstick:
    """The yardstick that the head of a case asks for; ICD 203 where it says nothing.

    Args:
        building: Where a mistake is told.
        written: A name that is known, or a band for each word.
    """
    if isinstance(written, Text):
        return next(each for each in YARDSTICKS if each.name == written.value)
    if not written:
        return ICD_203
    read = [(word, _band(building, word, text)) for word, text in written.items()]
    bands = [band for _, band in read if band is not None]
    for one, other in pairwise(bands):
        if other.low < one.high:
            place = next(word for word, band in read if band is other)
            building.error(
                "E304",
                place.span,
                f'"{short(other.word)}" starts below the end of "{short(one.word)}"',
                "Write the words from the least to the most likely, each starting "
                "where the one before ends, or above.",
            )
    return Yardstick(name="", source=OWN_SOURCE, bands=tuple(bands))


def _band(building: Building, word: Text, text: Text) -> Band | None:
    match = _BAND.fullmatch(text.value.strip())
    if match is None:
        message = f'"{short(text.value)}" is no band of chances'
        building.error("E301", text.span, message, f"Write such as: {_EXAMPLE}")
        return None
    low, high = (float(Decimal(end).scaleb(-2)) for end in match.groups())
    if high > 1:
        message = f"{match[2]}% is more than certain"
        building.error("E306", text.span, message, f"Write such as: {_EXAMPLE}")
        return None
    if low >= high:
        message = "the band ends where it starts, or before"
        building.error("E304", text.span, message, f"Write such as: {_EXAMPLE}")
        return None
    return Band(word=" ".join(word.value.split()), low=low, high=high)
