"""Exactly: differences between answers that are solved in both cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forewarn.engine.choice import LEAST_SHARE, TOTAL_SECONDS, choose_methods
from forewarn.engine.coupled.apart import Apart, Pair, tell_solved
from forewarn.engine.effort import PRECISIONS, Effort
from forewarn.engine.exact.answers import carry_out
from forewarn.engine.exact.plan import seconds_of
from forewarn.engine.job import Job, Progress, new_job
from forewarn.model.case import Case
from forewarn.model.estimate import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Differences that are exact in every world."""

    #: By change and ask, each by its place.
    apart: Mapping[tuple[int, int], Apart]
    #: The answer of the case itself, by the place of the ask.
    before: Mapping[int, float]
    notes: tuple[str, ...] = ()


def solve_pairs(  # noqa: PLR0913, PLR0917  # the cases, what is asked, and the effort
    case: Case,
    others: Sequence[Case],
    asks: Sequence[Ask],
    wanted: Sequence[tuple[int, int]],
    effort: Effort,
    progress: Progress | None,
) -> Solved:
    """Solve what can be solved quickly in all of the cases, as ``answer`` would.

    Args:
        case: The case.
        others: The changed cases.
        asks: What is asked.
        wanted: Which changes may move which answers, by their places.
        effort: How much may be computed, and how.
        progress: Called as work is done.

    Raises:
        NotComputable: if exact answers were asked for and cannot be had.
    """
    if effort.method == "simulated":
        return Solved(apart={}, before={})
    job = new_job(case, asks, effort, progress)
    choice = choose_methods(job)
    seconds = sum(seconds_of(part.plan) for part in choice.exactly)
    changes = len({change for change, _ in wanted})
    if effort.method == "auto" and seconds * (1 + changes) > _most_seconds(effort):
        return Solved(
            apart={}, before={}, notes=("simulated, since solving takes too long",)
        )
    first = _solve(job)
    before = {ask: tell_solved(pair, pair, 1).before for ask, pair in first.items()}
    apart: dict[tuple[int, int], Apart] = {}
    for change, other in enumerate(others):
        places = [ask for of, ask in wanted if of == change and ask in first]
        if places:
            changed = new_job(other, [asks[p] for p in places], effort, progress)
            for row, pair in _solve(changed).items():
                ask, groups = places[row], max(job.groups, changed.groups)
                apart[change, ask] = tell_solved(first[ask], pair, groups)
    return Solved(apart=apart, before=before)


def _most_seconds(effort: Effort) -> float:
    """Seconds that solving may take in all, as for one answer."""
    normal = PRECISIONS["normal"]
    share = effort.worlds * effort.futures_per_world / (normal[0] * normal[1])
    return max(share, LEAST_SHARE) * TOTAL_SECONDS


def _solve(job: Job) -> dict[int, Pair]:
    """Values and weights in every world of what is solved, by the place of the ask."""
    found: dict[int, Pair] = {}
    for part in choose_methods(job).exactly:
        name = job.asks[part.places[0]].question
        solved = carry_out(
            part.plan, threads=job.threads, progress=job.report(f"solving {name}")
        )
        rows = slice(0, max(len(solved.values) - 1, 1))  # the last is the central world
        for column, place in enumerate(part.places):
            found[place] = solved.values[rows, column], solved.weights[rows, column]
    return found
