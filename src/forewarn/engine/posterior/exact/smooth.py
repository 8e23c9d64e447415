r"""Smoothing: a chain through what is known of it, forward and back.

.. math:: \alpha_{i+1} = \alpha_i M_i, \quad \beta_i = M_i \beta_{i+1}, \quad
          P(x_t = x \mid \text{all}) \propto \alpha_t(x)\, \beta_t(x)

where each step is either some years without what would have been reported,
:math:`M = e^{Gs}`, or an instant, with any matrix that is not negative: the rates of a
jump that came, the likelihood of what was seen in each state on the diagonal.
"""

from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
from scipy import sparse

from forewarn.engine.exact.uniformisation import FloatArray, Rates, poisson_weights
from forewarn.errors import NotComputable, UsageError

#: A chain beside its copy, and the way from the one into the other.
_SAME, _ONWARD = np.eye(2), np.array([[0.0, 1.0], [0.0, 0.0]])


class Impossible(NotComputable):
    """What is known has no chance under the model."""

    def __init__(self, step: int, before: FloatArray) -> None:
        super().__init__(f"what is known cannot be: step {step + 1} leaves nothing")
        #: The step after which nothing is left, and mass before it; shape (state,).
        self.step, self.before = step, before


class Quiet(NamedTuple):
    """Some years in which nothing comes but what goes unreported."""

    years: float
    #: Rates from row to column, per year, of what may come; shape (state, state).
    rates: Rates
    #: Rate at which each state is left, at least what its row sums to; shape (state,).
    exits: FloatArray


class Instant(NamedTuple):
    """A moment at which something is known."""

    #: What it makes of mass before; shape (state before, state after).
    matrix: Rates


Step = Quiet | Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """A chain with what is known of it, seen from before and from after.

    Times count from the first step. Mass and worth are scaled to a largest part of 1,
    for every ratio taken of them is free of scale.
    """

    steps: tuple[Step, ...]
    #: When each step begins and, at the end, when the last ends; shape (step + 1,).
    times: FloatArray
    #: Mass before each step and after the last: states with what is known before.
    before: tuple[FloatArray, ...]
    #: Worth before each step and after the last: how likely is what is known after.
    after: tuple[FloatArray, ...]
    #: Logarithm of how likely all is that is known: a chance, or a density per year for
    #: each jump that came at a known time.
    log_evidence: float

    def filtered(self, years: float) -> FloatArray:
        """Chance of each state at a time, knowing what came up to it; shape (state,).

        Args:
            years: The time, on which all that is known at it has come.

        Raises:
            UsageError: if the time is outside.
        """
        return _shares(self._at(years)[0])

    def smoothed(self, years: float) -> FloatArray:
        """Chance of each state at a time, knowing all; shape (state,).

        Args:
            years: The time, on which all that is known at it has come.

        Raises:
            UsageError: if the time is outside.
        """
        mass, worth = self._at(years)
        return _shares(mass * worth)

    def years_in(self, step: int, states: FloatArray) -> float:
        """Expected years in some states during a step, knowing all.

        Args:
            step: Which step.
            states: How much each state counts; shape (state before,).
        """
        if isinstance(self.steps[step], Instant):
            return 0.0
        return self._gain(step, sparse.csr_array(sparse.diags_array(states)))

    def jumps_in(self, step: int, counted: Rates) -> float:
        """Expected jumps during a step, knowing all.

        Args:
            step: Which step.
            counted: The rates of the jumps that count, or that part of an instant's
                matrix; shape (state before, state after).
        """
        if isinstance(self.steps[step], Quiet):
            return self._gain(step, counted)
        worth = np.asarray(counted @ self.after[step + 1])
        return float(self.before[step] @ worth) / self._all(step)

    def _gain(self, step: int, gained: Rates) -> float:
        """What a quiet step gains, each a year at some rate from state to state."""
        quiet = self.steps[step]
        if not isinstance(quiet, Quiet):
            raise UsageError("an instant takes no time")
        size = quiet.exits.size
        # A second copy of the chain, which mass enters as it gains.
        twice = Quiet(
            years=quiet.years,
            rates=sparse.csr_array(
                sparse.kron(_SAME, quiet.rates) + sparse.kron(_ONWARD, gained)
            ),
            exits=np.tile(quiet.exits, 2),
        )
        both = carry(twice, np.append(self.before[step], np.zeros(size)), quiet.years)
        every = float(both[:size] @ self.after[step + 1])
        return float(both[size:] @ self.after[step + 1]) / every

    def _all(self, step: int) -> float:
        instant = self.steps[step]
        if isinstance(instant, Quiet):
            raise UsageError("years are no instant")
        worth = np.asarray(instant.matrix @ self.after[step + 1])
        return float(self.before[step] @ worth)

    def _at(self, years: float) -> tuple[FloatArray, FloatArray]:
        if not 0 <= years <= self.times[-1]:
            raise UsageError(f"{years:g} years are outside what is smoothed")
        step = int(np.searchsorted(self.times[:-1], years, side="right")) - 1
        if step < 0 or isinstance(quiet := self.steps[step], Instant):
            return self.before[step + 1], self.after[step + 1]
        gone = years - float(self.times[step])
        ahead = max(quiet.years - gone, 0.0)
        return (
            carry(quiet, self.before[step], gone),
            carry(quiet, self.after[step + 1], ahead, back=True),
        )


