"""Numbers of the case as shown, each with the line of the file it stands on."""

from forewarn.brief.document import Code, Line, Quoted, Shown, Trace
from forewarn.brief.wording import chance_text, counted, multiplier_text
from forewarn.errors import Span
from forewarn.laws import is_uncertain, quantile
from forewarn.model.case import Case, Number
from forewarn.model.quantities import Dimension, Quantity
from forewarn.model.words import amount_text, short_day

#: Every tally of the brief shares this note.
TALLY = Trace(origin="count", line=("Counted by forewarn in the case as it was read.",))


def tally(number: int, one: str, many: str = "") -> Line:
    """A count of things in the case, with its noun."""
    return (count(number), f" {counted(number, one, many)}")


def count(number: int) -> Shown:
    """A count of things in the case."""
    return Shown(value=number, text=f"{number:,}", trace=TALLY)


def median_shown(case: Case, number: Number) -> Shown:
    """The median of a number of the model."""
    unit = unit_text(number.quantity)
    return _shown(number.quantity, 0.5, number_trace(case, number), unit)


def interval_shown(case: Case, number: Number) -> Line:
    """P10 and P90 of a number of the model, or that it is exact."""
    if not is_uncertain(number.quantity.law):
        return ("exact",)
    trace = number_trace(case, number)
    low = _shown(number.quantity, 0.1, trace, "")
    return (
        low,
        " to ",
        _shown(number.quantity, 0.9, trace, unit_text(number.quantity)),
    )


def number_trace(case: Case, number: Number) -> Trace:
    """Where a number of the model stands, as written, and why it is believed."""
    line: Line = (
        Code(text=number.name),
        ": ",
        Code(text=number.quantity.text),
        f"; basis: {number.basis or 'none stated'}",
    )
    if number.count is not None:
        line += ("; count behind it: ", Code(text=number.count.text))
    if number.citation is not None:
        line += ("; source: ", Quoted(text=_title_of(case, number.citation.source)))
        if number.citation.place:
            line += (", ", Quoted(text=number.citation.place))
    if number.known is not None:
        line += (f"; known on {short_day(number.known)}",)
    if number.because:
        line += ("; because: ", Quoted(text=number.because))
    return place_trace(number.span, line)


def place_trace(span: Span, line: Line) -> Trace:
    """A trace to a place in the case's files."""
    return Trace(origin="file", line=line, file=span.file, row=span.line)


def value_text(dimension: Dimension, value: float) -> str:
    """A value of a quantity in the form its dimension asks for, without its unit.

    >>> value_text("multiplier", 3.0), value_text("odds", 0.03)
    ('×3', '3.0%')
    """
    if dimension in ("probability", "odds"):
        return chance_text(value)
    if dimension == "multiplier":
        return multiplier_text(value)
    return amount_text(value)


def unit_text(quantity: Quantity) -> str:
    """The unit of a quantity as it stands after a value; empty where it has none."""
    units = {"odds": " of exits", "rate": " a year", "duration": " years"}
    unit = units.get(quantity.dimension, quantity.unit)
    if quantity.dimension == "flow":
        unit += " a year"
    return f" {unit.lstrip()}" if unit else ""


def _shown(quantity: Quantity, p: float, trace: Trace, unit: str) -> Shown:
    value = quantile(quantity.law, p)
    text = value_text(quantity.dimension, value) + unit
    return Shown(value=value, text=text, trace=trace)


def _title_of(case: Case, name: str) -> str:
    return next((source.title for source in case.sources if source.name == name), name)
