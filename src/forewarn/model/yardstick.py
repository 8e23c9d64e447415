"""Yardsticks: which chances each likelihood word stands for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The chances a likelihood word may stand for, both ends included."""

    word: str
    low: float
    high: float
    #: Other words for the same chances.
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """Words for chances, least likely first; bands may leave gaps and never overlap."""

    #: As a case names it; empty for words of the case's own.
    name: str
    source: str
    bands: tuple[Band, ...]


#: ICD 203 has no word under 1 % or over 99 %; the number must speak there.
ICD_203 = Yardstick(
    name="icd_203",
    source="Intelligence Community Directive 203, Analytic Standards, 2 January 2015, "
    "section D.6.e(2)(a)",
    bands=(
        Band(word="almost no chance", low=0.01, high=0.05, also=("remote",)),
        Band(word="very unlikely", low=0.05, high=0.20, also=("highly improbable",)),
        Band(word="unlikely", low=0.20, high=0.45, also=("improbable",)),
        Band(
            word="roughly even chance", low=0.45, high=0.55, also=("roughly even odds",)
        ),
        Band(word="likely", low=0.55, high=0.80, also=("probable", "probably")),
        Band(word="very likely", low=0.80, high=0.95, also=("highly probable",)),
        Band(
            word="almost certain",
            low=0.95,
            high=0.99,
            also=("almost certainly", "nearly certain"),
        ),
    ),
)
#: The British yardstick has gaps between its words, and words up to both ends.
PHIA = Yardstick(
    name="phia",
    source="Professional Head of Intelligence Assessment, Probability Yardstick",
    bands=(
        Band(word="remote chance", low=0.0, high=0.05),
        Band(word="highly unlikely", low=0.10, high=0.20),
        Band(word="unlikely", low=0.25, high=0.35),
        Band(word="realistic possibility", low=0.40, high=0.50),
        Band(word="likely", low=0.55, high=0.75, also=("probable", "probably")),
        Band(word="highly likely", low=0.80, high=0.90),
        Band(word="almost certain", low=0.95, high=1.0, also=("almost certainly",)),
    ),
)
YARDSTICKS = (ICD_203, PHIA)
#: What stands behind words of a case's own.
OWN_SOURCE = "the words of this case, set under yardstick: in its head"
