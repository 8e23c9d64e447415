"""Exact answers against Storm: the same network built and solved, in turns."""

import json
import resource
import statistics
import subprocess
import sys
import time
from typing import Any

from machine import print_result
from rivals.environment import Missing
from rivals.networks import random_case
from rivals.storm import storm

from forewarn.engine.exact.answers import carry_out
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.plan import plan_exact
from forewarn.engine.network import compile_network
from forewarn.engine.prism import write_prism
from forewarn.engine.worlds import central_numbers
from forewarn.language.load import load_case
from forewarn.model.case import Case
from forewarn.model.estimate import Ask

RUNS = 3
YEARS = 10.0
OURS = {"1 thread": 1, "2 threads": 2}
#: Network and question; the last reads every variable, so no part can be left out.
NETWORKS = {
    "benchmark-12, 139,968 joint states": ("benchmark", "war"),
    "random-13, 1,062,882 joint states": ("million", "both_happens"),
    "random-13, all variables asked for": ("million", "all_happens"),
}


def case_of(name: str) -> Case:
    """The network of that name."""
    if name == "million":
        return random_case(7, (3,) * 12 + (2,), (YEARS,))
    if name == "warm-up":
        return random_case(7, (2,) * 3, (YEARS,))
    case = load_case("benchmark-12").case
    if case is None:
        sys.exit("the bundled benchmark does not read")
    return case


def solved(name: str, question: str, threads: int) -> dict[str, Any]:
    """Our answer, with the seconds of building and solving it, and peak memory."""
    _solve(case_of("warm-up"), "both_happens", threads)  # kernels are compiled
    case = case_of(name)
    busy = time.process_time()
    planned, done, answers = _solve(case, question, threads)
    used = time.process_time() - busy
    return {
        "value": answers.values[0, 0],
        "states": answers.joint_states[0],
        "build_seconds": planned,
        "solve_seconds": done,
        "processor_seconds": used,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _solve(case: Case, question: str, threads: int) -> tuple[float, float, Any]:
    start = time.perf_counter()
    numbers = central_numbers(compile_network(case), case)[None]
    asks = [Ask(question=question, years=YEARS)]
    plan = plan_exact(case, asks, numbers, Allowance(threads=threads))
    planned = time.perf_counter()
    answers = carry_out(plan, threads=threads)
    return planned - start, time.perf_counter() - planned, answers


def compared(name: str, question: str) -> dict[str, Any]:
    """Both programs on one network, in turns: medians, ratios, memory."""
    case = case_of(name)
    network = compile_network(case)
    numbers = dict(zip(network.numbers, central_numbers(network, case), strict=True))
    model = write_prism(case, numbers)
    asked = [p for q, years, p in model.properties if (q, years) == (question, YEARS)]
    runs: dict[str, list[dict[str, Any]]] = {key: [] for key in ("storm", *OURS)}
    for _ in range(RUNS):
        runs["storm"].append(storm(model.text, asked))
        for key, threads in OURS.items():
            runs[key].append(_in_a_process(name, question, threads))
    wall = {key: statistics.median(map(_wall, rows)) for key, rows in runs.items()}
    told = {key: _told(rows) for key, rows in runs.items()}
    return {
        **told,
        "values": {
            "storm": runs["storm"][0]["values"][0],
            "forewarn": runs["1 thread"][0]["value"],
        },
        "times_faster": {key: wall["storm"] / wall[key] for key in OURS},
        # On a busy machine the processor's own time tells more; one thread each.
        "times_less_processor": told["storm"]["processor_seconds"]
        / told["1 thread"]["processor_seconds"],
    }


def _in_a_process(name: str, question: str, threads: int) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, __file__, name, question, str(threads)),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def _wall(row: dict[str, Any]) -> float:
    return float(row["build_seconds"] + row["solve_seconds"])


def _told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    keys = ("build_seconds", "solve_seconds", "processor_seconds", "megabytes")
    medians = {key: statistics.median(row[key] for row in rows) for key in keys}
    return {"joint_states": rows[0]["states"], **medians}


def main() -> None:
    """Print one line of JSON."""
    claim = "exact answers at least 4 times faster than Storm, build and solve together"
    try:
        numbers: dict[str, Any] = {
            title: compared(*key) for title, key in NETWORKS.items()
        }
    except Missing as error:
        numbers = {"not_measured": f"stormpy cannot be installed: {error}"}
    print_result(claim, numbers, "forewarn", "numpy", "numba", "scipy")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [name, question, threads]:
            print(json.dumps(solved(name, question, int(threads))))
        case _:
            main()
