"""A case while it is built: what is known of it, and everything found wrong so far."""

from dataclasses import dataclass, field
from datetime import date

from forewarn.errors import Span
from forewarn.language.found import Found
from forewarn.language.places import error, warning
from forewarn.model.case import Basis, Source, Variable
from forewarn.model.evidence import IndicatorKind
from forewarn.model.quantities import Dimension
from forewarn.model.units import date_after


@dataclass(slots=True, kw_only=True)
class Building:
    """What the parts of a case need of each other while they are built."""

    found: Found
    #: None where the head of the case could not be read.
    start: date | None = None
    #: Years after the start that answers may reach; None as for the start.
    horizon: float | None = None
    draft: bool = False
    #: What each file says the basis of its numbers is.
    bases: dict[str, Basis] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    #: Variables with states; their transitions come last.
    variables: dict[str, Variable] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)
    #: What each number of the model measures, and the unit of those that name none.
    numbers: dict[str, Dimension] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    #: Names of the chances of schedules and triggers.
    chances: set[str] = field(default_factory=set)
    #: The unit of each loss.
    losses: dict[str, str] = field(default_factory=dict)
    stocks: set[str] = field(default_factory=set)
    indicators: dict[str, IndicatorKind] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        """The last day that answers may reach."""
        if self.start is None or self.horizon is None:
            return date.max
        return date_after(self.start, self.horizon)

    @property
    def full(self) -> bool:
        """Whether so much is wrong that nothing more is worth saying."""
        return self.found.full

    def error(self, code: str, span: Span, message: str, hint: str = "") -> None:
        """Report what stands in the way of a case."""
        self.found.add(error(code, span, message, hint))

    def warning(self, code: str, span: Span, message: str, hint: str = "") -> None:
        """Report what a person should look at."""
        self.found.add(warning(code, span, message, hint))

    def is_broken(self, name: str) -> bool:
        """Whether a name was declared, and its declaration left out."""
        return name in self.found.broken

    def spoil(self, name: str) -> None:
        """Remember that a declaration was left out, so that its name is known."""
        self.found.broken.add(name)
