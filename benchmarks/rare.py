"""Rare answers: what 5 % costs by steered futures, against plain ones and exact."""

import time
from math import sqrt
from typing import Any

import numpy as np
from machine import print_result

from forewarn.engine.answer import answer
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.rare.ladder import pick_lump
from forewarn.engine.rare.run import run_alike, seed_of
from forewarn.engine.rare.steering import Ground, ground_of, steering_of
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.language.load import load_case
from forewarn.model.case import Case
from forewarn.model.estimate import Ask

#: Relative error that costs are told for, and that with worlds.
WANTED, WANTED_WORLDS = 0.05, 0.1
RUNS = 5
FUTURES = 4096
PLAIN = 2**18
#: Storm, PRISM and scipy; see the benchmark's file.
KNOWN = {0.3: 3.9810575510860485e-08, 1.0: 9.066136611779246e-06}
QUESTION = "two_front"
YEARS = (1.0, 5.0, 10.0)


def bundled(name: str) -> Case:
    """A case that comes with the package."""
    case = load_case(name).case
    if case is None:
        raise SystemExit(f"{name} does not read")
    return case


def plain_seconds(ground: Ground) -> float:
    """Seconds of one processor that a plain future takes, for a year."""
    ask = Ask(question=QUESTION, years=1.0)
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
    """All numbers at their medians: everything from the question to the answer."""
    ask = Ask(question=QUESTION, years=years)
    used, seed = time.process_time(), seed_of(1, "try-out")
    steering = steering_of(ground, ground.case.question(QUESTION), [ask])
    tried = pick_lump(steering, futures=FUTURES, seed=seed)
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
    share = (error / WANTED) ** 2
    crude = (1 - value) / value / WANTED**2 * plain
    seconds = ready - used + share * (done - ready)
    return {
        "value": value,
        "relative_error": error,
        "of_known": value / KNOWN.get(years, float("nan")),
        "setting_up_seconds": ready - used,
        "seconds_to_5_percent": seconds,
        "plain_seconds_to_5_percent": crude,
        "times_less": crude / seconds,
    }


def with_worlds(case: Case, years: float) -> dict[str, Any]:
    """Seconds to the error wanted with worlds, from a run at the draft's size."""
    effort = Effort(method="rare", worlds=1024, futures_per_world=64, threads=1)
    used = time.process_time()
    ask = Ask(question=QUESTION, years=years)
    (told,) = answer(case, [ask], effort).estimates
    seconds = time.process_time() - used
    error = told.error / told.value
    return {
        "method": told.method,
        "value": told.value,
        "relative_error": error,
        "ess": told.ess,
        "seconds": seconds,
        "seconds_to_10_percent": seconds * max((error / WANTED_WORLDS) ** 2, 0.0),
        "seconds_to_5_percent": seconds * (error / WANTED) ** 2,
        "note": told.note,
    }


def main() -> None:
    """Print the result."""
    case = bundled("benchmark-12")
    ground = ground_of(case, compile_network(case))
    one_world(ground, 1.0, 0.0)  # kernels are compiled
    plain = plain_seconds(ground)
    told = {
        f"benchmark-12, {years:g} years": _median(
            [one_world(ground, years, plain) for _ in range(RUNS)]
        )
        for years in KNOWN
    }
    korea = bundled("north-korea")
    worlds = {
        f"north-korea, {years:g} years": with_worlds(korea, years) for years in YEARS
    }
    print_result("rare answers", {"one_world": told, "worlds": worlds})


def _median(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.median([row[name] for row in rows])) for name in rows[0]}


if __name__ == "__main__":
    main()
