"""Unsure answers: which ones plain futures tell too little of, and what is better."""

from math import hypot
from typing import Final

from forewarn.engine.rare.answers import KINDS, RareAnswer
from forewarn.model.estimate import Estimate

#: Relative error of plain futures above which some are steered as well, where the
#: chance that they leave is under the second: of larger ones they tell enough.
UNSURE: Final = 0.1
SMALL: Final = 0.01
#: Errors that plain futures may lie above steered ones, which miss what their lump does
#: not know of.
ABOVE: Final = 4.0


def is_unsure(estimate: Estimate) -> bool:
    """Whether plain futures told little of an answer that may be rare.

    Args:
        estimate: The answer; NaN where its onset was never seen.
    """
    if estimate.kind not in KINDS or estimate.value >= SMALL:
        return False
    return not estimate.error <= UNSURE * estimate.value


def why_left(plain: Estimate, steered: RareAnswer) -> str:
    """Why a steered answer is not taken for a plain one; empty where it is.

    Args:
        plain: The answer by plain futures.
        steered: That by steered ones.
    """
    found = steered.summary
    if steered.poor:
        return steered.poor
    if plain.value - found.value > ABOVE * hypot(plain.error, found.error):
        return f"they find {found.value:.2g} where plain ones find {plain.value:.2g}"
    if found.error * plain.value >= plain.error * found.value:
        return "they tell no more"
    return ""
