"""Losses cost less than the answers: all of the Korea case, by every date asked."""

import resource
import time
from typing import Any

from korea import asked, korea
from machine import print_result

from forewarn.engine.answer import answer
from forewarn.engine.costing.costs import price
from forewarn.engine.effort import Effort
from forewarn.model.case import Case

RUNS = 3


def timed(case: Case) -> dict[str, Any]:
    """One pass at the default precision."""
    start, used = time.perf_counter(), time.process_time()
    costs = price(case, asked(case), Effort())
    return {
        "losses": len({cost.loss for cost in costs}),
        "dates": len({cost.years for cost in costs}),
        "exact": sum(cost.method == "exact" for cost in costs),
        "futures": costs[0].futures,
        "seconds": time.perf_counter() - start,
        "processor_seconds": time.process_time() - used,
    }


def main() -> None:
    """Print one line of JSON."""
    case = korea()
    first = timed(case)
    later = min((timed(case) for _ in range(RUNS)), key=lambda run: run["seconds"])
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, used = time.perf_counter(), time.process_time()
    answer(case, asked(case), Effort())
    numbers: dict[str, Any] = {
        "first_pass": first,
        "later_pass": later,
        "megabytes": megabytes,
        "answers_seconds": time.perf_counter() - start,
        "answers_processor_seconds": time.process_time() - used,
    }
    numbers["ratio"] = later["processor_seconds"] / numbers["answers_processor_seconds"]
    claim = (
        "losses of the Korea case at the default precision take less than its answers"
    )
    print_result(claim, numbers, "forewarn", "numpy", "numba")


if __name__ == "__main__":
    main()
