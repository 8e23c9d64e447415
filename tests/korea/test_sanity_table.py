"""The first Korea network has the chances that another simulator found for it.

The network is ``pack/model.yaml``; the table stands in the reference model that the
bundled case was written from, under "Sanity run (own simulator, 5,000 point-rate runs;
4,000 runs with parameter uncertainty)".
"""

import csv
from dataclasses import dataclass, replace
from functools import cache
from math import exp, log, sqrt
from pathlib import Path

import pytest

from forewarn.engine.answer import answer
from forewarn.engine.change import fix
from forewarn.engine.effort import Effort
from forewarn.language.load import load_case
from forewarn.laws import quantile
from forewarn.model.case import Case, Influence, Number, Transition
from forewarn.model.estimate import Ask
from forewarn.model.quantities import Interval, Quantity
from forewarn.model.units import years_between

PACK = Path(__file__).parent / "pack"
TABLES = Path(__file__).parents[3] / "shared" / "korea"
#: Futures of each of our runs: its own error is a quarter of the table's.
FUTURES = 65_536

#: Chance by 2026-08-20 and by 2033-09-14 with every number at its centre, and by
#: 2033-09-14 with worlds drawn; as printed, since the digits say how well it is known.
TABLE = """
treaty        0.34      0.63   0.60
troops        0.05      0.22   0.23
panel_gone    0.49      0.80   0.72
syria_falls   0.16      0.41   0.44
iran_war      0.18      0.45   0.47
nuclear_test  0.36      0.74   0.70
clash         0.18      0.47   0.50
korean_war    0.015     0.05   0.11
blockade      0.04      0.12   0.18
invasion      0.03      0.09   0.16
two_front     under0.01 0.03   0.06
nuclear_use   0.004     0.015  0.05
shielded      0.27      0.76   0.71
breakout      0.08      0.45   0.39
"""
#: Chances by 2033-09-14 with a variable held in a state, every number at its centre:
#: "Runs under a clamp (1,500 runs each, 10 years)" of the same source.
CLAMPED = """
taiwan=invasion        clash           0.80
taiwan=invasion        korean_war      0.74
alliance=decoupling    clash           0.64
alliance=decoupling    korean_war      0.10
ukr_war=settled        shielded        0.63
ukr_war=settled        tech_strategic  0.18
rus_dprk=facade        shielded        0.54
rus_dprk=facade        money_flush     0.48
rus_dprk=cobelligerent tech_strategic  0.71
rus_dprk=cobelligerent money_flush     0.95
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A chance as the other simulator printed it, and how many runs it is from."""

    printed: str
    runs: int

    @property
    def chance(self) -> float:
        return float(self.printed.removeprefix("under"))

    @property
    def tolerance(self) -> float:
        """Four of its standard errors, and half of its last digit."""
        p = self.chance
        decimals = len(self.printed.partition(".")[2])
        return 4 * sqrt(p * (1 - p) / self.runs) + 0.5 * 10**-decimals

    def allows(self, chance: float) -> bool:
        if self.printed.startswith("under"):
            return chance < self.chance
        return abs(chance - self.chance) <= self.tolerance


ROWS = [line.split() for line in TABLE.split("\n") if line]
CLAMPS = [line.split() for line in CLAMPED.split("\n") if line]


@cache
def pack() -> Case:
    case = load_case(PACK).case
    assert case is not None
    return case


@cache
def chances(case: Case, *, central: bool) -> dict[tuple[str, str], float]:
    """Every answer of a case, by question and date as written."""
    dates = [(question, date) for question in case.questions for date in question.by]
    asks = [
        Ask(
            question=question.name,
            years=date.years
            if date.day is None
            else years_between(case.start, date.day),
        )
        for question, date in dates
    ]
    effort = Effort(
        worlds=1 if central else 4096,
        futures_per_world=FUTURES if central else FUTURES // 4096,
        method="simulated",
        central=central,
    )
    values = [estimate.value for estimate in answer(case, asks, effort).estimates]
    names = [(question.name, date.text) for question, date in dates]
    return dict(zip(names, values, strict=True))


