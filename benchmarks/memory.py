"""Memory of a run does not grow with its futures: peak at 1e5 to 1e8 of them."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from machine import print_result
from simulate import PER_WORLD, YEARS, benchmark_case, doubted

from forewarn.engine.network import compile_network
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.model.estimate import Ask

#: Worlds of 256 futures: about 1e5, 1e6, 1e7 and 1e8 futures.
WORLDS = (384, 3_904, 39_040, 390_656)


def measured(worlds: int) -> dict[str, Any]:
    """Peak memory of a process that runs so many worlds, and what it found."""
    case = benchmark_case()
    case = replace(case, variables=tuple(map(doubted, case.variables)))
    run = new_run(
        case,
        compile_network(case),
        seed=1,
        worlds=worlds,
        futures_per_world=PER_WORLD,
    )
    asks = [Ask(question="war", years=YEARS), Ask(question="at_war", years=YEARS)]
    start = time.perf_counter()
    tally = simulate(run, asks)
    return {
        "futures": tally.futures,
        "megabytes": peak_megabytes(),
        "seconds": time.perf_counter() - start,
        "ever": tally.outcomes[0].value,
    }


def peak_megabytes() -> float:
    """Peak memory of this process alone.

    Where the system tells no such peak, a process counts its parent's as its own.
    """
    told = Path("/proc/self/status")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print one line of JSON."""
    _in_a_process(WORLDS[0])  # kernels are compiled
    rows = [_in_a_process(worlds) for worlds in WORLDS]
    peaks = [row["megabytes"] for row in rows]
    numbers = {"runs": rows, "megabytes_more_at_most": max(peaks) - peaks[0]}
    print_result(
        "peak memory does not grow from 1e5 to 1e8 futures",
        numbers,
        "forewarn",
        "numpy",
        "numba",
    )


def _in_a_process(worlds: int) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, __file__, str(worlds)),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [worlds]:
            print(json.dumps(measured(int(worlds))))
        case _:
            main()
