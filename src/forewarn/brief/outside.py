"""The outside view: what a base rate alone would answer."""

from collections.abc import Callable

import numpy as np
from scipy import special

from forewarn.brief.document import Code, Shown
from forewarn.brief.from_case import place_trace
from forewarn.brief.from_run import FINE
from forewarn.brief.wording import chance_text
from forewarn.laws import FloatArray, value_at
from forewarn.model.case import Case, Question
from forewarn.model.estimate import Estimate
from forewarn.model.quantities import Law, Mixture
from forewarn.model.units import years_between
from forewarn.model.words import amount_text

#: Places in the law that are averaged: two digits of the mean stand from 1,000 on.
PLACES = 2_000


def outside_shown(question: Question, years: float | None) -> Shown | None:
    """What a question's base rate alone gives over some years.

    Args:
        question: A question, which may have a base rate.
        years: From as-of to the date asked; None for a question without dates.

    Returns:
        The mean, traced to the question; None where nothing can be compared.
    """
    if question.base_rate is None:
        return None
    value = outside_view(question, years)
    if value is None:
        return None
    is_amount = question.kind in ("count", "time")
    trace = place_trace(
        question.span,
        (
            "outside view of ",
            Code(text=question.name),
            ": ",
            Code(text=question.base_rate.text),
            f"; its mean {amount_text(value, digits=FINE)}",
        ),
    )
    text = amount_text(value) if is_amount else chance_text(value)
    return Shown(value=value, text=text, trace=trace)


def outside_view(question: Question, years: float | None) -> float | None:
    r"""Mean answer of a question's base rate alone.

    .. math:: E[1 - e^{-hT}] \text{ for a chance}, \quad E[h]\,T \text{ for a count}

    over the law of the base rate h; a base rate that is a probability answers itself.
    For a question with a window, T is the window.

    Args:
        question: A question with a base rate.
        years: From as-of to the date asked.

    Returns:
        The mean; None where a rate does not answer that kind of question.
    """
    if question.base_rate is None:
        return None
    law, dimension = question.base_rate.law, question.base_rate.dimension
    if dimension == "probability":
        return _mean(law, lambda chance: chance)
    elapsed = question.within if question.kind == "given" else years
    if dimension != "rate" or elapsed is None:
        return None
    if question.kind == "count":
        return _mean(law, lambda rate: rate * elapsed)
    if question.kind in ("happens", "given"):
        return _mean(law, lambda rate: -np.expm1(-rate * elapsed))
    return None


def years_ahead(estimate: Estimate, case: Case) -> float | None:
    """Years from as-of to the date of an estimate; None where it has none."""
    if estimate.years is None:
        return None
    return max(0.0, estimate.years - years_between(case.start, estimate.as_of))


def _mean(law: Law, answer: Callable[[FloatArray], FloatArray]) -> float:
    if isinstance(law, Mixture):
        parts = zip(law.weights, law.laws, strict=True)
        return sum(weight * _mean(part, answer) for weight, part in parts)
    middles = (np.arange(PLACES) + 0.5) / PLACES
    return float(answer(value_at(law, special.ndtri(middles))).mean())
