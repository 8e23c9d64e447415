"""The posterior of a small network by brute force: every joint state, every world."""

from itertools import product

import numpy as np
from scipy.linalg import expm

from forewarn.engine.chances import chances_at
from forewarn.engine.instants import Odds, after_pulse, branches, on_date
from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import compile_network, fill_hazards
from forewarn.engine.tables import cell_of
from forewarn.engine.worlds import draw_worlds
from forewarn.model.units import years_between

RIGHT = {"A": 0.98, "B": 0.9, "C": 0.8, "D": 0.65, "E": 0.5, "F": 0.5}


class Brute:
    """Evidence of exact jumps, events and states at days; nothing over windows."""

    def __init__(self, case, as_of):
        self.case, self.as_of = case, as_of
        self.network = compile_network(case)
        self.leaps = compile_leaps(self.network, case)
        self.joint = list(product(*(range(n) for n in self.network.state_counts)))
        self.place = {states: i for i, states in enumerate(self.joint)}
        (coverage,) = case.evidence.coverage or (None,)
        self.covered = set(coverage.names) if coverage else set()

    def posterior(self, worlds, seed=5):
        """Weights of prior worlds, their numbers, and chances of joint states now."""
        numbers = draw_worlds(
            self.network, self.case, seed=seed, worlds=worlds, replicates=1
        )
        ends = np.array([self.forward(row) for row in numbers])
        weights = ends.sum(axis=1)
        return numbers, weights / weights.sum(), ends.sum(axis=0) / ends.sum()

    def forward(self, numbers):
        """How likely the evidence is together with each joint state now."""
        odds = Odds(
            network=self.network,
            leaps=self.leaps,
            numbers=numbers,
            chances=chances_at(self.leaps.chances, numbers),
        )
        hazards = fill_hazards(self.network, numbers)
        mass = np.array([self.start(numbers, states) for states in self.joint])
        rates = self.rates(odds, hazards, None)
        quiet = rates - np.diag(self.exits(hazards))
        now = 0.0
        for time, _, known in sorted(self.knowns(), key=lambda k: k[:2]):
            mass = mass @ expm(quiet * (time - now))
            now = time
            if known[0] == "state":
                mass = mass * self.weights(*known[1:])
            elif known[0] == "date":
                mass = mass @ self.dated(odds, known[1])
            else:
                mass = mass @ self.rates(odds, hazards, known)
        return mass @ expm(quiet * (years_between(self.case.start, self.as_of) - now))

    def knowns(self):
        for report in self.case.evidence.reports:
            time = years_between(self.case.start, report.last)
            if report.jump:
                yield time, 0, ("jump", report.jump)
            elif report.event:
                yield time, 0, ("event", report.event)
            else:
                right = min((RIGHT[c] for c in report.reliability), default=1.0)
                yield time, 1, ("state", *report.state, right)
        for turn, time in enumerate(self.leaps.date):
            if time <= years_between(self.case.start, self.as_of):
                yield time, 0, ("date", turn)

    def start(self, numbers, states):
        chance = 1.0
        for variable, state in enumerate(states):
            number = self.network.start_number[self.network.state_ptr[variable] + state]
            chance *= numbers[number] if number >= 0 else 0.0
        return chance

    def weights(self, name, states, right):
        variable = self.network.scope.number[name]
        names = self.network.states[variable]
        return np.array(
            [right if names[s[variable]] in states else 1 - right for s in self.joint]
        )

    def pulses(self, states, hazards):
        network = self.network
        for pulse in range(len(network.pulses)):
            unit, variable = network.pulse_unit[pulse], network.pulse_variable[pulse]
            if unit < 0 or (
                variable >= 0 and states[variable] != network.pulse_source[pulse]
            ):
                continue
            width = network.unit_pulse_ptr[unit + 1] - network.unit_pulse_ptr[unit]
            cell = cell_of(network.maps, int(unit), states)
            entry = network.unit_entry_ptr[unit] + cell * width
            yield pulse, hazards[entry + pulse - network.unit_pulse_ptr[unit]]

    def exits(self, hazards):
        return [sum(h for _, h in self.pulses(s, hazards)) for s in self.joint]

    def fits(self, pulses, known):
        """Whether what came is just what was reported, of what is covered."""
        names = self.network.pulses
        told = {names[p] for p in pulses}
        seen = {n for n in told if n.split(":")[0] in self.covered}
        if known is None:
            return not seen
        if known[0] == "event":
            return known[1] in told and not seen - {known[1]}
        leap = known[1]
        wanted = {f"{leap.variable}: {s} -> {leap.target}" for s in leap.sources}
        return bool(wanted & told) and not seen - wanted

    def rates(self, odds, hazards, known):
        matrix = np.zeros((len(self.joint), len(self.joint)))
        for row, states in enumerate(self.joint):
            for pulse, hazard in self.pulses(states, hazards):
                for chance, instant in branches(
                    lambda pick, s=states, p=pulse: after_pulse(odds, s, p, pick)
                ):
                    if self.fits(instant.pulses, known):
                        to = self.place[tuple(instant.states)]
                        matrix[row, to] += hazard * chance
        return matrix

    def dated(self, odds, turn):
        matrix = np.zeros((len(self.joint), len(self.joint)))
        for row, states in enumerate(self.joint):
            for chance, instant in branches(
                lambda pick, s=states: on_date(odds, s, turn, pick)
            ):
                if self.fits(instant.pulses, None):
                    matrix[row, self.place[tuple(instant.states)]] += chance
        return matrix
