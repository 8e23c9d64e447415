"""The posterior of the Korea case by sampling: how long, how well mixed, how large.

Prints one JSON line: seconds with kernels compiled, the fewest effective worlds and the
largest R-hat of all numbers and of all states at the date, and the peak of memory; then
how seconds of processor for some draws grow with years of evidence, with reports and
with variables that are hidden.
"""

import json
import platform
import resource
import sys
from dataclasses import replace
from datetime import date
from time import perf_counter, process_time

import numpy as np

from forewarn.engine.network import compile_network
from forewarn.engine.posterior.sample.diagnostics import bulk_ess, rhat
from forewarn.engine.posterior.sample.sample import Sampled, sample_case
from forewarn.language.load import load_case
from forewarn.model.case import Case
from forewarn.model.version import VERSION

AS_OF = date(2026, 8, 20)
GROWTH = (date(2024, 8, 20), date(2025, 8, 20), AS_OF)
#: One report in so many is kept; and as many names are no longer fully reported.
PARTS = (4, 2, 1)
HIDDEN = (0, 4, 8, 12)


def main() -> None:
    """Measure, and print what was found."""
    case = load_case("north-korea").case
    if case is None:
        sys.exit("the bundled case has errors")
    _sample(case, AS_OF, draws=4)  # compiles
    used = process_time()
    found, seconds = _sample(case, AS_OF, draws=1000)
    used = process_time() - used
    growth = {
        "years": {str(day): _cost(case, day) for day in GROWTH},
        "one_report_in": {str(n): _cost(_fewer(case, n), AS_OF) for n in PARTS},
        "hidden": {str(n): _cost(_hidden(case, n), AS_OF) for n in HIDDEN},
    }
    more = {"processor_seconds": used, "processor_seconds_of_100": growth}
    print(json.dumps(_record(found, seconds) | more))


def _cost(case: Case, as_of: date) -> float:
    used = process_time()
    sample_case(compile_network(case), case, as_of, draws=100, burn=20, most=1)
    return process_time() - used


def _fewer(case: Case, share: int) -> Case:
    """The case with states and doubtful reports thinned; facts stay, since all fit."""
    reports = tuple(
        report
        for place, report in enumerate(case.evidence.reports)
        if place % share == 0 or report.state is None
    )
    return replace(case, evidence=replace(case.evidence, reports=reports))


def _hidden(case: Case, count: int) -> Case:
    """The case with some variables no longer fully reported."""
    hidden = {each.name for each in case.variables[: 2 * count : 2]}
    coverage = tuple(
        replace(one, names=tuple(n for n in one.names if n not in hidden))
        for one in case.evidence.coverage
    )
    return replace(case, evidence=replace(case.evidence, coverage=coverage))


def _sample(case: Case, as_of: date, *, draws: int) -> tuple[Sampled, float]:
    start = perf_counter()
    found = sample_case(compile_network(case), case, as_of, draws=draws, threads=2)
    return found, perf_counter() - start


def _record(found: Sampled, seconds: float) -> dict[str, object]:
    shares = [
        found.states[:, :, [variable]] == state
        for variable, names in enumerate(found.network.states)
        for state in range(len(names))
    ]
    states = np.concatenate(shares, axis=2).astype(np.float64)
    states = states[:, :, np.ptp(states, axis=(0, 1)) > 0]
    worst = int(found.ess.argmin())
    return {
        "claim": "posterior of the Korea case, 2 threads, kernels cached",
        "seconds": seconds,
        "worlds": found.numbers.shape[0] * found.numbers.shape[1],
        "ess_numbers": float(found.ess.min()),
        "worst_number": found.network.numbers[worst],
        "rhat_numbers": float(found.rhat.max()),
        "ess_states": float(bulk_ess(states).min()),
        "rhat_states": float(rhat(states).max()),
        "sweeps": found.sweeps,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "version": VERSION,
        "python": platform.python_version(),
        "processor": platform.processor() or platform.machine(),
    }


if __name__ == "__main__":
    main()
