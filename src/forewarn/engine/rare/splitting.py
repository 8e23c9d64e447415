"""Splitting: the check on steering, by futures that nothing steers.

Futures come as they would; those that reach a level of the guide's value are started
again from there, a fixed number of times, until they reach the next. The product of the
shares that get from level to level is the chance asked for, without any weight.
"""

from math import log, sqrt
from typing import Final

import numpy as np

from forewarn.engine.network import FloatArray
from forewarn.engine.rare.guide import TILT
from forewarn.engine.rare.levels import run_splitting
from forewarn.engine.rare.run import seed_of
from forewarn.engine.rare.steering import Steering
from forewarn.engine.rare.tasks import NEVER
from forewarn.engine.rare.trial import Tried

#: Futures from each level, and independent runs of them.
EFFORT: Final = 256
RUNS: Final = 16
#: About one in so many futures gets from level to level.
FACTOR: Final = 5.0


def split(steering: Steering, tried: Tried, chance: float, *, seed: int) -> FloatArray:
    """The chance of what is asked, all numbers at their medians, by splitting.

    Args:
        steering: The question.
        tried: The lump whose value levels are of.
        chance: About what the answer is, which levels are spaced by; above 0.
        seed: Which draw of futures.

    Returns:
        Estimates of independent runs, each unbiased; shape (run,).

    Source:
        L'Ecuyer, Demers and Tuffin (2007), fixed-effort splitting.
    """
    stages = max(round(log(1.0 / chance) / log(FACTOR)), 1) if chance < 1.0 else 1
    heights = chance ** (1.0 - np.arange(1, stages) / stages)
    levels = np.append(heights**TILT, NEVER)
    found = np.zeros(RUNS)
    run_splitting(
        steering.terms(tried.lump),
        steering.ground.central,
        levels,
        seed_of(seed, "splitting"),
        EFFORT,
        found,
    )
    return found


def errors_apart(first: tuple[float, float], runs: FloatArray) -> float:
    """How many standard errors an answer lies from that of some runs.

    Args:
        first: The answer and its error.
        runs: Independent estimates of it; shape (run,).
    """
    error = float(runs.std(ddof=1)) / sqrt(len(runs))
    both = sqrt(first[1] ** 2 + error**2)
    return abs(first[0] - float(runs.mean())) / both if both > 0.0 else 0.0
