"""Which stages there are, in the order they run: a new one is a file, and a line here.

A stage sees what those before it found. What it makes goes into a field of the
findings, from which a section of the brief is composed.
"""

from forewarn.stages.answers import ANSWERS
from forewarn.stages.belief import BELIEF
from forewarn.stages.costs import COSTS
from forewarn.stages.dynamics import DYNAMICS
from forewarn.stages.measures import MEASURES
from forewarn.stages.moves import MOVES
from forewarn.stages.paths import PATHS
from forewarn.stages.pulls import PULLS
from forewarn.stages.stage import Stage
from forewarn.stages.then import THEN

STAGES: tuple[Stage, ...] = (
    BELIEF,
    ANSWERS,
    THEN,
    PATHS,
    COSTS,
    DYNAMICS,
    MEASURES,
    PULLS,
    MOVES,
)
