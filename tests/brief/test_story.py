"""One future in words: the day, what happens, and what it answers."""

from math import nan

from forewarn.brief.story import tell
from forewarn.language.load import load_case
from forewarn.model.estimate import Ask
from forewarn.model.story import Moment, Story

CASE = load_case("two-front").case
START = tuple((v.name, v.states[0].name) for v in CASE.variables)
STORY = Story(
    world=3,
    future=2,
    start=START,
    moments=(
        Moment(
            years=1.0,
            name="taiwan: greyzone -> crisis",
            variable="taiwan",
            source="greyzone",
            target="crisis",
        ),
        Moment(years=2.5, name="nuclear_test"),
    ),
    outcomes=(
        (Ask(question="two_front", years=1.0), 0.0),
        (Ask(question="treaty", years=10.0), 1.0),
        (Ask(question="tests", years=10.0), 3.0),
        (Ask(question="engaged", years=10.0), 0.25),
        (Ask(question="provoke", years=10.0), nan),
    ),
)


def test_what_happens_is_told_on_its_day():
    told = tell(CASE, STORY)
    assert [(m.day.isoformat(), m.words) for m in told.moments] == [
        ("2024-09-14", "Taiwan Strait turns from greyzone to crisis"),
        ("2026-03-16", "Nuclear test"),
    ]


def test_every_variable_starts_somewhere():
    told = tell(CASE, STORY)
    assert len(told.start) == len(CASE.variables)
    assert "Taiwan Strait: greyzone" in told.start


def test_outcomes_are_told_by_their_kind():
    words = [judged.words for judged in tell(CASE, STORY).outcomes]
    assert words == ["no", "yes", "3", "0.25 years", "its onset does not come"]
