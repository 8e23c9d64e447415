"""Sampling agrees with the model it samples from: numbers, courses and data jointly.

Source:
    Geweke (2004), Getting it right: joint distribution tests of posterior simulators.
"""

from datetime import date
from itertools import pairwise

import numpy as np

from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import compile_network, fill_hazards
from forewarn.engine.posterior.sample.account import new_account, take_account
from forewarn.engine.posterior.sample.chain import Kept, sweep
from forewarn.engine.posterior.sample.coordinates import fill_numbers
from forewarn.engine.posterior.sample.diagnostics import bulk_ess
from forewarn.engine.posterior.sample.lay import fill_all
from forewarn.engine.posterior.sample.rows import END, EVENT, JUMP, LOOK, START
from forewarn.engine.posterior.sample.setup import set_up
from forewarn.language.load import read_case

MODEL = """\
forewarn: 1
case:
  {title: T, start: 2024-01-01, horizon: 5 years, status: draft,
   author_correlation: 0.3}
basis: judgement
common_causes:
  need: {title: Need, share: 50%, raises: ["camp: empty -> full", raid]}
variables:
  camp:
    title: Camp
    states: {empty: e., full: f.}
    start: {empty: 50%, full: 50%}
    transitions:
      empty -> full: 1 (0.5 to 2) per year
      full -> empty: 20% of (6 in 2 years) or 80% of (1 in 2 years)
events:
  raid:
    title: Raid
    rate: 1.5 (0.8 to 4) per year
    times: {camp = full: 3 (1.5 to 5)}
fully_reported: {until: 2026-01-01, variables: [raid]}
reports:
  - {date: 2025-01-01, state: {camp: full}, reliability: C}
"""
DAY = date(2026, 1, 1)
LOOKED, YEARS, RIGHT = 366 / 365.25, 731 / 365.25, 0.8
STEPS, PRIORS = 12_000, 6_000
#: Errors that a mean may be off by: of 16 means one in 1,000 suites is further off.
WIDTH = 4.0


