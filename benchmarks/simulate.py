"""Simulated futures against other programs' paths; what size and worlds cost."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from machine import print_result
from rivals.environment import Missing
from rivals.networks import random_case
from rivals.paths import ema_workbench, flat, gillespy2, plain, prototype

from forewarn.engine.network import compile_network
from forewarn.engine.simulate.record import record_futures
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.language.load import load_case
from forewarn.model.case import Case, Influence, Ladder, Number, Transition, Variable
from forewarn.model.estimate import Ask
from forewarn.model.quantities import Fixed, Interval, Quantity

RUNS = 5
YEARS = 10.0
#: Futures of ours in one run, and of one world where every world is drawn anew.
FUTURES = 2**20
PER_WORLD = 256
OURS = {"1 thread": 1, "2 threads": 2}
#: Other programs, and the paths they draw in one run: a few seconds of each.
RIVALS: dict[str, tuple[Callable[[dict[str, Any], int], dict[str, Any]], int]] = {
    "gillespy2": (gillespy2, 30_000),
    "ema_workbench, 2 processes": (ema_workbench, 6_000),
    "plain": (plain, 5_000),
    "plain, 2 processes": (partial(plain, processes=2), 10_000),
}
#: Variables of the networks that a jump is timed in, and futures of each.
SIZES = {10: 60_000, 40: 20_000, 100: 10_000, 1_000: 3_000}


def benchmark_case() -> Case:
    """The network of twelve variables that comes with the package."""
    case = load_case("benchmark-12").case
    if case is None:
        raise SystemExit("the bundled benchmark does not read")
    return case


def drawn(
    case: Case, *, worlds: int, futures_per_world: int, threads: int
) -> dict[str, float]:
    """Our futures of a case, asked what the others are: ever, and at the end."""
    network = compile_network(case)
    run = new_run(
        case,
        network,
        seed=1,
        worlds=worlds,
        futures_per_world=futures_per_world,
    )
    asks = [Ask(question=name, years=YEARS) for name in _asked(case)]
    clock, used = time.perf_counter(), time.process_time()
    tally = simulate(run, asks, threads=threads)
    seconds, processor = time.perf_counter() - clock, time.process_time() - used
    ever, at_end = (outcomes.value for outcomes in tally.outcomes)
    return {
        "seconds": seconds,
        "processor_seconds": processor,
        "paths_per_second": run.plan.futures / seconds,
        "ever": ever,
        "at_end": at_end,
    }


def _asked(case: Case) -> tuple[str, str]:
    names = {question.name for question in case.questions}
    return ("war", "at_war") if "war" in names else ("both_happens", "both_holds")


def against_others() -> dict[str, Any]:
    """All programs on the benchmark, in turns: medians and ratios."""
    case = benchmark_case()
    model = flat(case, {"korea": "war"}, YEARS)
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in (*OURS, *RIVALS)}
    missing: dict[str, str] = {}
    drawn(case, worlds=1, futures_per_world=10, threads=1)  # kernels are compiled
    for _ in range(RUNS):
        for name, threads in OURS.items():
            runs[name].append(
                drawn(case, worlds=1, futures_per_world=FUTURES, threads=threads)
            )
        for name, (rival, paths) in RIVALS.items():
            _try(runs[name], missing, name, partial(rival, model, paths))
    measured = {name: rows for name, rows in runs.items() if rows}
    pace = {name: _median(rows, "paths_per_second") for name, rows in measured.items()}
    peak = {n: max(row["paths_per_second"] for row in measured[n]) for n in measured}
    return {
        "paths_per_second": pace,
        "times_faster": _ratios(pace),
        "times_faster_fastest_runs": _ratios(peak),  # neighbours slow the rest
        "than_gillespy2_by_processor_time": _by_processor(runs),
        "ever": {name: rows[-1].get("ever") for name, rows in measured.items()},
        "at_end": {name: rows[-1]["at_end"] for name, rows in measured.items()},
        "versions": {n: runs[n][-1]["version"] for n in RIVALS if runs[n]},
        "not_measured": missing,
    }


def _ratios(pace: dict[str, float]) -> dict[str, float]:
    return {
        f"{name}, {threads}": pace[threads] / pace[name]
        for name in RIVALS
        for threads in OURS
        if name in pace
    }


def _try(
    rows: list[dict[str, Any]],
    missing: dict[str, str],
    name: str,
    run: Callable[[], dict[str, Any]],
) -> None:
    if name in missing:
        return
    try:
        rows.append(run())
    except Missing as error:
        missing[name] = str(error)


def _by_processor(runs: dict[str, list[dict[str, Any]]]) -> float | None:
    """Times faster than gillespy2 by processor time: what neighbours do not disturb."""
    if not runs["gillespy2"]:
        return None
    ours = _median(runs["1 thread"], "processor_seconds") / FUTURES
    theirs = _median(runs["gillespy2"], "processor_seconds") / RIVALS["gillespy2"][1]
    return theirs / ours


def _median(rows: list[dict[str, Any]], key: str) -> float:
    return float(statistics.median(row[key] for row in rows))


def by_size() -> dict[int, dict[str, Any]]:
    """Nanoseconds a jump on one thread in networks of some sizes, beside prototypes."""
    told = {}
    for size, futures in SIZES.items():
        case = random_case(1, (3,) * size, (YEARS,))
        jumps = jumps_per_path(case)
        model = flat(case, {"x0": "s2", "x1": "s2"}, YEARS)
        ours: list[dict[str, Any]] = []
        theirs: list[dict[str, Any]] = []
        missing: dict[str, str] = {}
        for _ in range(RUNS):
            ours.append(drawn(case, worlds=1, futures_per_world=futures, threads=1))
            _try(theirs, missing, "prototype", partial(prototype, model, futures))
        told[size] = {
            "jumps_per_path": jumps,
            "nanoseconds": _median(ours, "processor_seconds") * 1e9 / futures / jumps,
            "prototype_nanoseconds": missing.get("prototype")
            or _median(theirs, "seconds") * 1e9 / theirs[-1]["jumps"],
            "ever": ours[-1]["ever"],
        }
    return told


def jumps_per_path(case: Case) -> float:
    """Mean jumps of some futures."""
    run = new_run(case, compile_network(case), seed=1, worlds=1, futures_per_world=200)
    parts = list(record_futures(run, [], until=YEARS))
    return sum(len(part.years) for part in parts) / run.plan.futures


def cost_of_worlds() -> dict[str, float]:
    """What a new world for every 256 futures costs, drawing its numbers included.

    Every number is drawn from so narrow an interval that futures stay as they are.
    """
    one = benchmark_case()
    many = replace(one, variables=tuple(map(doubted, one.variables)))
    worlds = FUTURES // PER_WORLD
    shared: list[dict[str, Any]] = []
    fresh: list[dict[str, Any]] = []
    for _ in range(RUNS):
        shared.append(drawn(one, worlds=1, futures_per_world=FUTURES, threads=1))
        fresh.append(drawn(many, worlds=worlds, futures_per_world=PER_WORLD, threads=1))
    ratios = [
        new["processor_seconds"] / old["processor_seconds"]
        for new, old in zip(fresh, shared, strict=True)
    ]
    return {"percent": 100 * (statistics.median(ratios) - 1), "worlds": worlds}


def doubted(variable: Variable) -> Variable:
    """The variable with every number in an interval of next to no width."""
    return replace(variable, transitions=tuple(map(_loosened, variable.transitions)))


def _loosened(transition: Transition) -> Transition:
    effects = tuple(
        replace(effect, rungs=tuple(map(_with_doubt, effect.rungs)))
        if isinstance(effect, Ladder)
        else _with_doubt(effect)
        for effect in transition.effects
        if isinstance(effect, Influence | Ladder)
    )
    return replace(transition, rate=_narrow(transition.rate), effects=effects)


def _with_doubt(influence: Influence) -> Influence:
    return replace(influence, times=_narrow(influence.times))


def _narrow(number: Number) -> Number:
    law = number.quantity.law
    if not isinstance(law, Fixed) or law.value <= 0:
        return number
    wide = Interval(
        scale="log", low=law.value * 0.9999, median=law.value, high=law.value * 1.0001
    )
    quantity: Quantity = replace(number.quantity, law=wide)
    return replace(number, quantity=quantity)


def main() -> None:
    """Print one line of JSON."""
    claim = (
        "futures at least 30 times as fast as gillespy2's C++ solver on 1 thread and "
        "55 times on 2; on 2 at least 150 times EMA Workbench and plain Python; a new "
        "world every 256 futures costs at most 10 %"
    )
    numbers = {
        **against_others(),
        "percent_for_a_world_every_256_futures": cost_of_worlds(),
        "by_variables": by_size(),
    }
    print_result(claim, numbers, "forewarn", "numpy", "numba")


if __name__ == "__main__":
    main()
