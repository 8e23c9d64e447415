"""A back-test as JSON has it."""

from dataclasses import asdict
from typing import Any

from forewarn.cli.printing import finite_or_null
from forewarn.cli.records import problem_record
from forewarn.workbench import Backtest, BacktestScores, Hindcast, OpenCase


def backtest_record(opened: OpenCase, found: Backtest) -> dict[str, Any]:
    """Every forecast, scores, baselines and differences; null where nothing is scored.

    ``difference`` is that of Brier scores from the best baseline, which ``best`` names.
    """
    return {
        "case": opened.case.name,
        "event": found.event,
        "evidence": found.evidence,
        "counting": found.counting,
        "every": found.every,
        "ahead": found.ahead,
        "forecasts": [_forecast(one) for one in found.forecasts],
        **_scores(found.scores),
        "worlds": found.worlds,
        "futures_per_world": found.futures_per_world,
        "seed": found.seed,
        "digest": opened.case.digest,
        "notes": list(found.notes),
        "problems": [problem_record(one, one.span.file) for one in found.problems],
    }


def _forecast(one: Hindcast) -> dict[str, Any]:
    known = one.outcome is not None
    return {
        "date": one.as_of.isoformat(),
        "until": one.until.isoformat(),
        "value": one.chance,
        "mean": one.law.mean,
        "counts": list(one.counts),
        "outcome": ("yes" if one.outcome else "no") if known else None,
        "count": one.outcome,
        "baselines": {name: law.chance for name, law in one.baselines.items()},
        "error": one.error,
        "ess": finite_or_null(one.effective),
        "rhat": finite_or_null(one.r_hat),
    }


def _scores(scores: BacktestScores | None) -> dict[str, Any]:
    if scores is None:
        keys = "brier", "log", "crps", "baselines", "best", "difference"
        return {"scored": 0, "true": 0, **dict.fromkeys(keys)}
    best = scores.best
    return {
        "scored": scores.count,
        "true": scores.true,
        **asdict(scores.marks),
        "baselines": {
            rival.name: {
                **asdict(rival.marks),
                "skill": 1.0 - scores.marks.brier / rival.marks.brier,
                "differences": {rule: asdict(gap) for rule, gap in rival.gaps.items()},
            }
            for rival in scores.rivals
        },
        "best": best.name,
        "difference": asdict(best.gaps["brier"]),
        "reliability": [asdict(one) for one in scores.bins],
        "decomposition": asdict(scores.decomposition),
    }
