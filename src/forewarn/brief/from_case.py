"""Numbers of the case as shown, each with the line of the file it stands on."""

from forewarn.brief.document import Code, Line, Quoted, Shown, Trace
from forewarn.brief.wording import (
    amount_text,
    chance_text,
    counted,
    multiplier_text,
    short_day,
)
from forewarn.errors import Span
from forewarn.laws import is_uncertain, quantile
from forewarn.model.case import Case, Number
from forewarn.model.quantities import Dimension, Quantity

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
    return _shown(number.quantity, 0.5, number_trace(case, number))


def interval_shown(case: Case, number: Number) -> Line:
    """P10 and P90 of a number of the model, or that it is exact."""
    if not is_uncertain(number.quantity.law):
        return ("exact",)
    trace = number_trace(case, number)
    low, high = (_shown(number.quantity, p, trace) for p in (0.1, 0.9))
    return (low, " to ", high)


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


def value_text(dimension: Dimension, value: float, unit: str = "") -> str:
    """A value of a quantity in the form its dimension asks for.

    >>> value_text("multiplier", 3.0), value_text("odds", 0.03)
    ('×3', '3.0% of exits')
    """
    match dimension:
        case "probability":
            return chance_text(value)
        case "odds":
            return f"{chance_text(value)} of exits"
        case "multiplier":
            return multiplier_text(value)
        case "rate":
            return f"{amount_text(value)} a year"
        case "duration":
            return f"{amount_text(value)} years"
        case "amount" | "flow":
            return f"{amount_text(value)} {unit}".rstrip()


def _shown(quantity: Quantity, p: float, trace: Trace) -> Shown:
    value = quantile(quantity.law, p)
    text = value_text(quantity.dimension, value, quantity.unit)
    return Shown(value=value, text=text, trace=trace)


def _title_of(case: Case, name: str) -> str:
    return next((source.title for source in case.sources if source.name == name), name)
