"""The language costs little: checking, its growth with size, start-up, install size."""

import json
import resource
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from machine import print_result

from forewarn.language.load import read_case
from forewarn.workbench import check

ROOT = Path(__file__).parent.parent
RUNS = 9
SIZES = (100, 1_000)


def generated(variables: int) -> str:
    """A model of a ring of variables, each with three states and six influences."""
    return "\n".join(("forewarn: 1", *_head(), "variables:", *_ring(variables)))


def _head() -> Iterator[str]:
    yield "case: {title: A ring, start: 2020-01-01, horizon: 10 years}"
    yield "basis: judgement"
    yield "questions:"
    yield "  last: {happens: v0 = high, by: [1 year, 10 years]}"


def _ring(variables: int) -> Iterator[str]:
    for one in range(variables):
        yield f"  v{one}:"
        yield f"    title: Variable {one}"
        yield "    scale: low < middle < high"
        yield "    states: {low: Little., middle: Some., high: Much.}"
        yield "    start: {low: 80%, middle: 20%}"
        yield "    transitions:"
        for jump in ("low -> middle", "middle -> high", "high -> low"):
            yield f"      {jump}:"
            yield "        rate: 0.1 (0.04 to 0.25) per year"
            yield "        times:"
            for other in ((one + 1) % variables, (one + 2) % variables):
                yield f"          v{other} = high: 2 (1.2 to 4)"


def seconds_of_check() -> float:
    """Median over processes of their first check of the 12-variable case."""
    return statistics.median(float(_printed(__file__, "check")) for _ in range(RUNS))


def timed_check() -> float:
    """Processor seconds of one check, after the imports."""
    start = time.process_time()
    check("benchmark-12")
    return time.process_time() - start


def cost_of(variables: int) -> dict[str, float]:
    """Time and peak memory of reading and checking one generated model, alone."""
    return dict(json.loads(_printed(__file__, str(variables))))


def _printed(*words: str) -> str:
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, *words), capture_output=True, text=True, check=True
    )
    return done.stdout


def measure(variables: int) -> dict[str, float]:
    """Processor seconds and megabytes; grammars warm, memory as Python asked for it."""
    text = generated(variables)
    read_case({"model.yaml": generated(3)})
    start = time.process_time()
    reading = read_case({"model.yaml": text})
    seconds = time.process_time() - start
    if reading.case is None:
        sys.exit(f"the generated model has errors: {reading.problems[:3]}")
    tracemalloc.start()
    read_case({"model.yaml": text})
    peak = tracemalloc.get_traced_memory()[1]
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": peak / 1e6, "process_megabytes": whole}


def seconds_of_help() -> float:
    """Median wall time of ``forewarn --help`` from a shell's point of view."""
    return statistics.median(_timed_help() for _ in range(RUNS))


def _timed_help() -> float:
    start = time.perf_counter()
    _printed("-m", "forewarn", "--help")
    return time.perf_counter() - start


def install_megabytes() -> dict[str, float]:
    """Size of what the lock of the package installs here, by distribution."""
    sizes = {name: size for name in _locked() if (size := _size_of(name))}
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def _locked() -> Iterator[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "==" in line and line[0].isalnum():
            yield line.partition("==")[0]


def _size_of(name: str) -> float:
    try:
        files = distribution(name).files or ()
    except PackageNotFoundError:
        return 0.0  # locked for another system
    return sum(file.size or 0 for file in files) / 1e6


def main() -> None:
    """Print one line of JSON."""
    costs = {size: cost_of(size) for size in SIZES}
    small, large = (costs[size] for size in SIZES)
    sizes = install_megabytes()
    numbers: dict[str, Any] = {
        "first_check_12_seconds": seconds_of_check(),
        "next_check_12_seconds": min(timed_check() for _ in range(RUNS)),
        "generated": costs,
        "growth_for_10_times_the_size": {
            key: large[key] / small[key] for key in ("seconds", "megabytes")
        },
        "help_seconds": seconds_of_help(),
        "install_megabytes": sum(sizes.values()),
        "largest_megabytes": dict(list(sizes.items())[:6]),
    }
    claim = (
        "check of 12 variables under 0.2 s, cost in proportion to size, "
        "forewarn --help under 0.3 s"
    )
    print_result(claim, numbers, "forewarn", "pydantic", "ruamel.yaml", "lark")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check"]:
            print(timed_check())
        case [size]:
            print(json.dumps(measure(int(size))))
        case _:
            main()
