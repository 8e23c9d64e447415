"""Moved: how far data took a number from where it was written."""

from typing import Final

import numpy as np
from scipy import special

from forewarn.laws import below_chance
from forewarn.model.quantities import Law

#: Where chances of tails end, so that coordinates stay finite.
END: Final = 1e-9


def moved_by(law: Law, median: float) -> float:
    r"""By how many of its own standard deviations a number's median moved.

    .. math:: z = \Phi^{-1}(F(m))

    Args:
        law: The law as written, of distribution function F.
        median: The median m in the light of data.

    Returns:
        Standard deviations, below 0 where it fell; never infinite.

    >>> from forewarn.model.quantities import Interval
    >>> law = Interval(scale="log", low=0.02, median=0.06, high=0.16)
    >>> round(moved_by(law, 0.16), 3), moved_by(law, 0.06)
    (1.282, 0.0)
    """
    return float(special.ndtri(np.clip(below_chance(law, median), END, 1 - END)))
