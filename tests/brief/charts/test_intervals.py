"""The picture of how likely and how sure: nothing off its axis, labels apart."""

import json
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from forewarn.brief.charts.intervals import (
    LABEL_SHARE,
    MARKS,
    Answered,
    _marks,
    intervals_chart,
    log_odds,
)
from forewarn.brief.draw import draw

CHANCES = st.floats(0, 1) | st.floats(-12, 0).map(lambda power: 10.0**power)
ROWS = st.lists(
    st.builds(
        lambda chances, outside: Answered(
            label="A question, 14 Sep 2033",
            low=min(chances),
            value=sorted(chances)[1],
            high=max(chances),
            outside=outside,
        ),
        st.tuples(CHANCES, CHANCES, CHANCES),
        st.none() | CHANCES,
    ),
    min_size=1,
    max_size=3,
)


@given(ROWS)
def test_every_answer_lies_within_the_axis(rows):
    marks = _marks(rows)
    for row in rows:
        for chance in (row.low, row.value, row.high):
            assert marks[0] <= log_odds(chance) <= marks[-1]


@given(ROWS)
def test_labels_of_the_axis_have_room_side_by_side(rows):
    marks = _marks(rows)
    assert len(marks) >= 2
    gaps = [after - before for before, after in pairwise(marks)]
    assert len(gaps) == 1 or min(gaps) >= LABEL_SHARE * (marks[-1] - marks[0])


@given(st.sampled_from(MARKS))
def test_answers_that_all_stand_on_one_mark_still_have_an_axis(mark):
    marks = _marks([Answered(label="", low=mark, value=mark, high=mark, outside=None)])
    assert marks[0] < marks[-1]


@settings(max_examples=15)
@given(ROWS)
def test_any_answers_can_be_drawn(rows):
    svg = draw(intervals_chart(rows), prefix="p")
    assert svg.count("A question, 14 Sep 2033") == len(rows)
    # The axis is labelled in chances, not in log odds.
    assert re.search(r">(1 in [\d,]+( million| billion)?|[\d.]+%)<", svg)


def test_a_specification_is_plain_and_holds_its_data():
    row = Answered(label="x", low=0.1, value=0.2, high=0.3, outside=0.05)
    spec = json.loads(json.dumps(intervals_chart([row])))
    assert "url" not in json.dumps(spec.get("data", {}))
    assert any(len(values) == 1 for values in spec["datasets"].values())
