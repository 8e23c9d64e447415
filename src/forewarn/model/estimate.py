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
    #: Effective number of independent futures behind ``value``.
    ess: float
    as_of: date
    seed: int
    digest: str
    version: str
    #: What a reader must know: settled, out of reach and why, one world only.
    note: str = ""
    #: Degrees of freedom of ``error``: replicates less one; 0 where it is exact.
    freedom: int = 63