@cache
def spread_by_the_packs_rule() -> Case:
    """The network with sigma = ln(hi/lo)/2.563 about the centre, whatever the centre.

    Every rung and every number is a draw of its own: the network has no ladders.
    """
    spread = [
        replace(variable, transitions=tuple(map(spread_out, variable.transitions)))
        for variable in pack().variables
    ]
    return replace(pack(), variables=tuple(spread))


def spread_out(jump: Transition) -> Transition:
    effects = [e for e in jump.effects if isinstance(e, Influence)]
    assert len(effects) == len(jump.effects)
    return replace(
        jump,
        rate=evened(jump.rate),
        effects=tuple(replace(each, times=evened(each.times)) for each in effects),
    )


def evened(number: Number) -> Number:
    law = number.quantity.law
    assert isinstance(law, Interval)
    assert law.scale == "log"
    reach = exp(1.2815515655446004 * log(law.high / law.low) / 2.563)
    even = replace(law, low=law.median / reach, high=law.median * reach)
    return replace(number, quantity=replace(number.quantity, law=even))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_with_every_number_at_its_centre_the_network_has_the_chances_of_the_table(
    row: list[str],
) -> None:
    question, *printed = row
    found = chances(pack(), central=True)
    for date, text in zip(("2026-08-20", "10 years"), printed[:2], strict=True):
        known = Known(printed=text, runs=5000)
        assert known.allows(found[question, date]), (date, known)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_with_worlds_drawn_by_the_packs_rule_the_network_has_the_chances_of_the_table(
    row: list[str],
) -> None:
    question, _, _, text = row
    found = chances(spread_by_the_packs_rule(), central=False)
    assert Known(printed=text, runs=4000).allows(found[question, "10 years"])


@pytest.mark.parametrize("row", CLAMPS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_with_a_variable_held_the_network_has_the_chances_that_were_found(
    row: list[str],
) -> None:
    held, question, text = row
    variable, state = held.split("=")
    found = chances(fix(pack(), {variable: state}), central=True)
    assert Known(printed=text, runs=1500).allows(found[question, "10 years"])


def test_what_is_unknown_doubles_the_rare_wars() -> None:
    # "Parameter uncertainty doubles tails or more": why a brief shows three numbers.
    at_centre = chances(pack(), central=True)
    drawn = chances(spread_by_the_packs_rule(), central=False)
    for question in ("korean_war", "two_front", "nuclear_use"):
        assert drawn[question, "10 years"] > 1.9 * at_centre[question, "10 years"]


def table(name: str) -> list[dict[str, str]]:
    file = TABLES / name
    if not file.exists():
        pytest.skip(f"the tables are not here: {file}")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


#: States that a model cannot, or should not, call what the tables call them.
RENAMED = {"51to100": "from51to100", "no": "quiet", "yes": "recent"}


def state(name: str) -> str:
    return RENAMED.get(name, name)


def ends(quantity: Quantity) -> tuple[float, ...]:
    return tuple(float(quantile(quantity.law, p)) for p in (0.1, 0.5, 0.9))


def ends_in(row: dict[str, str], centre: str) -> tuple[float, ...]:
    return tuple(float(row[key]) for key in ("lo80", centre, "hi80"))


def test_the_network_starts_where_the_tables_say() -> None:
    expected = {
        row["id"]: state(row["initial_2023_09_14"])
        for row in table("02a_variables.csv")
    }
    assert {v.name: v.start[0][0] for v in pack().variables} == expected


def test_the_network_has_every_rate_and_multiplier_of_the_tables() -> None:
    names, expected = {}, {}
    for row in table("02b_transitions.csv"):
        jump = f"{state(row['from_state'])} -> {state(row['to_state'])}"
        names[row["id"]] = name = f"{row['variable']}: {jump}"
        expected[name] = ends_in(row, "rate_per_year")
    for row in table("02c_influences.csv"):
        condition = f"{row['source_variable']} = {state(row['source_state'])}"
        name = f"{names[row['transition']]} | {condition}"
        expected[name] = ends_in(row, "multiplier")
    ours = {n.name: ends(n.quantity) for n in pack().numbers() if "start" not in n.name}
    assert ours.keys() == expected.keys()
    for name, of_table in expected.items():
        assert ours[name] == pytest.approx(of_table, rel=1e-12), name
