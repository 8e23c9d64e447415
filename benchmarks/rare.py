"""Rare answers: what 5 % costs by steered futures, against plain ones and exact."""

import time
from math import sqrt
from typing import Any

import numpy as np
from machine import print_result

from forewarn.engine.answer import answer
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.rare.run import run_alike, seed_of
from forewarn.engine.rare.splitting import split
from forewarn.engine.rare.steering import Ground, ground_of, steering_of
from forewarn.engine.rare.trial import pick_lump
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.language.load import load_case
from forewarn.model.case import Case
from forewarn.model.estimate import Ask, MethodChoice

#: Relative errors that are wanted with worlds.
WANTED_WORLDS = (0.1, 0.05)
RUNS = 5
#: Futures of one world: a few hundred would do for an error of 5 %.
FUTURES = 1024
PLAIN = 2**18
#: Worlds and futures of each that are tried until the error is small enough.
FEWEST, MOST, EACH = 64, 16_384, 64
#: Storm, PRISM and scipy; see the benchmark's file.
KNOWN = {0.3: 3.9810575510860485e-08, 1.0: 9.066136611779246e-06}
QUESTION = "two_front"
YEARS = (1.0, 5.0, 10.0)
#: About two weeks, with worlds.
SOON = 0.04


def bundled(name: str) -> Case:
    """A case that comes with the package."""
    case = load_case(name).case
    if case is None:
        raise SystemExit(f"{name} does not read")
    return case


def plain_seconds(ground: Ground, years: float) -> float:
    """Seconds of one processor that a plain future takes."""
    ask = Ask(question=QUESTION, years=years)
    run = new_run(
        ground.case,
        ground.network,
        seed=1,
        worlds=1,
        futures_per_world=PLAIN,
        central=True,
    )
    simulate(run, [ask], threads=1)
    used = time.process_time()
    simulate(run, [ask], threads=1)
    return (time.process_time() - used) / PLAIN


def one_world(ground: Ground, years: float, plain: float) -> dict[str, float]:
    """All numbers at their medians: everything from the question to the answer.

    Plain futures are given the error that steered ones reached.
    """
    ask = Ask(question=QUESTION, years=years)
    used, seed = time.process_time(), seed_of(1, "try-out")
    steering = steering_of(ground, ground.case.question(QUESTION), [ask])
    tried = pick_lump(steering, worlds=1, futures=FUTURES, seed=seed)
    if tried is None:
        raise SystemExit("no steered future came true")
    ready = time.process_time()
    steered = run_alike(
        steering, tried, ground.central, futures=FUTURES, seed=1, threads=1
    )
    done = time.process_time()
    values = steered.tops(0) / steered.bottoms()
    value = float(values.mean())
    error = float(values.std(ddof=1)) / sqrt(len(values)) / value
    split(steering, tried, value, seed=1)
    checked = time.process_time()
    crude = (1 - value) / value / error**2 * plain
    return {
        "value": value,
        "relative_error": error,
        "setting_up_seconds": ready - used,
        "seconds": done - used,
        "seconds_with_check": checked - used,
        "plain_seconds_to_the_same": crude,
        "times_less": crude / (done - used),
        "times_less_with_check": crude / (checked - used),
        "times_less_set_up": crude / (done - ready),
    }


def to_an_error(
    case: Case, years: float, wanted: float, method: MethodChoice
) -> dict[str, Any]:
    """The first of growing runs with worlds whose error is small enough."""
    ask, worlds = Ask(question=QUESTION, years=years), FEWEST
    while True:
        effort = Effort(method=method, worlds=worlds, futures_per_world=EACH, threads=1)
        used = time.process_time()
        (told,) = answer(case, [ask], effort).estimates
        seconds = time.process_time() - used
        if told.error <= wanted * told.value or worlds >= MOST:
            break
        worlds *= 2
    return {
        "method": told.method,
        "value": told.value,
        "relative_error": told.error / told.value,
        "worlds": worlds,
        "seconds": seconds,
        "note": told.note,
    }


def with_worlds(case: Case, years: float) -> dict[str, Any]:
    """Seconds to the errors wanted with worlds, by steered futures and by plain."""
    methods: tuple[MethodChoice, ...] = ("rare", "simulated")
    return {
        f"{method} to {wanted:.0%}": to_an_error(case, years, wanted, method)
        for method in methods
        for wanted in WANTED_WORLDS
    }


def in_one_world(name: str, dates: tuple[float, ...]) -> dict[str, dict[str, float]]:
    """Costs of a bundled case by date, all numbers at their medians."""
    case = bundled(name)
    ground = ground_of(case, compile_network(case))
    one_world(ground, 1.0, 0.0)  # kernels are compiled
    found = {}
    for years in dates:
        plain = plain_seconds(ground, years)
        told = _median([one_world(ground, years, plain) for _ in range(RUNS)])
        if name == "benchmark-12":
            told["of_known"] = told["value"] / KNOWN[years]
        found[f"{name}, {years:g} years"] = told
    return found


def main() -> None:
    """Print the result."""
    told = in_one_world("benchmark-12", tuple(KNOWN))
    told |= in_one_world("north-korea", YEARS)
    korea = bundled("north-korea")
    with_worlds(korea, YEARS[-1])  # kernels are compiled
    worlds = {
        f"north-korea, {years:g} years": with_worlds(korea, years)
        for years in (SOON, *YEARS)
    }
    print_result("rare answers", {"one_world": told, "worlds": worlds})


def _median(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.median([row[name] for row in rows])) for name in rows[0]}


if __name__ == "__main__":
    main()
