r"""Memory: what open windows of reports have seen so far, beside the joint states.

Each open window keeps a digit: how many came of what it is about. A vector over digits
and joint states is laid out with the joint state fastest, then the window opened last.
"""

from collections.abc import Sequence
from itertools import product
from math import log

import numpy as np
from scipy import sparse

from forewarn.engine.exact.uniformisation import FloatArray, Rates
from forewarn.engine.posterior.exact.joint import States, Way
from forewarn.engine.posterior.exact.known import Window

_GONE = -1


class Digits:
    """The digits of some open windows.

    Args:
        windows: The windows, in the order in which they were opened.
        closed: Of each window, whether all that it is about would be reported, so
            that just one came.
        targets: State that each pulse leads to; shape (pulse,).
        moved: Variable that each pulse moves, -1 for an event; shape (pulse,).
    """

    def __init__(
        self,
        windows: Sequence[Window],
        closed: Sequence[bool],
        targets: Sequence[int],
        moved: Sequence[int],
    ) -> None:
        self.windows = windows
        self.closed, self.targets, self.moved = closed, targets, moved
        self.radix = tuple(
            window.count + 1 if window.kind in ("count", "signs") else 2
            for window in windows
        )
        self.values = list(product(*(range(radix) for radix in self.radix)))
        self.place = {value: i for i, value in enumerate(self.values)}

    @property
    def size(self) -> int:
        """How many combinations of digits there are."""
        return len(self.values)

    def matrix(self, ways: Sequence[Way], states: int) -> Rates:
        """What some ways do to joint states and digits together.

        Args:
            ways: The ways that are allowed.
            states: How many joint states there are.
        """
        parts: dict[tuple[int, ...], list[Way]] = {}
        for way in ways:
            parts.setdefault(self._seen(way.pulses), []).append(way)
        total = sparse.csr_array((self.size * states, self.size * states))
        for added, some in sorted(parts.items()):
            moves = _table([(w.before, w.after, w.rate) for w in some], states)
            total = total + sparse.kron(self._shift(added), moves, format="csr")
        return sparse.csr_array(total)

    def signs(
        self, numbers: FloatArray, states: Sequence[States]
    ) -> tuple[Rates, FloatArray]:
        r"""Rates at which signs are counted, and at which any number of them is.

        .. math:: \lambda_k = \frac{m q^k}{(d - 1) k}, \quad q = \frac{d - 1}{d}

        so that counts over any time have the mean m a year and d times that as their
        variance: negative binomial, and Poisson for d = 1.

        Args:
            numbers: Value of every number; shape (number,).
            states: The joint states.
        """
        size = self.size * len(states)
        total, exits = sparse.csr_array((size, size)), np.zeros(size)
        for at, window in enumerate(self.windows):
            if window.kind == "signs":
                means = numbers[[window.rates[s[window.variable]] for s in states]]
                exits += np.tile(means * _groups(window.spread), self.size)
                for count in range(1, window.count + 1):
                    added = tuple(count * (i == at) for i in range(len(self.radix)))
                    rates = means * _group(window.spread, count)
                    if rates.any():
                        total = total + sparse.kron(
                            self._shift(added), sparse.diags_array(rates), format="csr"
                        )
        return sparse.csr_array(total), exits

    def opened(self, window: Window, states: Sequence[States]) -> Rates:
        """What opening one more window does: its digit comes last."""
        radix = window.count + 1 if window.kind in ("count", "signs") else 2
        columns = len(states) * radix
        rows = [
            (
                value * len(states) + at,
                value * columns + self._first(window, each) * len(states) + at,
                1.0,
            )
            for value in range(self.size)
            for at, each in enumerate(states)
        ]
        return _table(rows, self.size * len(states), self.size * columns)

    def shut(self, at: int, states: int) -> Rates:
        """What closing a window does: each digit weighs what it makes of the report."""
        left = [value[:at] + value[at + 1 :] for value in self.values]
        order = {value: i for i, value in enumerate(sorted(set(left)))}
        rows = [
            (i * states + state, order[rest] * states + state, weight)
            for i, rest in enumerate(left)
            if (weight := _weight(self.windows[at], self.values[i][at])) > 0
            for state in range(states)
        ]
        return _table(rows, self.size * states, len(order) * states)

    def permitted(self, pulse: int) -> bool:
        """Whether an open window tells of a pulse."""
        return any(w.kind == "once" and pulse in w.pulses for w in self.windows)

    def _seen(self, pulses: Sequence[int]) -> tuple[int, ...]:
        return tuple(self._of(window, pulses) for window in self.windows)

    def _of(self, window: Window, pulses: Sequence[int]) -> int:
        if window.kind == "was":
            entered = {
                self.targets[p] for p in pulses if self.moved[p] == window.variable
            }
            return int(bool(entered & window.states))
        return sum(pulse in window.pulses for pulse in pulses)

    def _first(self, window: Window, states: States) -> int:
        return int(window.kind == "was" and states[window.variable] in window.states)

    def _shift(self, added: Sequence[int]) -> Rates:
        rows = []
        for row, value in enumerate(self.values):
            after = tuple(
                self._sum(at, digit, more)
                for at, (digit, more) in enumerate(zip(value, added, strict=True))
            )
            if _GONE not in after:
                rows.append((row, self.place[after], 1.0))
        return _table(rows, self.size)

    def _sum(self, at: int, digit: int, more: int) -> int:
        total, most = digit + more, self.radix[at] - 1
        if total <= most:
            return total
        exact = self.windows[at].kind in ("count", "signs") or self.closed[at]
        return _GONE if exact else most


def _weight(window: Window, digit: int) -> float:
    if window.kind in ("count", "signs"):
        return float(digit == window.count)
    return window.right if digit else 1 - window.right


def _group(spread: float, count: int) -> float:
    """Rate of groups of so many signs, for one sign a year."""
    if spread <= 1:
        return float(count == 1)
    share = (spread - 1) / spread
    return float(share**count / ((spread - 1) * count))


def _groups(spread: float) -> float:
    """Rate of groups of any size, for one sign a year."""
    return log(spread) / (spread - 1) if spread > 1 else 1.0


def _table(
    rows: Sequence[tuple[int, int, float]], before: int, after: int | None = None
) -> Rates:
    at = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
    values = np.array([row[2] for row in rows], dtype=np.float64)
    return sparse.csr_array(
        (values, (at[:, 0], at[:, 1])), shape=(before, after or before)
    )
