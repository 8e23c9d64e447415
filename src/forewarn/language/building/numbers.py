"""Numbers: a quantity with its name, its basis and why we believe it."""

from typing import cast

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
    Fixed,
    Quantity,
    RateCount,
    ShareCount,
)

_NO_REASONS = Reasons.model_construct()


def number_of(
    building: Building,
    name: str,
    phrase: Text,
    *,
    dimension: Dimension,
    reasons: Reasons | None = None,
) -> Number | None:
    """A number of the model; None where its phrase cannot be read."""
    quantity = quantity_of(building, phrase, dimension)
    if quantity is None:
        building.spoil(name)
        return None
    building.numbers[name] = dimension
    reasons = reasons or _NO_REASONS
    count = _count_of(building, reasons, dimension)
    number = Number(
        name=name,
        quantity=quantity,
        basis=_basis_of(building, phrase, quantity, count, reasons),
        count=count,
        citation=_citation_of(building, reasons),
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


def certain(name: str, state: Text) -> Number:
    """The number of a state that is certain at the start: 1, by definition."""
    whole = Quantity(text="100%", dimension="probability", law=Fixed(value=1.0))
    return Number(name=name, quantity=whole, basis="definition", span=state.span)


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
    count = quantity_of(building, written, dimension) if written else None
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


def _citation_of(building: Building, reasons: Reasons) -> Citation | None:
    written = reasons.source
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
