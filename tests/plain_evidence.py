r"""Evidence on a small network without any memory: by generating functions.

What windows count is never remembered. A factor z for each that counts makes of the
chain's mass a power series in z; its coefficients, by Fourier's sum over roots of
unity, are the mass with each count. Dense matrices and their exponentials do the rest.
"""

from itertools import product

import numpy as np
from scipy.linalg import expm

from forewarn.engine.posterior.exact.joint import Joint

ROOTS = 64


class Plain:
    """One world of a small network with what is known of it."""

    def __init__(self, network, leaps, known, numbers):
        self.known, self.network = known, network
        self.joint = Joint(network, leaps, numbers)
        self.numbers = numbers
        self.windows = [w for w in known.windows if w.since < w.until]

    def now(self):
        """How likely what is known is, with each joint state at the end."""
        return self.mass({})

    def at(self, years):
        """Chance of each joint state at a time between reports, knowing all."""
        size = len(self.joint.states)
        sums = np.array(
            [self.mass({years: np.eye(size)[s]}).sum() for s in range(size)]
        )
        return sums / sums.sum()

    def mass(self, marks):
        """Mass at the end; marks multiply the mass at some times."""
        total = 0.0
        for picks in product(*(self.picks(window) for window in self.windows)):
            weight = np.prod([weight for weight, _ in picks])
            total = total + weight * self.series([z for _, z in picks], marks)
        return np.real(total)

    def picks(self, window):
        """Weights and values of a window's z whose sum is its part of the chance."""
        right = window.right
        if window.kind in ("count", "signs"):
            return list(coefficient(window.count))
        if window.kind == "once" and self.is_closed(window):
            none = [((1 - right) * w, z) for w, z in coefficient(0)]
            return none + [(right * w, z) for w, z in coefficient(1)]
        return [(right, 1.0), (1 - 2 * right, 0.0)]

    def is_closed(self, window):
        return all(self.known.covered[p] >= window.until for p in window.pulses)

    def series(self, z, marks):
        joint = self.joint
        mass, at = joint.start.astype(complex), 0.0
        mass = mass * self.looked(at) * self.opened(z, at)
        for time in self.times(marks):
            mass = mass @ expm(self.quiet(z, at, time) * (time - at))
            at = time
            for ways, told in self.instants(at):
                mass = mass @ self.matrix(ways, z, at, at, told)
            mass = mass * self.looked(at) * marks.get(at, 1.0) * self.opened(z, at)
        return mass

    def looked(self, at):
        shares = np.ones(len(self.joint.states))
        for look in self.known.looks:
            if look.years == at:
                shares *= [look.likelihood[s[look.variable]] for s in self.joint.states]
        return shares

    def times(self, marks):
        known = self.known
        times = {*marks, *known.covered, *self.joint.leaps.date.tolist(), known.end}
        times |= {each.years for each in (*known.came, *known.looks)}
        times |= {stage.start for stage in self.joint.stages}
        times |= {edge for w in known.windows for edge in (w.since, w.until)}
        return sorted(time for time in times if 0 < time <= known.end)

    def opened(self, z, at):
        factors = np.ones(len(self.joint.states), complex)
        for window, value in zip(self.windows, z, strict=True):
            if window.kind == "was" and window.since == at:
                within = [
                    s[window.variable] in window.states for s in self.joint.states
                ]
                factors = factors * np.where(within, value, 1.0)
        return factors

    def quiet(self, z, since, until):
        ways = self.joint.flowing(self.joint.stage_at(since))
        matrix = self.matrix(ways, z, since, until, ())
        for way in ways:
            matrix[way.before, way.before] -= way.rate
        for window, value in zip(self.windows, z, strict=True):
            if window.kind == "signs" and window.since <= since < window.until:
                d = window.spread
                slope = value - 1 if d == 1 else -np.log(d - (d - 1) * value) / (d - 1)
                rates = [
                    self.numbers[window.rates[s[window.variable]]]
                    for s in self.joint.states
                ]
                matrix = matrix + np.diag(np.array(rates) * slope)
        return matrix

    def matrix(self, ways, z, since, until, told):
        matrix = np.zeros((len(self.joint.states),) * 2, complex)
        for way in ways:
            if all(any(p in came.pulses for p in way.pulses) for came in told):
                matrix[way.before, way.after] += way.rate * self.factor(
                    way, z, since, until, told
                )
        return matrix

    def factor(self, way, z, since, until, told):
        factor = 1.0
        open_now = [
            (window, value)
            for window, value in zip(self.windows, z, strict=True)
            if (window.since < until if since == until else window.since <= since)
            and window.until >= until
        ]
        for pulse in way.pulses:
            named = any(pulse in came.pulses for came in told)
            named |= any(w.kind == "once" and pulse in w.pulses for w, _ in open_now)
            if self.known.covered[pulse] >= until and not named:
                return 0.0
        for window, value in open_now:
            if window.kind == "was":
                moved = self.network.pulse_variable == window.variable
                ends = {
                    int(self.network.pulse_target[p]) for p in way.pulses if moved[p]
                }
                factor *= value if ends & window.states else 1.0
            elif window.pulses:
                factor *= value ** sum(p in window.pulses for p in way.pulses)
        return factor

    def instants(self, at):
        """Dates at a time, and what came then, one instant each."""
        stage = self.joint.stage_at(at)
        now = [came for came in self.known.came if came.years == at]
        for date in np.flatnonzero(self.joint.leaps.date == at).tolist():
            yield self.joint.dated(stage, date), [c for c in now if c.scheduled == at]
        for came in now:
            if not came.schedule:
                yield self.joint.flowing(stage), [came]


def coefficient(count):
    """Weights and roots whose sum is a coefficient of a power series."""
    for k in range(ROOTS):
        root = np.exp(2j * np.pi * k / ROOTS)
        yield root**-count / ROOTS, root
