"""Numbers: a quantity with its name, its basis and why we believe it."""

from typing import TypeVar, cast

from forewarn.language.building.building import Building
from forewarn.language.building.dates import day_of
from forewarn.language.building.phrases import quantity_of
from forewarn.language.building.provenance import check_provenance, is_outside
from forewarn.language.layout.numbers import CountedReasons, Reasons
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.case import Basis, Citation, Number
from forewarn.model.quantities import (
    Dimension,
    Quantity,
    RateCount,
    ShareCount,
)

_NO_REASONS = Reasons.model_construct()


Why = TypeVar("Why", bound=Reasons)


def said_in(written: Text | Why, key: str) -> tuple[Text, Why | None]:
    """A number's phrase, alone or under a key of a map, and the reasons beside it."""
    if isinstance(written, Text):
        return written, None
    return getattr(written, key), written


def number_of(  # noqa: PLR0913  # all that tells one number from another
    building: Building,
    name: str,
    phrase: Text,
    *,
    dimension: Dimension,
    reasons: Reasons | None = None,
    unit: str = "",
) -> Number | None:
    """A number of the model; None where its phrase cannot be read.

    Args:
        building: Where a mistake is told.
        name: Its name; no other number has it.
        phrase: The phrase.
        dimension: What it must measure.
        reasons: Why we believe it.
        unit: What an amount or flow is in that names no unit.
    """
    if not _is_sole(building, name, phrase):
        return None
    quantity = quantity_of(building, phrase, dimension, unit=unit)
    if quantity is None:
        building.spoil(name)
        return None
    building.numbers[name] = dimension
    building.units[name] = unit
    reasons = reasons or _NO_REASONS
    count = _count_of(building, reasons, dimension)
    number = Number(
        name=name,
        quantity=quantity,
        basis=_basis_of(building, phrase, quantity, count, reasons),
        count=count,
        citation=citation_of(building, reasons.source),
        because=reasons.because.value if reasons.because else "",
        known=day_of(building, reasons.known) if reasons.known else None,
        span=phrase.span,
    )
    if _is_whole(number, reasons):
        check_provenance(building, number)
    return number


def _is_whole(number: Number, reasons: Reasons) -> bool:
    """Whether all that was written of a number was read, so that what it lacks is."""
    lost = reasons.lacks("basis", "source", "count", "because", "known")
    uncited = reasons.source is not None and number.citation is None
    uncounted = _written_count(reasons) is not None and number.count is None
    return not (lost or uncited or uncounted)


def _is_sole(building: Building, name: str, phrase: Text) -> bool:
    """Whether no number has this name yet: not an event's, a schedule's, a loss's."""
    if name not in building.numbers:
        return True
    building.error(
        "E423",
        phrase.span,
        f'two numbers have the name "{short(name)}"',
        "Call one of the two things that it stands for by another name.",
    )
    return False


def _basis_of(
    building: Building,
    phrase: Text,
    quantity: Quantity,
    count: Quantity | None,
    reasons: Reasons,
) -> Basis | None:
    """What a count shows; else the basis as written; else that of the file."""
    said = cast("Basis", reasons.basis.value) if reasons.basis else None
    if count is not None and said in (None, "data"):
        return "adjusted" if is_outside(quantity, count) else "data"
    if said:
        return said
    if isinstance(quantity.law, (RateCount, ShareCount)):
        return "data"
    return building.bases.get(phrase.span.file)


def _written_count(reasons: Reasons) -> Text | None:
    return reasons.count if isinstance(reasons, CountedReasons) else None


def _count_of(
    building: Building, reasons: Reasons, dimension: Dimension
) -> Quantity | None:
    written = _written_count(reasons)
    shares: Dimension = "probability" if dimension == "odds" else dimension
    count = quantity_of(building, written, shares) if written else None
    if written is None or count is None:
        return None
    if isinstance(count.law, (RateCount, ShareCount)):
        return count
    building.error(
        "E308",
        written.span,
        f'"{count.text}" is not a count',
        "Write such as '1 in 62.2 years', or '3 of 12' for a chance.",
    )
    return None


def citation_of(building: Building, written: Text | None) -> Citation | None:
    """The source that a text names, and the place in it; None where it is unknown."""
    if written is None:
        return None
    name, _, place = (part.strip() for part in written.value.partition(","))
    if name in building.sources:
        return Citation(source=name, place=place)
    if not building.is_broken(name):
        building.error(
            "E411",
            written.span,
            f'source "{short(name)}" is not declared',
            nearest_hint(name, building.sources)
            or "Declare it under 'sources:', then write such as 'kremlin, article 4'.",
        )
    return None
