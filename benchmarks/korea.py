"""The Korea case costs little: all its questions at the default precision; a check."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from machine import print_result

from forewarn.engine.answer import answer
from forewarn.engine.effort import Effort
from forewarn.language.load import load_case
from forewarn.model.case import Case, Deadline
from forewarn.model.estimate import Ask
from forewarn.model.units import years_between

CASE = "north-korea"
RUNS = 5


def korea() -> Case:
    """The bundled case."""
    case = load_case(CASE).case
    if case is None:
        raise SystemExit(f"the bundled case {CASE} does not read")
    return case


def asked(case: Case) -> list[Ask]:
    """Every question of a case, for every date it has."""
    return [
        Ask(question=question.name, years=years)
        for question in case.questions
        for years in ([_years(case, one) for one in question.by] or [None])
    ]


def _years(case: Case, deadline: Deadline) -> float | None:
    if deadline.day is None:
        return deadline.years
    return years_between(case.start, deadline.day)


def all_questions() -> dict[str, Any]:
    """Seconds and peak memory of a process that answers everything, imports apart."""
    start, used = time.perf_counter(), time.process_time()
    case = korea()
    read = time.perf_counter() - start
    asks = asked(case)
    found = answer(case, asks, Effort())
    return {
        "questions": len(case.questions),
        "answers": len(found.estimates),
        "exact": sum(one.method == "exact" for one in found.estimates),
        "seconds_reading": read,
        "seconds": time.perf_counter() - start,
        "processor_seconds": time.process_time() - used,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def timed_check() -> dict[str, float]:
    """Processor seconds of one check, after the imports."""
    start = time.process_time()
    load_case(CASE)
    return {"seconds": time.process_time() - start}


def wall_of_check() -> float:
    """Wall seconds of ``forewarn check`` from a shell's point of view."""
    start = time.perf_counter()
    command = (sys.executable, "-m", "forewarn", "check", CASE)
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own
    return time.perf_counter() - start


def in_a_process(what: str, *, kernels: str | None = None) -> dict[str, Any]:
    """What a new process measures; its compiled kernels in a folder of their own."""
    extra = {"NUMBA_CACHE_DIR": kernels} if kernels else {}
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, __file__, what),
        env=os.environ | extra,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def main() -> None:
    """Print one line of JSON."""
    with tempfile.TemporaryDirectory() as kernels:
        first = in_a_process("questions", kernels=kernels)
        later = [in_a_process("questions", kernels=kernels) for _ in range(RUNS)]
    checks = [in_a_process("check")["seconds"] for _ in range(RUNS)]
    walls = [wall_of_check() for _ in range(RUNS)]
    numbers: dict[str, Any] = {
        "first_run": first,
        "later_run": min(later, key=lambda run: float(run["seconds"])),
        "later_seconds": [run["seconds"] for run in later],
        "check_processor_seconds": statistics.median(checks),
        "check_wall_seconds": statistics.median(walls),
    }
    claim = (
        "all questions of the Korea case at the default precision: under 25 s with "
        "kernels cached, 60 s without, and 1,500 MB; check under 1 s"
    )
    print_result(claim, numbers, "forewarn", "numpy", "numba")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["questions"]:
            print(json.dumps(all_questions()))
        case ["check"]:
            print(json.dumps(timed_check()))
        case _:
            main()
