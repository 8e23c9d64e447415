"""Made-up answers to a case's questions, for briefs that need some."""

from dataclasses import replace
from math import exp

from forewarn.model.estimate import Answer, Curve, Estimate
from forewarn.model.units import date_after, years_between

AMOUNTS = ("count", "time")
#: Chances over ten years, question by question; they cover every likelihood word.
CHANCES = (0.0031, 0.62, 0.029, 0.12, 0.31, 0.5, 0.86, 0.97, 0.994, 1e-7)


def made_estimate(question, deadline, chance, start):
    """An estimate of one question for one date."""
    years = None if deadline is None else deadline.years
    if deadline is not None and years is None:
        years = years_between(start, deadline.day)
    share = 1.0 if years is None else 1 - exp(-years / 4)
    value = chance * share * (7 if question.kind in AMOUNTS else 1)
    return Estimate(
        question=question.name,
        kind=question.kind,
        by=None if years is None else date_after(start, years),
        years=years,
        value=value,
        median=0.8 * value,
        central=0.55 * value,
        low=0.3 * value,
        high=value + (1 - value) * 0.4 * value if value < 1 else 2 * value,
        error=0.013 * value,
        method="simulated",
        worlds=4096,
        futures_per_world=256,
        ess=81234.5,
        as_of=start,
        seed=1,
        digest="sha256:made",
        version="0.1.0",
    )


def made_answer(case, *, note=""):
    """An estimate for every question and date."""
    estimates = [
        made_estimate(question, deadline, chance, case.start)
        for question, chance in zip(case.questions, CHANCES * 9, strict=False)
        for deadline in question.by or (None,)
    ]
    if note:
        estimates[0] = replace(estimates[0], note=note)
    return Answer(estimates=tuple(estimates), notes=("Made up for a test.",))


def made_curves(case):
    """A curve for every question with dates."""
    years = tuple(step / 4 for step in range(41))
    return tuple(
        Curve(
            question=question.name,
            kind=question.kind,
            years=years,
            value=tuple(chance * (1 - exp(-t / 4)) for t in years),
            low=tuple(0.3 * chance * (1 - exp(-t / 4)) for t in years),
            high=tuple(min(1.0, 1.9 * chance) * (1 - exp(-t / 4)) for t in years),
        )
        for question, chance in zip(case.questions, CHANCES * 9, strict=False)
        if question.by
    )