class Case:
    """One chain with the parts that it is moved by, and data that are drawn anew."""

    def __init__(self):
        reading = read_case({"model.yaml": MODEL})
        assert reading.case is not None, list(reading.problems)
        case = reading.case
        self.network = compile_network(case)
        leaps = compile_leaps(self.network, case)
        self.setup = set_up(self.network, leaps, case, DAY)
        self.turns = self.setup.turns_of_one()
        self.chain = self.setup.chain(512)
        self.rng = np.random.default_rng(7)
        sizes = (a.size for a in (self.chain.hazards, self.chain.chances))
        units = self.turns.lay.ground.unit_width.size
        self.none = new_account(*sizes, self.chain.x.size, units)

    def numbers(self):
        """Every number, drawn from what it was before any data."""
        self.chain.z[:] = self.rng.normal(size=self.chain.z.size)
        fill_numbers(self.turns.doubts, self.chain.z, self.chain.x)

    def course(self):
        """When the camp changed, and its state at the start, drawn as numbers say."""
        hazards = fill_hazards(self.network, self.chain.x)
        leave = hazards[self.entries("camp")]
        state, time, jumps = int(self.rng.random() < 0.5), 0.0, []
        first = state
        while (time := time + self.rng.exponential(1 / leave[state])) < YEARS:
            jumps.append(time)
            state = 1 - state
        return first, jumps

    def entries(self, name):
        """Entries of what the camp may do, by state; or of an event, by the camp's."""
        network = self.network
        if name == "camp":
            units = [
                int(np.flatnonzero(network.unit_variable == 0)[s])
                for s in np.argsort(network.unit_source[network.unit_variable == 0])
            ]
            return [int(network.unit_entry_ptr[unit]) for unit in units]
        unit = int(network.pulse_unit[network.pulse_number[name]])
        return [int(network.unit_entry_ptr[unit]) + state for state in (0, 1)]

    def data(self, first, jumps):
        """When raids came, and what the doubtful report said of the camp."""
        rates = fill_hazards(self.network, self.chain.x)[self.entries("raid")]
        ends, raids = [0.0, *jumps, YEARS], []
        for at, (since, until) in enumerate(pairwise(ends)):
            count = self.rng.poisson(rates[(first + at) % 2] * (until - since))
            raids += self.rng.uniform(since, until, count).tolist()
        state = (first + sum(jump < LOOKED for jump in jumps)) % 2
        right = self.rng.random() < RIGHT
        return sorted(raids), state if right else 1 - state

    def put(self, first, jumps, raids, said):
        """Make the chain stand at a course, and hold it to data."""
        self.setup.found.facts.look_weight[0] = [
            RIGHT if said == 0 else 1 - RIGHT,
            RIGHT if said == 1 else 1 - RIGHT,
        ]
        pulse = self.network.pulse_number["raid"]
        rows = [(jump, JUMP, -1) for jump in jumps]
        rows += [(raid, EVENT, pulse) for raid in raids]
        rows += [(LOOKED, LOOK, 0)]
        rows = [(0.0, START, -1), *sorted(rows), (YEARS, END, -1)]
        state, to = first, self.chain.rows
        for at, (time, kind, of) in enumerate(rows):
            state = 1 - state if kind == JUMP else state
            to.time[at], to.what[at], to.state[at] = time, (kind, of, -1), state
        to.filled[0] = len(rows)

    def sweep(self, seed):
        """Numbers and course, given data."""
        chain, facts = self.chain, self.setup.found.facts
        fill_all(self.turns.lay, chain.x, chain.hazards, chain.chances)
        lay, before = self.turns.lay, self.setup.before
        assert take_account(
            lay,
            facts,
            chain.x,
            chain.hazards,
            chain.chances,
            chain.play,
            chain.rows,
            before,
            chain.account,
        )
        kept = room_for_one(chain, self.none)
        done = sweep(seed, self.turns, facts, self.setup.blocks, before, chain, kept, 1)
        assert done == 1
        jumps = kept.time[: kept.ptr[1]].tolist()
        return int(kept.start[0, 0]), jumps

    def told(self, first, jumps, raids, said):
        """What is compared: numbers, the course, data, and how they go along."""
        ends = [0.0, *jumps, YEARS]
        stays = [until - since for since, until in pairwise(ends)]
        full = sum(stays[1 - first :: 2])
        logs = np.log(self.chain.x[self.doubted])
        return [
            *logs,
            *(logs**2),
            full,
            len(jumps),
            len(raids),
            said,
            full * len(raids),
        ]

    @property
    def doubted(self):
        names = ("camp: empty -> full", "camp: full -> empty", "raid")
        names = (*names, "raid | camp = full")
        return [self.network.numbers.index(name) for name in names]


def room_for_one(chain, none):
    return Kept(
        z=np.zeros((1, chain.z.size)),
        state=np.zeros((1, 1), np.int64),
        time=np.zeros(256),
        change=np.zeros((256, 2), np.int64),
        ptr=np.zeros(2, np.int64),
        event_time=np.zeros(256),
        event_pulse=np.zeros(256, np.int64),
        event_ptr=np.zeros(2, np.int64),
        start=np.zeros((1, 1), np.int64),
        sums=none,
    )


def test_drawing_data_and_all_else_in_turn_is_drawing_all_afresh():
    """Means of 13 quantities within 4 errors of those of independent draws."""
    case, afresh, in_turn = Case(), [], []
    for _ in range(PRIORS):
        case.numbers()
        course = case.course()
        afresh.append(case.told(*course, *case.data(*course)))
    for step in range(STEPS):
        data = case.data(*course)
        case.put(*course, *data)
        course = case.sweep(step)
        in_turn.append(case.told(*course, *data))
    one, other = np.array(afresh), np.array(in_turn)
    worth = bulk_ess(other.reshape(4, STEPS // 4, -1))
    assert worth.min() > 200
    error = np.hypot(
        one.std(axis=0) / np.sqrt(PRIORS), other.std(axis=0) / np.sqrt(worth)
    )
    off = np.abs(one.mean(axis=0) - other.mean(axis=0)) / error
    assert (off < WIDTH).all(), off.round(1)
