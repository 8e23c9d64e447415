"""Twins: one question answered exactly and by futures, in the same worlds."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from forewarn.engine.asking import asks_of
from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.engine.worlds import draw_worlds
from forewarn.errors import NotComputable

#: Standard errors that twins may lie apart.
ERRORS = 4.0
#: Share of suites in which no more than the allowed misses come.
SUITES = 0.99
#: Outcomes of either sort without which a difference is far from normal.
ENOUGH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """How far the futures of some worlds lie from the exact answers of these worlds."""

    case: object
    ask: object
    kind: str
    #: Difference in its standard errors, with so many degrees of freedom.
    apart: float
    freedom: int
    #: Whether there are enough outcomes of either sort to speak of normal noise.
    plenty: bool


def twins_of(case, *, worlds, futures_per_world, seed, refused=None):
    """A twin for every ask of a case whose futures differ at all.

    What the exact twin refuses is added to ``refused``; without it, it is raised.
    """
    network = compile_network(case)
    run = new_run(
        case, network, seed=seed, worlds=worlds, futures_per_world=futures_per_world
    )
    numbers = draw_worlds(
        network, case, seed=seed, worlds=worlds, replicates=run.plan.replicates
    )
    asks, values = solved(case, numbers, refused)
    for column, outcomes in enumerate(simulate(run, asks, threads=1).outcomes):
        # Of what was never tried, or is no number, nothing is expected.
        expected = np.nan_to_num(values[:, column]) * outcomes.worlds.trials
        by_world = outcomes.worlds.total - expected
        apart = by_world.reshape(run.plan.replicates, -1).sum(axis=1)
        if apart.std() > 1e-9 * max(outcomes.worlds.total.sum(), 1e-9):
            yield Twin(
                case=case,
                ask=asks[column],
                kind=outcomes.kind,
                apart=errors_off(apart),
                freedom=len(apart) - 1,
                plenty=_plenty(outcomes),
            )


def solved(case, numbers, refused):
    """What can be solved exactly, and its values; shape (world, ask)."""
    asks, columns = [], []
    for ask in dated(case):
        try:
            columns.append(exact_answers(case, [ask], numbers).values)
        except NotComputable:
            if refused is None:
                raise
            refused.append(ask)
            continue
        asks.append(ask)
    return asks, np.hstack(columns)


def dated(case):
    """Everything a case asks for a date."""
    return [ask for ask in asks_of(case) if ask.years is not None]


def errors_off(differences):
    """How many standard errors the mean of some differences lies from 0."""
    return differences.mean() / (differences.std(ddof=1) / sqrt(len(differences)))


def _plenty(outcomes):
    hits, trials = outcomes.worlds.total.sum(), outcomes.worlds.trials.sum()
    if outcomes.kind == "count":
        return bool(hits > ENOUGH)
    if outcomes.kind == "time":
        hits, trials = hits / outcomes.ask.years, outcomes.worlds.futures.sum()
    return bool(ENOUGH < hits < trials - ENOUGH)


def allowed_misses(freedoms, *, errors=ERRORS):
    """Misses that Student's t gives at most in 99 of 100 suites of so many looks."""
    chances = 2 * stats.t.sf(errors, np.asarray(freedoms))
    # Not all alike, but the sum is close to Poisson's: each is far below one.
    return int(stats.poisson.ppf(SUITES, chances.sum()))
