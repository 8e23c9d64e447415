"""Evidence: dated reports, what they say and when it was known; indicators."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from forewarn.errors import NOWHERE, Span
from forewarn.model.conditions import Condition
from forewarn.model.numbers import Citation, Number
from forewarn.model.structure import Leap

IndicatorKind = Literal["shows", "warns_of", "counts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """Something observable that leans with a state, warns of a jump, or is counted."""

    name: str
    title: str
    kind: IndicatorKind
    #: The state it shows, or the jump it warns of; None for ``counts``.
    condition: Condition | None = None
    #: warns_of: years ahead at which it speaks, and as written.
    ahead: tuple[float, float] | None = None
    ahead_text: str = ""
    #: Likelihood ratios of a sighting, and of a silent window with the sensor on.
    seen: Number | None = None
    silent: Number | None = None
    #: Length of one window in years, and as written.
    window: float = 0.0
    window_text: str = ""
    group: str = ""
    #: counts: the variable, and the rate in each of its states.
    counted: str = ""
    rates: tuple[tuple[str, Number], ...] = ()
    #: Variance of counts over their mean; 1 for Poisson.
    overdispersed: float = 1.0
    #: Where it is seen, how, and the threshold, in prose.
    how: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One dated item of evidence: exactly one of its kinds is given."""

    #: The day, or the first and last day it may have been.
    first: date
    last: date
    #: When it became public.
    known: date
    jump: Leap | None = None
    #: Variable and the states it may have been in.
    state: tuple[str, tuple[str, ...]] | None = None
    sighting: str = ""
    #: Indicator or event, and how many in the window.
    count: tuple[str, int] | None = None
    #: Indicators whose sensors were off in the window.
    sensor_off: tuple[str, ...] = ()
    #: An event that came.
    event: str = ""
    #: Admiralty scale, such as B2; empty where none was given.
    reliability: str = ""
    citation: Citation | None = None
    what: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Variables whose every jump would have been reported, over some time."""

    since: date
    until: date
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One row of history: a state from a day on, or an event on a day."""

    day: date
    variable: str = ""
    state: str = ""
    event: str = ""
    source: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that was reported, and what silence means."""

    reports: tuple[Report, ...] = ()
    #: From the start of the case on.
    coverage: tuple[Coverage, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    #: Stretches before the start that history covers, by variable or event.
    history_coverage: tuple[Coverage, ...] = ()
