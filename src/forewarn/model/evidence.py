"""Evidence: dated reports, what they say and when it was known; indicators."""

from collections.abc import Iterator
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
    #: warns_of: shortest and longest warning in years, and as written.
    ahead: tuple[float, float] | None = None
    ahead_text: str = ""
    #: Likelihood ratios of a sighting, and of a silent window with the sensor on; named
    #: ``indicator: seen`` and ``indicator: silent``.
    seen: Number | None = None
    silent: Number | None = None
    #: Length of one window in years, and as written; 0 for ``counts``.
    window: float = 0.0
    window_text: str = ""
    group: str = ""
    #: counts: the variable, and the rate in each of its states, in declared order of
    #: states; named ``indicator: v = s``.
    counted: str = ""
    rates: tuple[tuple[str, Number], ...] = ()
    #: Variance of counts over their mean; 1 for Poisson.
    overdispersed: float = 1.0
    #: Where it is seen, how, and the threshold, in prose.
    how: str = ""
    span: Span = field(default=NOWHERE, compare=False)

    def numbers(self) -> Iterator[Number]:
        """Its likelihood ratios, or its rates, in declared order."""
        yield from (each for each in (self.seen, self.silent) if each is not None)
        for _, rate in self.rates:
            yield rate


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
    """Variables and events of which all would have been reported, over some time.

    Silence then means that a variable did not jump, and that an event did not come.
    """

    #: First and last day; for reports the first is the start of the case.
    since: date
    until: date
    #: Names of variables and events.
    names: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One row of history: a state from a day on, or an event on a day."""

    day: date
    #: The variable and its state from then on; or empty, and the event.
    variable: str = ""
    state: str = ""
    event: str = ""
    #: As written: the name of a source, perhaps with a place in it, or other words.
    source: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that was reported, and what silence means."""

    #: In the order written.
    reports: tuple[Report, ...] = ()
    #: What ``fully_reported`` says: from the start of the case on.
    coverage: tuple[Coverage, ...] = ()
    #: By day, then by variable, state, event and source.
    history: tuple[HistoryRow, ...] = ()
    #: Stretches up to the start that history covers, one name each, by name and day.
    history_coverage: tuple[Coverage, ...] = ()
