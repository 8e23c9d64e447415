"""Numbers: a quantity with its name, its basis and why we believe it."""

from datetime import date
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
    citation = _citation_of(building, reasons)
    known = _known_of(building, reasons)
    if quantity is None:
        building.spoil(name)
        return None
    counted = _count_of(building, reasons, dimension)
    building.numbers[name] = dimension
    number = Number(
        name=name,
        quantity=quantity,
        basis=_basis_of(building, phrase, quantity, counted, reasons),
        count=counted,
        citation=citation,
        because=reasons.because.value if reasons and reasons.because else "",
        known=known,
        span=phrase.span,
    )
    # A source that was named and is not known has been told already.
    cited = citation is not None or not (reasons and reasons.source)
    check_provenance(building, number, cited=cited)
    return number


def certain(name: str, state: Text) -> Number:
    """The number of a state that is certain at the start: 1, by definition."""
    whole = Quantity(text="100%", dimension="probability", law=Fixed(value=1.0))
    return Number(name=name, quantity=whole, basis="definition", span=state.span)


def _basis_of(
    building: Building,
    phrase: Text,
    quantity: Quantity,
    count: Quantity | None,
    reasons: Reasons | None,
) -> Basis | None:
    """What a count shows; else the basis as written; else that of the file."""
    said = cast("Basis", reasons.basis.value) if reasons and reasons.basis else None
    if count is not None and said in (None, "data"):
        return "adjusted" if is_outside(quantity, count) else "data"
    if said:
        return said
    if isinstance(quantity.law, (RateCount, ShareCount)):
        return "data"
    return building.bases.get(phrase.span.file)


def _count_of(
    building: Building, reasons: Reasons | None, dimension: Dimension
) -> Quantity | None:
    if not isinstance(reasons, CountedReasons) or reasons.count is None:
        return None
    count = quantity_of(building, reasons.count, dimension)
    if count is None or isinstance(count.law, (RateCount, ShareCount)):
        return count
    building.error(
        "E308",
        reasons.count.span,
        f'"{count.text}" is not a count',
        "Write such as '1 in 62.2 years', or '3 of 12' for a chance.",
    )
    return None


def _citation_of(building: Building, reasons: Reasons | None) -> Citation | None:
    if not (reasons and reasons.source):
        return None
    written = reasons.source
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


def _known_of(building: Building, reasons: Reasons | None) -> date | None:
    return day_of(building, reasons.known) if reasons and reasons.known else None
