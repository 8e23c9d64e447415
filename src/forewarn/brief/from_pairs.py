"""Differences of coupled futures as shown, each with the run it came from."""

from math import isnan

from forewarn.brief.difference_rows import difference_text, error_text, side_text
from forewarn.brief.document import Code, Line, Shown, Trace
from forewarn.brief.from_run import FINE, UNKNOWN
from forewarn.brief.wording import DASH
from forewarn.model.comparison import Difference
from forewarn.model.words import amount_text, day_text

#: Standard errors from 0 that a difference must lie to be told from none.
APART = 2.0


def is_told_apart(one: Difference) -> bool:
    """Whether a difference is told from none, as far as its error goes."""
    return abs(one.difference) > APART * one.error


def is_exactly_none(one: Difference) -> bool:
    """Whether nothing leads from what was changed to the question."""
    return one.difference == 0 and one.error == 0


def before_shown(one: Difference, run: str) -> Shown:
    """The answer without the change."""
    return _shown(one.before, side_text(one, one.before), one, run)


def after_shown(one: Difference, run: str) -> Shown:
    """The answer with the change."""
    return _shown(one.after, side_text(one, one.after), one, run)


def difference_shown(one: Difference, run: str) -> Shown:
    """By how much the answers differ."""
    return _shown(one.difference, difference_text(one), one, run)


def error_shown(one: Difference, run: str) -> Line:
    """The standard error of that; a dash where there is none."""
    if one.error == 0:
        return (DASH,)
    return (_shown(one.error, error_text(one), one, run),)


def _shown(value: float, text: str, one: Difference, run: str) -> Shown:
    named = {
        "without the change": one.before,
        "with it": one.after,
        "difference": one.difference,
        "error": one.error,
    }
    numbers = ", ".join(f"{name} {_fine(number)}" for name, number in named.items())
    rest = f" by {day_text(one.by)}: {numbers}; {one.method}, {run}"
    note = (f"; {one.note}",) if one.note else ()
    trace = Trace(origin="run", line=(Code(text=one.question), rest, *note))
    return Shown(value=value, text=text, trace=trace)


def _fine(number: float) -> str:
    return UNKNOWN if isnan(number) else amount_text(number, digits=FINE)
