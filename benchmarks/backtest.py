"""The back-test of missile tests, as docs/backtest-spec.md has it; win or lose.

``python benchmarks/backtest.py FOLDER``, where FOLDER has both records. Prints one line
of JSON: for each record the Brier scores of the case and of each baseline, each
difference with its 80 % interval, and the wall time of 108 forecasts with kernels
compiled.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from machine import print_result

import forewarn as fw
from forewarn.language.load import observed_files
from forewarn.workbench import Backtest, OpenCase

SPEC: Final = Path(__file__).parents[1] / "docs" / "backtest-spec.md"
CASE: Final = "dprk-missile-tests"
FIRST, LAST, FORECASTS = "2015-01", "2023-12", 108
WORLDS, FUTURES, SEED, THREADS = 512, 64, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record of what came, and what baselines are known to score on it."""

    name: str
    file: str
    sha256: str
    #: Brier scores to three digits, by baseline.
    known: dict[str, float]


RECORDS: Final = (
    Record(
        name="cns",
        file="dprk_missile_tests/cns_dprk_missile_tests_1984_2023.csv",
        sha256="d1dcbc789ecc",
        known={
            "constant": 0.269,
            "last_twelve": 0.240,
            "markov": 0.209,
            "mean_of_two": 0.211,
        },
    ),
    Record(
        name="csis",
        file="dprk_provocations/csis_provocations_1958_2023.csv",
        sha256="b77bc3eed9f7",
        known={
            "constant": 0.264,
            "last_twelve": 0.232,
            "markov": 0.201,
            "mean_of_two": 0.203,
        },
    ),
)


def main() -> None:
    """Run each record once, and print what came of it."""
    if len(sys.argv) != 2:
        sys.exit("name the folder of records: python benchmarks/backtest.py FOLDER")
    folder, case = Path(sys.argv[1]), fw.open_case(CASE)
    if case.case.digest not in SPEC.read_text(encoding="utf-8"):
        sys.exit("the case is not the one that docs/backtest-spec.md was written for")
    for record in RECORDS:
        _check(folder, record)
    _compile()
    told = {record.name: _run(case, folder, record) for record in RECORDS}
    claim = "the case forecasts missile tests no worse than the best baseline"
    print_result(claim, told, "forewarn", "numpy", "numba")


def _check(folder: Path, record: Record) -> None:
    found = hashlib.sha256((folder / record.file).read_bytes()).hexdigest()
    if not found.startswith(record.sha256):
        sys.exit(f"{record.file} is not the copy that the specification names")


def _compile() -> None:
    """Have all kernels compiled, by forecasts of another case."""
    vetoes = fw.open_case("security-council-vetoes")
    (record,) = observed_files(vetoes.reading)
    vetoes.backtest(record, first="1995-01", last="1995-02", worlds=64)


def _run(case: OpenCase, folder: Path, record: Record) -> dict[str, Any]:
    start, spent = perf_counter(), process_time()
    found = case.backtest(
        folder / record.file,
        first=FIRST,
        last=LAST,
        seed=SEED,
        worlds=WORLDS,
        futures_per_world=FUTURES,
        threads=THREADS,
    )
    times = {
        "seconds": round(perf_counter() - start, 1),
        "processor_seconds": round(process_time() - spent, 1),
    }
    return {**times, **_told(found, record)}


def _told(found: Backtest, record: Record) -> dict[str, Any]:
    scores = found.scores
    if scores is None or scores.count != FORECASTS:
        sys.exit(f"{record.name} has no outcome for each of {FORECASTS} forecasts")
    rivals = {rival.name: rival.marks.brier for rival in scores.rivals}
    as_known = all(
        isclose(rivals[name], value, abs_tol=0.0005)
        for name, value in record.known.items()
    )
    best = scores.best
    return {
        "forecasts": scores.count,
        "months_with_a_test": scores.true,
        "brier": round(scores.marks.brier, 4),
        "log": round(scores.marks.log, 4),
        "crps": round(scores.marks.crps, 4),
        "baselines": {name: round(value, 4) for name, value in rivals.items()},
        "baselines_as_known": as_known,
        "differences": dict(_differences(found)),
        "best_baseline": best.name,
        "no_worse_than_best": best.gaps["brier"].value <= 0.0,
        "worst_r_hat": round(max(one.r_hat for one in found.forecasts), 3),
        "notes": [re.sub(r"\s+", " ", note) for note in found.notes],
    }


def _differences(found: Backtest) -> Iterator[tuple[str, dict[str, Any]]]:
    for rival in found.scores.rivals if found.scores else ():
        gap = rival.gaps["brier"]
        told = {"value": gap.value, "low": gap.low, "high": gap.high}
        verdict = "win" if gap.high < 0.0 else "lose" if gap.low > 0.0 else "undecided"
        yield (
            rival.name,
            {name: round(value, 4) for name, value in told.items()}
            | {"verdict": verdict},
        )


if __name__ == "__main__":
    main()
