"""Estimates: the answer to one question for one date, with all it rests on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from forewarn.model.case import QuestionKind

#: How an answer was computed.
Method = Literal["exact", "simulated", "rare"]
#: How an answer is asked to be computed.
MethodChoice = Literal["auto", "exact", "simulated", "rare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An answer: three numbers, two doubts, method and inputs.

    ``value`` is the predictive mean over worlds, ``median`` that of the median world,
    ``central`` that with all numbers at their medians. ``low`` and ``high`` are P10 and
    P90 of the answer over worlds: they shrink only with knowledge. ``error`` is the
    standard error of ``value``: it shrinks with computing.

    >>> import forewarn as fw
    >>> (first,) = fw.open_case("two-way-race").answer("second_wins").estimates
    >>> first.method, round(first.value, 4)
    ('exact', 0.6335)
    """

    question: str
    kind: QuestionKind
    #: The nearest day to the date asked; None where a question has none.
    by: date | None
    #: Years after ``case.start`` of the date asked, exactly as used; None as ``by``.
    years: float | None
    value: float
    median: float
    central: float
    low: float
    high: float
    error: float
    method: Method
    worlds: int
    futures_per_world: int
    #: Effective number of independent futures behind ``value``; of steered ones, of
    #: hits.
    ess: float
    as_of: date
    seed: int
    digest: str
    version: str
    #: What a reader must know: settled, out of reach and why, one world only.
    note: str = ""
    #: Degrees of freedom of ``error``: replicates less one; 0 where it is exact.
    freedom: int = 63
    #: Share of ``value`` that hangs on the one future that weighs most; None where no
    #: future has a weight.
    largest_weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing to compute: a question, for one date."""

    question: str
    #: Years after ``case.start``, exactly as used; None for a question without dates.
    years: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """How the answer to one question grows or changes over time."""

    question: str
    kind: QuestionKind
    #: Years after ``case.start``, rising.
    years: tuple[float, ...]
    value: tuple[float, ...]
    #: P10 and P90 over worlds at each time.
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a loss comes to by a date: over all worlds and futures, in its own unit."""

    loss: str
    #: The nearest day to the date, and years after ``case.start`` as used.
    by: date
    years: float
    mean: float
    #: P10, P50 and P90 of what one future costs.
    low: float
    median: float
    high: float
    #: Mean of the worst 5 % of futures.
    worst5: float
    #: Standard error of ``mean``.
    error: float
    #: How many futures were added up.
    futures: int
    #: How ``mean`` was had; quantiles and the worst are always those of futures.
    method: Method = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one run computed: estimates in the order asked, and notes on the run.

    >>> Answer(estimates=(), notes=("nothing was asked",)).notes
    ('nothing was asked',)
    """

    estimates: tuple[Estimate, ...]
    #: Why this method, what was left out, what a reader must know of the whole run.
    notes: tuple[str, ...] = ()
    #: What the case's losses come to, loss by loss and date by date.
    losses: tuple[Cost, ...] = ()
