"""Findings: everything a brief is composed from."""

from dataclasses import dataclass, field
from datetime import date

from forewarn.errors import Problem
from forewarn.model.believed import Believed
from forewarn.model.case import Case
from forewarn.model.changes import Changes
from forewarn.model.comparison import Comparison
from forewarn.model.estimate import Answer, Cost, Curve, MethodChoice
from forewarn.model.moves import Moves
from forewarn.model.own_words import OwnWords
from forewarn.model.paths import Paths
from forewarn.model.score import Score
from forewarn.model.sensitivity import Levers
from forewarn.model.tried import TriedAll


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A case, what was found wrong with it, what one run answered, and the run's facts.

    Nothing of machine, path or hour belongs here: the same findings make the same
    brief, byte for byte.
    """

    case: Case
    #: The day the answers stand at; ``case.start`` unless another was asked for.
    as_of: date
    #: Version of forewarn.
    version: str
    problems: tuple[Problem, ...] = ()
    #: The analyst's own words; None where there are none.
    words: OwnWords | None = None
    #: None where nothing was computed.
    answer: Answer | None = None
    #: One per question and run, for the picture of chance over time.
    curves: tuple[Curve, ...] = ()
    #: What is held true on that day; None where it is the start.
    believed: Believed | None = None
    #: What was answered at the start; None where nothing was known since.
    then: Answer | None = None
    #: How futures come to answer the headline questions with yes.
    paths: tuple[Paths, ...] = ()
    #: What the case's losses come to, by every date asked.
    costs: tuple[Cost, ...] = ()
    #: The headline answers without each dynamic.
    dynamics: Comparison | None = None
    #: What each measure changes of the headline answers by itself.
    measures: TriedAll | None = None
    #: What the first open headline answer hangs on; None where it was not told.
    levers: Levers | None = None
    #: The reports that moved the headline answers most; None where none were weighed.
    moves: Moves | None = None
    #: How what was published turned out; None where nobody looked.
    score: Score | None = None
    seed: int = 1
    #: How answers were asked to be computed.
    method: MethodChoice = "auto"
    #: How the case differs from the one in the files.
    changes: Changes = field(default_factory=Changes)
    #: What to type to get this brief again, without machine or folder in it.
    command: str = ""
    #: The options among it, which make any other command use the same run.
    options: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Digest of the case's files, or a word that says there is none."""
        return self.case.digest or "none: the case was built in a program"
