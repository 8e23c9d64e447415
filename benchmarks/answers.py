"""What answering every question of the tutorial costs: time, memory, worlds told apart.

Each run has a process of its own. Kernels are loaded and warm before the clock starts;
the memory is the most the process ever held, interpreter and libraries included.
"""

import json
import resource
import subprocess
import sys
import time
from typing import Any

from machine import print_result

from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_between, asks_of
from forewarn.engine.effort import PRECISIONS, Effort, Precision
from forewarn.engine.job import new_job
from forewarn.engine.simulate.simulate import simulate
from forewarn.engine.summary import summarise_outcomes
from forewarn.language.load import load_case
from forewarn.model.case import Case
from forewarn.model.estimate import Ask, MethodChoice

CASE = "two-front"
RUNS: tuple[tuple[Precision, MethodChoice], ...] = (
    ("draft", "simulated"),
    ("draft", "auto"),
    ("normal", "simulated"),
    ("normal", "auto"),
)
#: Asks whose worlds are told apart: all dates, and the times that curves go through.
APART = 60


def tutorial() -> Case:
    """The tutorial case that comes with the package."""
    case = load_case(CASE).case
    if case is None:
        raise SystemExit(f"the bundled case {CASE} does not read")
    return case


def effort_of(precision: Precision, method: MethodChoice) -> Effort:
    """Worlds and futures of a precision."""
    worlds, futures = PRECISIONS[precision]
    return Effort(worlds=worlds, futures_per_world=futures, method=method)


def measure(precision: Precision, method: MethodChoice) -> dict[str, Any]:
    """Seconds and megabytes of answering every question for every date."""
    case = tutorial()
    asks = asks_of(case)
    answer(case, asks, Effort(worlds=64, futures_per_world=2, method=method))
    clock, used = time.perf_counter(), time.process_time()
    told = answer(case, asks, effort_of(precision, method)).estimates
    return {
        "seconds": time.perf_counter() - clock,
        "processor_seconds": time.process_time() - used,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "answers": len(told),
        "solved_exactly": sum(estimate.method == "exact" for estimate in told),
        "largest_relative_error": max(e.error / e.value for e in told if e.value),
    }


def told_apart() -> dict[str, float]:
    """Seconds that low, median and high of one answer take, from the worlds' sums."""
    case = tutorial()
    asks = [ask for ask in asks_of(case) if ask.years is not None]
    many: list[Ask] = [*asks, *asks_between(asks)][:APART]
    job = new_job(case, many, effort_of("normal", "simulated"), None)
    outcomes = simulate(job.run, many).outcomes
    summarise_outcomes(outcomes[0], uncertain=True)
    seconds = []
    for each in outcomes:
        clock = time.perf_counter()
        summarise_outcomes(each, uncertain=True)
        seconds.append(time.perf_counter() - clock)
    return {
        "asks": len(seconds),
        "mean_seconds": sum(seconds) / len(seconds),
        "most_seconds": max(seconds),
    }


def alone(*words: str) -> Any:
    """What a process of its own measures."""
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, __file__, *words), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def main() -> None:
    """Print one line of JSON."""
    numbers: dict[str, Any] = {
        f"{precision}, {method}": alone(precision, method) for precision, method in RUNS
    }
    numbers["worlds_told_apart"] = alone("apart")
    claim = (
        f"every question of {CASE} answered: seconds, memory, and under 0.05 s an "
        "answer to tell worlds apart"
    )
    print_result(claim, numbers, "forewarn", "numpy", "scipy", "numba")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["draft" | "normal" as size, "auto" | "simulated" as how]:
            print(json.dumps(measure(size, how)))
        case ["apart"]:
            print(json.dumps(told_apart()))
        case _:
            main()
