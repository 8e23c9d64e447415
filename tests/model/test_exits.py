"""States without a way out: whatever leads out of a state, it is none of them."""

import pytest

from forewarn.language.load import read_case
from forewarn.model.exits import dead_ends

HEAD = """
forewarn: 1
case: {title: Doors, start: 2023-09-14, horizon: 5 years}
basis: judgement
variables:
  door:
    states: [shut, ajar, open]
    start: shut
    transitions: {shut -> ajar: 1 per year}
  bell:
    states: [still, rung]
    start: still
    transitions: {still -> rung: 1 per year}
"""


def ends(text):
    case = read_case({"model.yaml": HEAD + text}).case
    return [f"{variable.name}: {state.name}" for variable, state in dead_ends(case)]


def test_a_state_that_nothing_leads_out_of_is_told():
    assert ends("") == ["door: ajar", "door: open", "bell: rung"]


TRIGGER = """
triggers:
  - {after: bell -> rung, jump: {door: ajar -> open}, chance: 5%}
"""
DATED = """
schedule:
  noon: {dates: [2024-01-01], jump: {bell: rung -> still}, chance: 5%}
"""
DRAWN = """
schedule:
  vote: {dates: [2024-01-01], draw: {door: {shut: 50%, open: 50%}}}
"""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (TRIGGER, ["door: ajar"]),
        (DATED, ["bell: rung"]),
        (DRAWN, ["door: ajar", "door: open"]),
    ],
)
def test_a_schedule_or_a_trigger_is_a_way_out(text, left):
    assert sorted({*ends("")} - {*ends(text)}) == left
