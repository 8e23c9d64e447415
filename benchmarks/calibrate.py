"""Whether learning from reports is calibrated: what is believed at 80 % is so in 80 %.

Numbers are drawn from the prior of a small case, a future is simulated in each world,
and what came in it is told as dated reports: all of some variables and events, looks at
a hidden one that may be wrong, and a count. The posterior is then sampled. Where a
number stood among its posterior draws is as likely to be any rank.

Prints one JSON line: the share of intervals of 80 % that hold the number, of 1,600; the
chi-squared of ranks in 20 bins and its tail; and the posterior of an event's rate and
its multiplier beside a Poisson regression by statsmodels, which has no prior, on a long
record.

Source:
    Talts, Betancourt, Simpson, Vehtari and Gelman (2018), Validating Bayesian inference
    algorithms with simulation-based calibration.
"""

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from time import process_time

import numpy as np
import numpy.typing as npt
from machine import print_result
from rivals.environment import Missing, python_with
from scipy import special

from forewarn.engine.network import Network, compile_network
from forewarn.engine.posterior.sample.sample import sample_case
from forewarn.engine.simulate.record import Recorded, record_futures
from forewarn.engine.simulate.run import draw_around, new_run
from forewarn.language.load import read_case
from forewarn.model.case import Case
from forewarn.model.evidence import Coverage, Evidence, Report
from forewarn.model.structure import Leap

FloatArray = npt.NDArray[np.float64]
#: Days on which something came, and which pulse it was.
Course = Sequence[tuple[date, int]]

MODEL = """\
forewarn: 1
case:
  title: Calibration
  start: 2000-01-01
  horizon: 6 years
  status: draft
  author_correlation: 0.2
basis: judgement
common_causes:
  need: {title: Need, share: 50%, raises: ["camp: empty -> full", raid]}
variables:
  camp:
    title: Camp, which nobody reports in full
    states: {empty: e., full: f.}
    start: {empty: 70%, full: 30% (10% to 60%)}
    transitions:
      empty -> full: 0.5 (0.2 to 1.2) per year
      full -> empty: 20% of (5 in 4 years) or 80% of (1 in 4 years)
  front:
    title: Front, of which every jump is reported
    states: {calm: c., tense: t., war: w.}
    start: calm
    transitions:
      calm -> tense:
        rate: 1 in 2 years
        times: {camp = full: 3 (1.5 to 6)}
      tense -> calm: 0.8 (0.4 to 1.6) per year
      tense -> war: 3% (1% to 20%) of exits
      war -> calm: 1 (0.5 to 3) per year
events:
  raid:
    title: Raid, each reported
    rate: 0.8 (0.3 to 1.5) per year
    times: {camp = full: 2 (1 to 4), front = war: 0.5 (0.2 to 1)}
  drill:
    title: Drill, of which only a count is known
    rate: 2 (1 to 5) per year
    times: {front = tense: 2 (1 to 3)}
schedule:
  vote:
    dates: every 1 June from 2000
    jump: {front: tense -> calm}
    chance: 40% (15% to 70%)
triggers:
  - {after: raid, jump: {front: calm -> tense}, chance: 30% (10% to 60%)}
"""
HISTORIES = 107
YEARS = 4.0
#: How likely the report of a look is right: its letter is C.
RIGHT = 0.8
BINS = 20
#: Worlds of each chain, and sweeps to each.
DRAWS, THIN = 250, 4
#: Where intervals of 80 % begin, as a share of draws.
LOW = 0.1
RECORD_YEARS = 60.0


#: A record long enough for a regression without a prior to be told from one with.
RECORD = """\
forewarn: 1
case: {title: Record, start: 1960-01-01, horizon: 60 years, status: draft}
basis: judgement
variables:
  front:
    title: Front
    states: {calm: c., war: w.}
    start: calm
    transitions:
      calm -> war: 0.5 (0.01 to 25) per year
      war -> calm: 1 (0.02 to 50) per year
events:
  raid:
    title: Raid
    rate: 2 (0.04 to 100) per year
    times: {front = war: 1 (0.02 to 50)}
"""
TRUE = {
    "front: calm -> war": 0.5,
    "front: war -> calm": 1.0,
    "raid": 1.5,
    "raid | front = war": 2.0,
}
FIT = """
import json, sys
import numpy as np, statsmodels.api as sm
told = json.load(sys.stdin)
found = sm.GLM(
    np.array(told["counts"]), np.array(told["design"]),
    family=sm.families.Poisson(), offset=np.log(told["years"]),
).fit()
print(json.dumps({"mean": found.params.tolist(), "spread": found.bse.tolist()}))
"""


