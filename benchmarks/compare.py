"""Comparisons: errors of differences against independent runs, and what clocks cost."""

import time
from collections.abc import Iterator, Sequence
from math import hypot
from statistics import median
from typing import Any

import numpy as np
from machine import print_result

from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_of
from forewarn.engine.change import adopt, fix
from forewarn.engine.coupled.compare import compare
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.record import record_futures
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.language.load import load_case
from forewarn.model.case import Case
from forewarn.model.comparison import Altered, Difference
from forewarn.model.estimate import Ask

QUESTIONS = ("two_front", "shielded", "korean_war")
YEARS = 10.0
EFFORT = Effort(worlds=1024, futures_per_world=64, threads=1, method="simulated")
RUNS = 3
#: What the variance of a difference should be at most: so many times its own size, or
#: that of the least that counts.
BOUND, LEAST = 4.0, 0.0005


def korea() -> Case:
    """The Korea case."""
    case = load_case("north-korea").case
    if case is None:
        raise SystemExit("north-korea does not read")
    return case


def asked(case: Case) -> list[Ask]:
    """The headline questions for the last date."""
    return [ask for ask in asks_of(case, QUESTIONS) if ask.years == YEARS]


def dynamics(case: Case) -> list[Altered]:
    """The case without each dynamic."""
    return [
        Altered(name=one.name, case=fix(case, dict(one.without)))
        for one in case.dynamics
    ]


def measures(case: Case) -> list[Altered]:
    """The case with each measure, adopted at the start."""
    return [
        Altered(name=one.name, case=adopt(case, {one.name: case.start}))
        for one in case.measures
    ]


def against_independent(
    case: Case, changes: Sequence[Altered], asks: Sequence[Ask]
) -> Iterator[dict[str, Any]]:
    """Errors of differences, and what two runs of as many futures would have."""
    found = compare(case, changes, asks, EFFORT)
    before = [one.error for one in answer(case, asks, EFFORT).estimates]
    for place, change in enumerate(changes):
        effort = Effort(
            seed=2 + place,
            worlds=EFFORT.worlds,
            futures_per_world=EFFORT.futures_per_world,
            threads=1,
            method="simulated",
        )
        after = [one.error for one in answer(change.case, asks, effort).estimates]
        for one, first, second in zip(
            found.of(change.name), before, after, strict=True
        ):
            apart = hypot(first, second)
            yield {
                "change": change.name,
                "question": one.question,
                "difference": one.difference,
                "error": one.error,
                "independent_error": apart,
                "times_fewer_futures": (apart / one.error) ** 2 if one.error else None,
                "method": one.method,
            }


def over_bound(differences: Sequence[Difference]) -> int:
    """How many vary more than they should."""
    return sum(
        one.variance > BOUND * max(abs(one.difference), LEAST) for one in differences
    )


def seconds_each(case: Case, asks: Sequence[Ask]) -> dict[str, float]:
    """Time of one processor for each jump, by clocks and by the plain kernel.

    Clocks run the case and the same without each dynamic; jumps are counted as the
    plain kernel makes them, all variables included.
    """
    worlds, each = EFFORT.worlds, EFFORT.futures_per_world
    run = new_run(
        case, compile_network(case), seed=1, worlds=worlds, futures_per_world=each
    )
    changes = dynamics(case)
    plain, clocked = [], []
    for _ in range(1 + RUNS):
        used = time.process_time()
        simulate(run, asks, threads=1)
        plain.append(time.process_time() - used)
        used = time.process_time()
        compare(case, changes, asks, EFFORT)
        clocked.append(time.process_time() - used)
    few = new_run(case, run.network, seed=1, worlds=worlds, futures_per_world=2)
    jumps = np.concatenate(
        [np.diff(part.ptr) for part in record_futures(few, asks, until=0.0)]
    )
    futures = worlds * each
    plain_one = median(plain[1:]) / futures
    clocked_one = median(clocked[1:]) / futures / (1 + len(changes))
    return {
        "jumps_per_future": float(jumps.mean()),
        "plain_ns_per_jump": 1e9 * plain_one / float(jumps.mean()),
        "clocked_ns_per_jump": 1e9 * clocked_one / float(jumps.mean()),
        "clocked_to_plain": clocked_one / plain_one,
    }


def main() -> None:
    """Print the result."""
    case = korea()
    asks = asked(case)
    told = list(against_independent(case, dynamics(case), asks))
    gains = [one["times_fewer_futures"] for one in told if one["times_fewer_futures"]]
    tried = compare(case, measures(case), asks, EFFORT).differences
    simulated = [one for one in tried if one.method == "simulated"]
    print_result(
        "differences of coupled futures on the Korea case, and their cost per jump",
        {
            "ratio": median(gains),
            "dynamics": told,
            "measures": len(simulated),
            "measures_over_bound": over_bound(simulated),
            **seconds_each(case, asks),
        },
        "forewarn",
        "numpy",
        "numba",
    )


if __name__ == "__main__":
    main()
