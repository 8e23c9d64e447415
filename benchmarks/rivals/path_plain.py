"""Paths of a network in plain Python: only what a jump changes is looked at again."""

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

Model = dict[str, Any]
#: A path: whether it was ever in the target, whether at its end, and its jumps.
Path = tuple[bool, bool, int]


def path_of(  # noqa: C901  # one loop: calls would cost more than they explain
    model: Model,
) -> Callable[[random.Random], Path]:
    """A function that draws one path of a network."""
    states = [first for _, _, first in model["variables"]]
    exits: dict[tuple[int, int], list[Any]] = {}
    children: list[set[int]] = [set() for _ in states]
    for variable, source, target, rate, influences in model["transitions"]:
        row = (target, rate, [tuple(influence) for influence in influences])
        exits.setdefault((variable, source), []).append(row)
        for parent, _, _ in influences:
            children[parent].add(variable)
    again = [[v, *sorted(more - {v})] for v, more in enumerate(children)]
    wanted = [(int(v), s) for v, s in model["target"].items()]
    horizon = model["horizon"]

    def hazards_of(variable: int, now: list[int]) -> tuple[float, list[float]]:
        total, hazards = 0.0, []
        for _, hazard, influences in exits.get((variable, now[variable]), ()):
            for parent, state, times in influences:
                if now[parent] == state:
                    hazard *= times  # noqa: PLW2901  # the product so far
            total += hazard
            hazards.append(hazard)
        return total, hazards

    def path(rng: random.Random) -> Path:
        now = states[:]
        rates = [hazards_of(v, now) for v in range(len(now))]
        clock, hit, jumps = 0.0, False, 0
        while True:
            total = sum([rate for rate, _ in rates])
            clock += rng.expovariate(total)
            if clock > horizon:
                return hit, all(now[v] == s for v, s in wanted), jumps
            at = rng.random() * total
            for variable, (rate, hazards) in enumerate(rates):  # noqa: B007  # read after the loop
                if at < rate:
                    break
                at -= rate
            for exit_, hazard in enumerate(hazards):  # noqa: B007  # read after the loop
                if at < hazard:
                    break
                at -= hazard
            now[variable] = exits[variable, now[variable]][exit_][0]
            jumps += 1
            for changed in again[variable]:
                rates[changed] = hazards_of(changed, now)
            hit = hit or all(now[v] == s for v, s in wanted)

    return path


def draw(model: Model, paths: int, seed: int) -> tuple[int, int]:
    """How many of some paths were ever in the target, and at their end."""
    path, rng = path_of(model), random.Random(seed)  # noqa: S311  # not secrets
    drawn = [path(rng) for _ in range(paths)]
    return sum(hit for hit, _, _ in drawn), sum(last for _, last, _ in drawn)


def main() -> None:
    """Read a job, draw its paths and print how long that took."""
    job = json.load(sys.stdin)
    model, paths, processes = job["model"], job["paths"], job["processes"]
    share = paths // processes
    with ProcessPoolExecutor(processes) as pool:
        pool.submit(draw, model, 1, 0).result()
        start = time.perf_counter()
        parts = pool.map(
            draw, [model] * processes, [share] * processes, range(processes)
        )
        hits = [sum(column) for column in zip(*parts, strict=True)]
        seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    print(
        json.dumps(
            {
                "seconds": seconds,
                "processor_seconds": used,
                "ever": hits[0] / paths,
                "at_end": hits[1] / paths,
                "version": sys.version.split()[0],
            }
        )
    )


if __name__ == "__main__":
    main()