def smooth(start: FloatArray, steps: tuple[Step, ...]) -> Smoothed:
    """A chain through what is known of it, forward and back.

    Args:
        start: Mass in each state at first; shape (state,).
        steps: What comes, in order of time.

    Raises:
        Impossible: if what is known cannot be.

    Source:
        Rabiner (1989), forward and backward, in continuous time.

    >>> rates = sparse.csr_array([[0.0, 0.5], [0.0, 0.0]])
    >>> free = Quiet(2.0, rates, np.array([0.5, 0.0]))
    >>> seen = Instant(sparse.csr_array([[0.2, 0.0], [0.0, 0.8]]))
    >>> known = smooth(np.array([1.0, 0.0]), (free, seen))
    >>> known.smoothed(2.0).round(6).tolist()
    [0.127014, 0.872986]
    """
    before, scale = _forward(start, steps)
    worth = np.ones(before[-1].size)
    after = [worth]
    for step in reversed(steps):
        worth = _scaled(_back(step, worth))[0]
        after.append(worth)
    lengths = [step.years if isinstance(step, Quiet) else 0.0 for step in steps]
    return Smoothed(
        steps=steps,
        times=np.cumsum([0.0, *lengths]),
        before=tuple(before),
        after=tuple(reversed(after)),
        log_evidence=scale + log(before[-1].sum()),
    )


def _forward(
    start: FloatArray, steps: tuple[Step, ...]
) -> tuple[list[FloatArray], float]:
    mass, scale = _scaled(start)
    before = [mass]
    for number, step in enumerate(steps):
        mass = _on(step, mass)
        if not mass.any():
            raise Impossible(number, before[-1])
        mass, more = _scaled(mass)
        scale += more
        before.append(mass)
    return before, scale


def _on(step: Step, mass: FloatArray) -> FloatArray:
    if isinstance(step, Quiet):
        return carry(step, mass, step.years)
    return np.asarray(step.matrix.T @ mass)


def _back(step: Step, worth: FloatArray) -> FloatArray:
    if isinstance(step, Quiet):
        return carry(step, worth, step.years, back=True)
    return np.asarray(step.matrix @ worth)


def _scaled(vector: FloatArray) -> tuple[FloatArray, float]:
    largest = float(vector.max())
    return (vector / largest, log(largest)) if largest > 0 else (vector, 0.0)


def _shares(mass: FloatArray) -> FloatArray:
    return np.asarray(mass / mass.sum())


def carry(
    quiet: Quiet, vector: FloatArray, years: float, *, back: bool = False
) -> FloatArray:
    r"""Mass some years later, or worth some years earlier.

    .. math:: v e^{Gs} = \sum_k \mathrm{Poisson}(k; \lambda s)\, v P^k

    Args:
        quiet: What may come.
        vector: Mass before, or worth after; shape (state,).
        years: How many years.
        back: Whether it is worth, and goes back.

    Raises:
        NotComputable: if it needs too many steps.

    Source:
        Jensen (1953), uniformisation, with states that are left for good.
    """
    fastest = float(quiet.exits.max(initial=0.0))
    if fastest * years == 0:
        return vector
    stay = sparse.diags_array(np.maximum(1 - quiet.exits / fastest, 0.0))
    chances = sparse.csr_array(quiet.rates / fastest + stay)
    step = chances if back else sparse.csr_array(chances.T)
    weights = poisson_weights(fastest * years)
    total, ahead = np.zeros(vector.size), vector
    for _ in range(weights.first):
        ahead = step @ ahead
    for weight in weights.values:
        total += weight * ahead
        ahead = step @ ahead
    return total
