"""Comparisons: how answers differ between a case and changed ones."""

from dataclasses import dataclass
from datetime import date

from forewarn.model.case import Case, QuestionKind
from forewarn.model.estimate import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A case that another is compared with, and what to call what was changed."""

    name: str
    case: Case
    #: Variables that are moved and held from the day on that answers stand at, where
    #: that is not the start; each with its state.
    held: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """By how much a change moves the answer to one question for one date.

    >>> import forewarn as fw
    >>> race = fw.open_case("two-way-race")
    >>> faster = race.changed(settings={"race: running -> first": "2 per year"})
    >>> (one,) = race.differences(
    ...     "first_wins", by=["1 year"], changes={"faster": faster}
    ... ).differences
    >>> one.method, round(one.before, 4), round(one.difference, 4)
    ('exact', 0.3167, 0.1741)
    """

    #: What was changed.
    change: str
    question: str
    kind: QuestionKind
    #: The nearest day to the date asked, and years after the start exactly as used.
    by: date
    years: float
    #: The answer without the change and with it, as means over worlds and futures.
    before: float
    after: float
    #: ``after`` less ``before``, and its standard error from paired differences, with
    #: its degrees of freedom; 0 where it is exact.
    difference: float
    error: float
    freedom: int
    #: Correlation, over futures, of what comes with and without the change; over worlds
    #: where it is exact. NaN where one of them never varies.
    correlation: float
    #: Variance of the difference over futures; over worlds where it is exact.
    variance: float
    method: Method
    #: What a reader must know: why it is exactly 0, or that no future differed.
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Differences by change, and in the order asked; and how they were had."""

    differences: tuple[Difference, ...]
    worlds: int
    futures_per_world: int
    seed: int
    notes: tuple[str, ...] = ()

    def of(self, change: str) -> tuple[Difference, ...]:
        """The differences that one change makes."""
        return tuple(each for each in self.differences if each.change == change)
