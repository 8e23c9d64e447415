"""A stage: one part of what a brief needs computed, and where it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forewarn.brief.findings import Findings
from forewarn.engine.effort import Effort
from forewarn.engine.posterior.belief import Belief
from forewarn.model.estimate import Ask

#: Called with what is being done, how much of it, of how much; 0 where nobody knows.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a stage works on."""

    #: The case, and what the stages before found.
    findings: Findings
    asks: tuple[Ask, ...]
    effort: Effort
    #: What is believed on the day the brief stands at; None where that is the start.
    belief: Belief | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One part of what a brief needs computed."""

    #: A word for its file; unique.
    name: str
    #: What is being done, for the user who waits.
    doing: str
    #: The type of what it finds: a frozen dataclass, which is kept as JSON.
    makes: type
    run: Callable[[Setting], Any]
    #: Puts what it found into the findings.
    fill: Callable[[Findings, Any], Findings]
    #: Whether there is anything for it to do.
    wanted: Callable[[Setting], bool]
    #: Puts what it found where later stages work with it; None where none does.
    hand: Callable[[Setting, Any], Setting] | None = None