def main() -> None:
    """Measure, and print what was found."""
    began = process_time()
    ranks = ranks_of(HISTORIES, seed=1).ravel()
    told = {
        "numbers": int(ranks.size),
        "inside_80": float(((ranks > LOW) & (ranks < 1 - LOW)).mean()),
        **chi_squared(ranks),
        "seconds": process_time() - began,
        "regression": regression(),
    }
    print_result("posterior intervals cover as they say", told, "numpy", "numba")


def ranks_of(histories: int, *, seed: int) -> FloatArray:
    """Where each number stood among its posterior draws, in each history.

    Returns:
        Shares of draws below; shape (history, number), of numbers in doubt.
    """
    case = a_case(MODEL)
    network = compile_network(case)
    run = new_run(case, network, seed=seed, worlds=histories, futures_per_world=1)
    rng, rows = np.random.default_rng(seed), []
    for recorded in record_futures(run, (), until=YEARS):
        for at, world in enumerate(recorded.worlds.tolist()):
            drawn = draw_around(run, world)
            told = with_reports(case, network, recorded, at, rng)
            rows.append(rank(told, network, drawn.numbers[world - drawn.first], world))
    ranks = np.array(rows)
    return ranks[:, ~np.isnan(ranks).any(axis=0)]


def rank(case: Case, network: Network, true: FloatArray, seed: int) -> FloatArray:
    """Share of posterior draws below each number, NaN for one not in doubt."""
    day = case.start + timedelta(days=round(YEARS * 365.25))
    found = sample_case(network, case, day, seed=seed, draws=DRAWS, thin=THIN, most=1)
    draws = found.numbers.reshape(-1, true.size)
    below = np.asarray((draws < true).mean(axis=0))
    below[np.ptp(draws, axis=0) == 0] = np.nan
    below[[name == "unforeseen" for name in network.numbers]] = np.nan
    return below


def a_case(text: str) -> Case:
    """A case from its text."""
    case = read_case({"model.yaml": text}).case
    if case is None:
        raise SystemExit("the case of this benchmark does not read")
    return case


def with_reports(
    case: Case,
    network: Network,
    recorded: Recorded,
    future: int,
    rng: np.random.Generator,
) -> Case:
    """The case with what came in a future as reports."""
    first, last = recorded.ptr[future : future + 2]
    course = [
        (case.start + timedelta(days=ceil(years * 365.25)), int(pulse))
        for years, pulse in zip(
            recorded.years[first:last], recorded.pulses[first:last], strict=True
        )
        if years <= YEARS
    ]
    until = case.start + timedelta(days=round(YEARS * 365.25))
    covered = Coverage(since=case.start, until=until, names=("front", "raid"))
    reports = (
        *_facts(network, course),
        *_looks(case, network, recorded.starts[future], course, rng),
        _count(case, network, course),
    )
    return replace(case, evidence=Evidence(reports=reports, coverage=(covered,)))


def _facts(network: Network, course: Course) -> Iterator[Report]:
    for day, pulse in course:
        variable = int(network.pulse_variable[pulse])
        if network.pulses[pulse] == "raid":
            yield Report(first=day, last=day, known=day, event="raid")
        elif variable >= 0 and network.variables[variable] == "front":
            yield Report(first=day, last=day, known=day, jump=_leap(network, pulse))


def _leap(network: Network, pulse: int) -> Leap:
    variable = int(network.pulse_variable[pulse])
    names = network.states[variable]
    return Leap(
        variable=network.variables[variable],
        sources=(names[int(network.pulse_source[pulse])],),
        target=names[int(network.pulse_target[pulse])],
    )


