"""What is believed at 80 % is so in 80 %: numbers are any rank among their draws.

A small twin of ``benchmarks/calibrate.py``, which takes 1,600 numbers.
"""

from dataclasses import replace
from datetime import timedelta
from math import ceil

import numpy as np

from forewarn.engine.network import compile_network
from forewarn.engine.posterior.sample.sample import sample_case
from forewarn.engine.simulate.record import record_futures
from forewarn.engine.simulate.run import draw_around, new_run
from forewarn.language.load import read_case
from forewarn.model.evidence import Coverage, Evidence, Report
from forewarn.model.structure import Leap

MODEL = """\
forewarn: 1
case: {title: T, start: 2000-01-01, horizon: 4 years, status: draft}
basis: judgement
variables:
  camp:
    states: {empty: e., full: f.}
    start: {empty: 70%, full: 30%}
    transitions:
      empty -> full: 0.6 (0.2 to 1.2) per year
      full -> empty: 20% of (5 in 4 years) or 80% of (1 in 4 years)
  front:
    states: {calm: c., war: w.}
    start: calm
    transitions:
      calm -> war: {rate: 2 in 4 years, times: {camp = full: 3 (1.5 to 6)}}
      war -> calm: 0.8 (0.4 to 3) per year
events:
  raid: {rate: 0.8 (0.3 to 1.5) per year, times: {camp = full: 2 (1 to 4)}}
"""
HISTORIES, YEARS, RIGHT = 40, 3, 0.8
#: Errors of a share, as if all numbers were independent.
WIDTH = 4.0


def told(case, network, recorded, future, dice):
    """The case with what came in a future as reports, and looks that may be wrong."""
    here = slice(*recorded.ptr[future : future + 2])
    state, reports, looks = int(recorded.starts[future, 0]), [], 1
    came = [*zip(recorded.years[here], recorded.pulses[here], strict=True), (9.0, -1)]
    for years, pulse in came:
        while looks < YEARS and looks < years:
            day = case.start + timedelta(days=round(365.25 * looks))
            seen = state if dice.random() < RIGHT else 1 - state
            name = network.states[0][seen]
            reports.append(report(day, state=("camp", (name,)), reliability="C"))
            looks += 1
        if years > YEARS:
            break
        variable = network.pulse_variable[pulse]
        day = case.start + timedelta(days=ceil(years * 365.25))
        if variable == 0:
            state = int(network.pulse_target[pulse])
        elif variable < 0:
            reports.append(report(day, event="raid"))
        else:
            source, target = network.pulses[pulse].split(": ")[1].split(" -> ")
            leap = Leap(variable="front", sources=(source,), target=target)
            reports.append(report(day, jump=leap))
    covered = Coverage(since=case.start, until=last_day(case), names=("front", "raid"))
    return replace(case, evidence=Evidence(reports=tuple(reports), coverage=(covered,)))


def report(day, **said):
    return Report(first=day, last=day, known=day, **said)


def last_day(case):
    return case.start + timedelta(days=round(365.25 * YEARS))


def test_numbers_that_a_history_was_drawn_from_are_any_rank_among_draws():
    """80 % intervals hold 80 % of 280 numbers, and ranks are a half on average."""
    case = read_case({"model.yaml": MODEL}).case
    network = compile_network(case)
    run = new_run(case, network, seed=1, worlds=HISTORIES, futures_per_world=1)
    dice, ranks = np.random.default_rng(1), []
    for recorded in record_futures(run, (), until=YEARS):
        for at, world in enumerate(recorded.worlds.tolist()):
            one = told(case, network, recorded, at, dice)
            found = sample_case(
                network, one, last_day(case), seed=world, draws=100, burn=30, most=1
            )
            drawn = draw_around(run, world)
            draws = found.numbers.reshape(-1, len(network.numbers))
            ranks.append((draws < drawn.numbers[world - drawn.first]).mean(axis=0))
    doubted = [i for i, name in enumerate(network.numbers) if is_doubted(name)]
    below = np.array(ranks)[:, doubted].ravel()
    assert below.size == 7 * HISTORIES
    inside = ((below > 0.1) & (below < 0.9)).mean()
    assert abs(inside - 0.8) < WIDTH * np.sqrt(0.8 * 0.2 / below.size)
    assert abs(below.mean() - 0.5) < WIDTH * np.sqrt(1 / 12 / below.size)


def is_doubted(name):
    return (":" in name or "raid" in name) and "start" not in name
