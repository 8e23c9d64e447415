"""Answers of a run as shown, each with the run it came from."""

from math import isnan

from forewarn.brief.document import Code, Line, Shown, Trace
from forewarn.brief.wording import (
    TABLE,
    Digits,
    chance_text,
    counted,
    likelihood,
    points_text,
)
from forewarn.model.case import QuestionKind
from forewarn.model.estimate import Answer, Estimate
from forewarn.model.words import amount_text, day_text
from forewarn.model.yardstick import ICD_203, Yardstick

#: Digits of notes; the record has them all.
FINE = 6
#: Where the run found nothing to go by; a note of the estimate says why.
UNKNOWN = "unknown"
#: Kinds whose answer is an amount, not a chance.
AMOUNTS: frozenset[QuestionKind] = frozenset(("count", "time"))


def value_shown(estimate: Estimate, digits: Digits = TABLE) -> Shown:
    """The predictive mean."""
    return _shown(estimate, estimate.value, digits)


def median_shown(estimate: Estimate) -> Shown:
    """The answer of the median world."""
    return _shown(estimate, estimate.median, TABLE)


def central_shown(estimate: Estimate) -> Shown:
    """The answer with all numbers at their medians."""
    return _shown(estimate, estimate.central, TABLE)


def interval_shown(estimate: Estimate, digits: Digits = TABLE) -> Line:
    """P10 and P90 of the answer over worlds."""
    low = _shown(estimate, estimate.low, digits, unit="")
    high = _shown(estimate, estimate.high, digits, unit=_unit(estimate))
    same = low.text == high.text.removesuffix(_unit(estimate))
    return (high,) if same else (low, " to ", high)


def error_shown(estimate: Estimate) -> Shown:
    """The standard error of the mean, from computing alone."""
    if isnan(estimate.error):
        text = UNKNOWN
    elif estimate.error and estimate.kind in AMOUNTS:
        text = amount_text(estimate.error) + _unit(estimate)
    else:
        text = points_text(estimate.error)
    return Shown(value=estimate.error, text=text, trace=estimate_trace(estimate))


def likelihood_word(estimate: Estimate, yardstick: Yardstick = ICD_203) -> str:
    """The word for an answer; empty where the answer is no chance, or unknown."""
    if estimate.kind in AMOUNTS or isnan(estimate.value):
        return ""
    if is_settled(estimate):
        return "settled"
    return likelihood(estimate.value, yardstick)


def is_settled(estimate: Estimate) -> bool:
    """Whether the answer is exactly 0 or 1 and the run says why."""
    exact = estimate.freedom == 0 or estimate.method == "exact"
    return estimate.value in (0, 1) and exact and bool(estimate.note)


def note_of(estimate: Estimate) -> str:
    """What a reader must know of an estimate; empty where nothing is out of the way."""
    is_plain = estimate.kind == "number" and estimate.value not in (0, 1)
    return "" if is_plain else estimate.note


def differs_by_world(estimate: Estimate) -> bool:
    """Whether worlds may differ on an answer, so that it has an interval."""
    return estimate.worlds > 1 and estimate.kind != "number"


def when(estimate: Estimate) -> str:
    """The date of an estimate in words; empty where its question has none."""
    if estimate.by is None:
        return ""
    on = "on" if estimate.kind == "holds" else "by"
    return f"{on} {day_text(estimate.by)}"


def latest(answer: Answer, question: str) -> Estimate | None:
    """The known estimate of a question for its last date; None where it has none."""
    mine = [
        estimate
        for estimate in answer.estimates
        if estimate.question == question and not isnan(estimate.value)
    ]
    return max(mine, key=lambda estimate: estimate.years or 0.0, default=None)


def estimate_trace(estimate: Estimate) -> Trace:
    """The run behind an answer, with its numbers at six digits."""
    date = f" {when(estimate)}" if estimate.by else ""
    named = {
        "mean": estimate.value,
        "median": estimate.median,
        "central": estimate.central,
        "P10": estimate.low,
        "P90": estimate.high,
        "error": estimate.error,
    }
    numbers = ", ".join(f"{name} {_fine(number)}" for name, number in named.items())
    run = f"as of {day_text(estimate.as_of)}, seed {estimate.seed}"
    return Trace(
        origin="run",
        line=(
            Code(text=estimate.question),
            f"{date}: {numbers}; {_computed(estimate)}; {run}",
        ),
    )


def _fine(number: float) -> str:
    return UNKNOWN if isnan(number) else amount_text(number, digits=FINE)


def _computed(estimate: Estimate) -> str:
    if estimate.method == "exact":
        worlds = counted(estimate.worlds, "world")
        return f"exact in {estimate.worlds:,} {worlds}"
    worth = "hits" if estimate.method == "rare" else "futures"
    return (
        f"{estimate.method} with {estimate.worlds:,} worlds of "
        f"{estimate.futures_per_world:,} futures, worth {estimate.ess:,.0f} {worth}"
    )


def _shown(
    estimate: Estimate, value: float, digits: Digits, *, unit: str | None = None
) -> Shown:
    text = UNKNOWN
    if not isnan(value):
        text = _text(estimate, value, digits)
        text += _unit(estimate) if unit is None else unit
    return Shown(value=value, text=text, trace=estimate_trace(estimate))


def _unit(estimate: Estimate) -> str:
    return " years" if estimate.kind == "time" else ""


def _text(estimate: Estimate, value: float, digits: Digits) -> str:
    if estimate.kind in AMOUNTS:
        return amount_text(value, digits=digits)
    if value not in (0, 1) or is_settled(estimate):
        return chance_text(value, digits=digits)
    # What no future showed, or every future did, is not thereby impossible or certain.
    if estimate.method == "exact":
        return "too small to tell" if value == 0 else "too near certain to tell"
    return "never seen" if value == 0 else "always seen"
