"""A belief kept on disk is the same to the last bit, and a brief stands on it."""

import json
from datetime import date

import numpy as np
import pytest
from written import HEAD

from forewarn.engine.effort import Effort
from forewarn.engine.posterior.beliefs import sum_up_belief
from forewarn.engine.posterior.believe import believe
from forewarn.language.load import read_case
from forewarn.stages.belief import Found, pack, unpack
from forewarn.stages.keep import from_plain, plain_of
from forewarn.workbench import UsageError, opened

MODEL = """
variables:
  x:
    title: The pact
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 0.5 (0.2 to 1.2) per year}
  y:
    title: The rising
    states: {down: D, up: U}
    start: {down: 90%, up: 10%}
    transitions: {down -> up: {rate: 0.2 per year, times: {x = b: 3}}}
questions:
  x_first: {title: First, happens: x = b, by: [1 year, 4 years]}
  y_up: {title: Up, happens: y = up, by: [4 years]}
fully_reported: {until: 2001-12-31, variables: [x]}
reports:
  - {date: 2001-01-01, jump: {x: a -> b}, what: It came.}
losses:
  deaths: {unit: people, per_jump: {y -> up: 100}}
"""
DAY = date(2001, 12, 31)
FEW = Effort(worlds=64, futures_per_world=4)


@pytest.fixture(scope="module")
def case():
    reading = read_case({"model.yaml": HEAD + MODEL})
    assert reading.case, [problem.message for problem in reading.problems]
    return opened(reading)


@pytest.fixture(scope="module")
def belief(case):
    return believe(case.case, DAY, worlds=64)


def test_a_belief_comes_back_to_the_last_bit(case, belief):
    found = pack(belief, sum_up_belief(case.case, belief))
    back = unpack(from_plain(json.loads(json.dumps(plain_of(found, Found))), Found))
    for name in ("numbers", "starts", "ptr", "past_years", "past_pulses"):
        one, other = getattr(belief, name), getattr(back, name)
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    assert (back.as_of, back.notes, back.spent) == (DAY, belief.notes, belief.spent)


def test_what_is_fully_reported_is_in_one_state_and_the_rest_in_shares(case, belief):
    found = sum_up_belief(case.case, belief)
    x, y = (one for one in found.whereabouts)
    assert dict(x.now) == {"a": 0.0, "b": 1.0}
    assert dict(y.start) == {"down": 0.9, "up": 0.1}
    assert 0 < dict(y.now)["up"] < 1
    assert sum(share for _, share in y.now) == pytest.approx(1)


def test_a_number_whose_jump_came_soon_is_held_larger(case, belief):
    (moved,) = (
        one
        for one in sum_up_belief(case.case, belief).moved
        if one.number == "x: a -> b"
    )
    assert moved.by > 0
    assert moved.posterior[1] > moved.prior[1] == pytest.approx(0.5)


def test_a_brief_of_a_day_is_the_same_from_what_is_kept(case, tmp_path):
    now = case.as_of(DAY)
    fresh = now.brief(FEW).files
    assert now.brief(FEW, keep=tmp_path / ".forewarn").files == fresh
    assert now.brief(FEW, keep=tmp_path / ".forewarn").files == fresh
    names = {path.name.partition("-")[0] for path in tmp_path.rglob("*.json")}
    assert {"belief", "answers", "then"} <= names


def test_a_brief_of_a_day_says_how_it_stood_and_what_settled(case):
    read = case.as_of(DAY).brief(FEW).files["brief.md"].decode()
    assert "What settled since 1 January 2000" in read
    assert "At the start" in read
    assert "--as-of 2001-12-31" in read
    assert "Where each variable is on 31 December 2001" in read
    assert "x: a -> b" in read


def test_paths_losses_and_replays_of_a_day_go_on_from_what_is_known(case):
    now = case.as_of(DAY)
    found = now.answer(effort=FEW)
    assert found.losses
    told = now.replay((3, 1), effort=FEW)
    jumps = [m for m in told.story.moments if m.variable == "x"]
    assert [round(jump.years, 2) for jump in jumps] == [1.0]
    assert {dict(o)["x"] for o in [told.story.start]} == {"a"}


def test_exported_futures_of_a_day_have_its_past(case, tmp_path):
    case.as_of(DAY).export(tmp_path, effort=FEW)
    rows = (tmp_path / "jumps.csv").read_text().splitlines()
    of_x = [row for row in rows if ",x," in row]
    assert len(of_x) == 64 * 4
    assert json.loads((tmp_path / "run.json").read_text())["as_of"] == "2001-12-31"


def test_what_cannot_go_with_a_day_is_refused(case):
    now = case.as_of(DAY)
    for effort in (Effort(method="exact"), Effort(method="rare"), Effort(central=True)):
        with pytest.raises(UsageError, match="leave out --method"):
            now.brief(effort)
