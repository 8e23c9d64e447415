"""Answers and stories as JSON has them."""

from datetime import date
from typing import Any

from forewarn.cli.printing import finite_or_null
from forewarn.model.estimate import Answer, Cost, Estimate
from forewarn.model.units import date_after
from forewarn.workbench import OpenCase, Told


def answer_record(opened: OpenCase, answer: Answer) -> dict[str, Any]:
    """Estimates of a run, and what it was a run of."""
    units = {loss.name: loss.unit for loss in opened.case.losses}
    return {
        "case": opened.case.name,
        **changes_record(opened),
        "estimates": [estimate_record(one) for one in answer.estimates],
        "losses": [
            {**cost_record(one), "unit": units[one.loss]} for one in answer.losses
        ],
        "notes": list(answer.notes),
    }


def cost_record(cost: Cost) -> dict[str, Any]:
    """What a loss comes to by a date."""
    return {
        "loss": cost.loss,
        "by": cost.by.isoformat(),
        "mean": cost.mean,
        "low": cost.low,
        "median": cost.median,
        "high": cost.high,
        "worst5": cost.worst5,
        "error": cost.error,
        "years": cost.years,
        "method": cost.method,
        "futures": cost.futures,
    }


def changes_record(opened: OpenCase) -> dict[str, Any]:
    """How the case differs from the one in its files."""
    changes = opened.changes
    return {
        "fix": dict(changes.fixed),
        "set": dict(changes.settings),
        "adopt": {name: day.isoformat() for name, day in changes.adopted},
    }


def estimate_record(estimate: Estimate) -> dict[str, Any]:
    """An estimate; what is unknown is null."""
    return {
        "question": estimate.question,
        "kind": estimate.kind,
        "by": _day(estimate.by),
        "value": finite_or_null(estimate.value),
        "median": finite_or_null(estimate.median),
        "central": finite_or_null(estimate.central),
        "low": finite_or_null(estimate.low),
        "high": finite_or_null(estimate.high),
        "error": finite_or_null(estimate.error),
        "method": estimate.method,
        "worlds": estimate.worlds,
        "futures_per_world": estimate.futures_per_world,
        "ess": finite_or_null(estimate.ess),
        "as_of": _day(estimate.as_of),
        "seed": estimate.seed,
        "digest": estimate.digest,
        "version": estimate.version,
        "years": estimate.years,
        "freedom": estimate.freedom,
        "note": estimate.note,
        "largest_weight": estimate.largest_weight,
    }


def story_record(opened: OpenCase, told: Told) -> dict[str, Any]:
    """One future: where everything starts, what happens, and what it answers."""
    story, start = told.story, opened.case.start
    return {
        "case": opened.case.name,
        **changes_record(opened),
        "world": story.world,
        "future": story.future,
        "start": dict(story.start),
        "moments": [
            {
                "date": date_after(start, moment.years).isoformat(),
                "years": moment.years,
                "name": moment.name,
                "variable": moment.variable or None,
                "from": moment.source or None,
                "to": moment.target or None,
            }
            for moment in story.moments
        ],
        "outcomes": [
            {
                "question": judged.ask.question,
                "by": _day(judged.day),
                "value": finite_or_null(judged.outcome),
            }
            for judged in told.outcomes
        ],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
