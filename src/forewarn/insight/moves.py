"""Moves: which reports moved answers most, just before and just after each.

A posterior for each report would be dear, so a screen comes first: in futures from the
start, how differently do those end in which a variable stood as a report then said, and
those in which it stood as was said before? Days that come first there are answered
twice, as of the day before and as of the day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.effort import Effort
from forewarn.engine.job import run_of
from forewarn.engine.network import Network
from forewarn.engine.posterior.answering import answer_believed
from forewarn.engine.posterior.believe import believe
from forewarn.engine.simulate.record import Recorded, record_futures
from forewarn.model.case import Case
from forewarn.model.estimate import Ask, Estimate
from forewarn.model.evidence import Report
from forewarn.model.moves import Move, Moves
from forewarn.model.units import years_between

FloatArray = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

#: Days that are answered before and after.
MOST: Final = 10
#: Worlds and futures of the screen, and of each answer at most.
SCREEN: Final = (1024, 8)
ANSWERED: Final = (400, 64)
#: Draws of each chain thrown away at first: half of what a full belief throws away.
BURNT: Final = 50
#: Futures that a group must have to be told apart; rarer news is looked at first.
ENOUGH: Final = 20

#: Called with what is being done, how much of it, of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What a report said of a variable, and what was said of it before."""

    place: int
    day: date
    #: In years, when it was so.
    years: float
    variable: str
    states: tuple[str, ...]
    #: Empty where nothing was said yet.
    before: tuple[str, ...]


def find_moves(
    case: Case,
    asks: Sequence[Ask],
    as_of: date,
    effort: Effort,
    *,
    progress: Progress | None = None,
) -> Moves:
    """The reports that moved answers most, of those that a screen puts first.

    Args:
        case: The case, with its reports.
        asks: What is asked, chances only.
        as_of: The last day that is looked at.
        effort: Which draw; worlds and futures are few in any case.
        progress: Called as days are answered.

    Returns:
        Moves, the largest first. What became known on one day is not told apart.

    Raises:
        NotComputable: if what is known cannot be under the model.
    """
    days = defaultdict[date, list[_News]](list)
    for news in _news(case, as_of):
        days[news.day].append(news)
    first = _screened(case, asks, days, effort) if len(days) > MOST else list(days)
    worlds = min(effort.worlds, ANSWERED[0])
    few = replace(
        effort,
        worlds=worlds,
        futures_per_world=min(effort.futures_per_world, ANSWERED[1]),
    )
    moves = list(_moves(case, asks, sorted(first[:MOST]), days, few, progress))
    return Moves(
        moves=tuple(sorted(moves, key=lambda move: (-move.size, move.day))),
        days=len(days),
        worlds=worlds,
        futures=few.futures_per_world,
    )


def _news(case: Case, as_of: date) -> Iterator[_News]:
    """Reports that say of a variable what was not said last, in the order known."""
    said: dict[str, tuple[str, ...]] = {
        v.name: tuple(state for state, _ in v.start) for v in case.variables
    }
    reports = sorted(enumerate(case.evidence.reports), key=lambda one: one[1].known)
    for place, report in reports:
        for variable, states in _says(report):
            before, said[variable] = said[variable], states
            if before != states and case.start < report.known <= as_of:
                yield _News(
                    place=place,
                    day=report.known,
                    years=years_between(case.start, report.last),
                    variable=variable,
                    states=states,
                    before=before,
                )


def _says(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    if report.jump is not None:
        yield report.jump.variable, (report.jump.target,)
    if report.state is not None:
        yield report.state


def _screened(
    case: Case,
    asks: Sequence[Ask],
    days: Mapping[date, Sequence[_News]],
    effort: Effort,
) -> list[date]:
    """Days by how differently futures end in which variables stood as they then did."""
    small = Effort(seed=effort.seed, worlds=SCREEN[0], futures_per_world=SCREEN[1])
    run = run_of(case, small)
    news = [one for day in days.values() for one in day]
    until = max(ask.years or 0.0 for ask in asks)
    parts = list(record_futures(run, asks, until=until))
    ends = np.concatenate([part.outcomes for part in parts])

    def stood(one: _News, states: Sequence[str]) -> Truths:
        return np.concatenate([_stood(run.network, p, one, states) for p in parts])

    apart = {
        (one.place, one.variable): _apart(
            stood(one, one.states), stood(one, one.before), ends
        )
        for one in news
    }
    size = {
        day: max(apart[one.place, one.variable] for one in ones)
        for day, ones in days.items()
    }
    return sorted(days, key=lambda day: (-size[day], day))


def _stood(
    network: Network, part: Recorded, news: _News, states: Sequence[str]
) -> Truths:
    """Whether a variable stood in some states at the time; shape (future,)."""
    variable = network.variables.index(news.variable)
    at = part.starts[:, variable].copy()
    rows = np.repeat(np.arange(len(part.worlds)), np.diff(part.ptr))
    mine = (network.pulse_variable[part.pulses] == variable) & (
        part.years <= news.years
    )
    # Jumps stand in order, and of several to one place the last stays.
    at[rows[mine]] = network.pulse_target[part.pulses[mine]]
    wanted = [network.states[variable].index(state) for state in states]
    return np.isin(at, wanted)


def _apart(now: Truths, before: Truths, ends: FloatArray) -> float:
    """How far two groups of futures lie apart in what they come to, at most."""
    others = before & ~now
    if now.sum() < ENOUGH:
        return 1.0
    rest = ends[others] if others.sum() >= ENOUGH else ends
    means = np.nan_to_num(ends[now]).mean(axis=0) - np.nan_to_num(rest).mean(axis=0)
    return float(np.abs(means).max())


def _moves(  # noqa: PLR0913, PLR0917  # what of, and how much of it
    case: Case,
    asks: Sequence[Ask],
    chosen: Sequence[date],
    days: Mapping[date, Sequence[_News]],
    effort: Effort,
    progress: Progress | None,
) -> Iterator[Move]:
    found = dict[date, tuple[Estimate, ...]]()
    for done, day in enumerate(chosen):
        for one in (max(day - timedelta(days=1), case.start), day):
            if one not in found:
                found[one] = _answered(case, asks, one, effort)
        if progress:
            progress("weighing reports", done + 1, len(chosen))
        yield Move(
            day=day,
            reports=tuple(dict.fromkeys(news.place for news in days[day])),
            before=found[max(day - timedelta(days=1), case.start)],
            after=found[day],
        )


def _answered(
    case: Case, asks: Sequence[Ask], day: date, effort: Effort
) -> tuple[Estimate, ...]:
    belief = believe(
        case,
        day,
        seed=effort.seed,
        worlds=effort.worlds,
        burn=BURNT,
        most=1,
        threads=effort.threads or 2,
    )
    return answer_believed(case, belief, asks, effort).estimates