def _looks(
    case: Case,
    network: Network,
    starts: npt.NDArray[np.int64],
    course: Course,
    rng: np.random.Generator,
) -> Iterator[Report]:
    """A look at the camp each half year, which may be wrong."""
    camp = network.variables.index("camp")
    for look in range(1, int(2 * YEARS)):
        day = case.start + timedelta(days=round(look * 365.25 / 2))
        state = int(starts[camp])
        for came, pulse in course:
            if came <= day and int(network.pulse_variable[pulse]) == camp:
                state = int(network.pulse_target[pulse])
        seen = state if rng.random() < RIGHT else 1 - state
        name = network.states[camp][seen]
        yield Report(
            first=day, last=day, known=day, state=("camp", (name,)), reliability="C"
        )


def _count(case: Case, network: Network, course: Course) -> Report:
    """How many drills there were in the second year and the third."""
    first = case.start + timedelta(days=366)
    last = case.start + timedelta(days=1096)
    count = sum(
        network.pulses[pulse] == "drill" and first <= day <= last
        for day, pulse in course
    )
    return Report(first=first, last=last, known=last, count=("drill", count))


def chi_squared(ranks: FloatArray) -> dict[str, float]:
    """How far ranks are from uniform, and how often they would be further."""
    counts = np.histogram(ranks, bins=BINS, range=(0, 1))[0]
    expected = ranks.size / BINS
    total = float(((counts - expected) ** 2 / expected).sum())
    return {"chi_squared": total, "tail": float(special.chdtrc(BINS - 1, total))}


def regression() -> dict[str, object]:
    """The posterior of an event's rate beside a Poisson regression, in its errors."""
    case = a_case(RECORD)
    network = compile_network(case)
    told = _record(case)
    found = sample_case(network, told, case.start + timedelta(days=21_915), seed=1)
    names = ("raid", "raid | front = war")
    columns = [network.numbers.index(name) for name in names]
    logs = np.log(found.numbers[:, :, columns]).reshape(-1, 2)
    unit = int(network.pulse_unit[network.pulse_number["raid"]])
    first = int(network.unit_entry_ptr[unit])
    asked = {
        "counts": found.account.came[first : first + 2].tolist(),
        "years": found.account.years[first : first + 2].tolist(),
        "design": [[1, 0], [1, 1]],
    }
    try:
        python = python_with("statsmodels==0.14.6")
    except Missing as missing:
        return {"missing": str(missing)}
    done = subprocess.run(  # noqa: S603  # our own program
        (python, "-c", FIT),
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(done.stdout)
    spread = np.array(theirs["spread"])
    return {
        "off_in_errors": ((logs.mean(axis=0) - theirs["mean"]) / spread).tolist(),
        "spread_ratio": (logs.std(axis=0) / spread).tolist(),
    }


def _record(case: Case) -> Case:
    """The case with one future of the true numbers, all of it reported."""
    rng, state, years, reports = np.random.default_rng(3), 0, 0.0, []
    leave = [TRUE["front: calm -> war"], TRUE["front: war -> calm"]]
    while years < RECORD_YEARS:
        rate = TRUE["raid"] * (TRUE["raid | front = war"] if state else 1.0)
        years += rng.exponential(1 / (rate + leave[state]))
        day = case.start + timedelta(days=ceil(years * 365.25))
        if rng.random() * (rate + leave[state]) < rate:
            reports.append(Report(first=day, last=day, known=day, event="raid"))
            continue
        ends = ("calm", "war") if state == 0 else ("war", "calm")
        leap = Leap(variable="front", sources=(ends[0],), target=ends[1])
        reports.append(Report(first=day, last=day, known=day, jump=leap))
        state = 1 - state
    until = case.start + timedelta(days=round(RECORD_YEARS * 365.25))
    covered = Coverage(since=case.start, until=until, names=("front", "raid"))
    kept = tuple(report for report in reports if report.last <= until)
    return replace(case, evidence=Evidence(reports=kept, coverage=(covered,)))


if __name__ == "__main__":
    main()
