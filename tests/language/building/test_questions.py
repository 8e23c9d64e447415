"""Questions: each kind built as asked, and told where it asks nothing that can be."""

from datetime import date
from typing import get_args

import pytest
from marked import case_of, problem_of, told

from forewarn.language.building.questions import _FIELDS
from forewarn.language.layout.questions import Question
from forewarn.model.case import Deadline, QuestionKind
from forewarn.model.conditions import text_of

KINDS = get_args(QuestionKind)
FIRST = "{happens: war -> hot, by: 1 year}"


def test_every_kind_of_question_can_be_asked() -> None:
    assert set(_FIELDS) == set(KINDS)
    keys = {"given": "happens"}
    assert all(keys.get(kind, kind) in Question.model_fields for kind in KINDS)


def question(fields):
    return case_of((FIRST, f"{{{fields}}}")).question("first")


def codes(fields):
    return told((FIRST, f"{{{fields}}}"))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("happens: war = hot and talks = low, by: 1 year", "happens"),
        ("happens: war -> hot and talks = low, by: 1 year", "happens"),
        ("happens: war -> hot or raid, by: 1 year", "happens"),
        ("holds: war = hot, at: 1 year", "holds"),
        ("holds: war = hot, by: 1 year", "holds"),
        ("count: raid, by: 1 year", "count"),
        ("count: 'talks -> mid|high', by: 1 year", "count"),
        ("order: [war -> hot, raid, talks = high], by: 1 year", "order"),
        ("happens: raid, given: war = hot, within: 90 days, by: 1 year", "given"),
        ("happened: [raised], by: 1 year", "happened"),
        ("happened: raised, by: 1 year", "happened"),
        ("number: 'war: calm -> hot', above: 0.2 per year", "number"),
        ("time: war = hot, by: 1 year", "time"),
    ],
)
def test_each_kind_of_question_is_known_by_its_key(fields, kind) -> None:
    raised = f"{{{fields}}}\n  raised: {{happens: talks = high, by: 1 year}}"
    assert case_of((FIRST, raised)).question("first").kind == kind


def test_a_question_is_built_as_asked() -> None:
    built = question(
        "title: War, happens: war -> hot, by: 1 year, base_rate: 0 in 70.1 years, "
        "resolves: Two papers say so."
    )
    assert (built.title, built.resolves) == ("War", "Two papers say so.")
    assert text_of(built.condition) == "war -> hot"
    assert built.base_rate.text == "0 in 70.1 years"
    assert built.base_rate.dimension == "rate"


def test_a_base_rate_may_be_a_share() -> None:
    built = question("happens: war -> hot, by: 1 year, base_rate: 3 of 12")
    assert built.base_rate.dimension == "probability"


def test_given_and_within_open_a_window() -> None:
    built = question("happens: raid, given: war -> hot, within: 180  days, by: 5 years")
    assert text_of(built.given) == "war -> hot"
    assert built.within == pytest.approx(180 / 365.25, abs=1e-15)
    assert built.within_text == "180 days"


def test_an_order_keeps_its_order() -> None:
    built = question("order: [war -> hot, talks = high], by: 1 year")
    assert [text_of(each) for each in built.order] == ["war -> hot", "talks = high"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("war:  calm->hot", "war: calm -> hot"),
        ("talks: low -> mid | war = hot", "talks: low -> mid | war = hot"),
        ("talks: low->mid|war=hot", "talks: low -> mid | war = hot"),
        ("talks: low -> mid | each", "talks: low -> mid | each"),
        ("talks: low -> mid |  each  2", "talks: low -> mid | each 2"),
        ("talks: start=mid", "talks: start = mid"),
        ("raid|talks  =  high", "raid | talks = high"),
        ("raid", "raid"),
    ],
)
def test_a_number_is_found_however_its_spaces_are(written, name) -> None:
    above = "50%" if "start" in name else "2" if "|" in name else "2 per year"
    pools = "war = hot: 3\n          each:" + 2 * (
        "\n            - {of: [war = hot], times: 2}"
    )
    asked = f"{{number: '{written}', above: {above}}}"
    built = case_of((FIRST, asked), ("war = hot: 3", pools))
    assert built.question("first").number == name


def test_a_bound_is_in_the_unit_of_its_number() -> None:
    built = question("number: 'war: calm -> hot', above: 1 per month")
    assert built.above == pytest.approx(12)
    assert built.by == ()


def test_dates_are_days_durations_or_from_now() -> None:
    built = question("happens: raid, by: [2024-06-19, 18 months, 1 year  from now]")
    assert built.by == (
        Deadline(text="2024-06-19", day=date(2024, 6, 19)),
        Deadline(text="18 months", years=1.5),
        Deadline(text="1 year from now", years=1.0, from_now=True),
    )


@pytest.mark.parametrize("text", ["10 years", "2034-01-01", "120 months", "2024-01-01"])
def test_the_first_and_the_last_day_can_be_asked_for(text) -> None:
    assert question(f"happens: raid, by: {text}")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ("happens: raid, by: «2023-12-31»", "E501"),
        ("happens: raid, by: [1 year, «2034-01-02», «11 years»]", "E502 E502"),
        ("happens: raid, by: «11 years from now»", "E502"),
        ("happens: raid, by: «1 yeer»", "E303"),
        ("happens: raid, by: «soon»", "E301"),
        ("happens: raid, by: «1 to 3 years»", "E313"),
        ("happens: raid, by: «2024-02-30»", "E127"),
        ("happens: raid, by: «-1» years", "E307"),
        ("happens: war -> hot and «warm», by: 1 year", "E405"),
        ("happens: «war -> hot and raid», by: 1 year", "E409"),
        ("happens: «(war -> hot or raid) and talks -> high», by: 1 year", "E409"),
        ("happens: not «war» -> hot, by: 1 year", "E407"),
        ("holds: «war -> hot», at: 1 year", "E408"),
        ("time: «raid», by: 1 year", "E408"),
        ("count: «war = hot», by: 1 year", "E414"),
        ("count: «raid or war -> hot», by: 1 year", "E414"),
        ("happens: raid, given: «war = hot», by: 1 year", "E507"),
        ("happens: raid, within: «1 year», by: 1 year", "E507"),
        ("holds: war = hot, given: «raid», within: 1 year, by: 1 year", "E507"),
        ("happens: raid, given: war = hot, within: «0 days», by: 1 year", "E504"),
        ("happens: raid, above: «3», by: 1 year", "E508"),
        ("happens: raid, by: 1 year, at: «2 years»", "E508"),
        ("number: raid, by: «1 year», above: 1 per year", "E508"),
        ("number: «raid»", "E508"),
        ("number: raid, above: «1»", "E302"),
        ("number: «raids», above: 1 per year", "E413"),
        ("order: [«raid»], by: 1 year", "E506"),
        ("order: «raid», by: 1 year", "E203"),
        ("happened: [«raids», «nothing»], by: 1 year", "E509 E412"),
        ("«hapens»: raid, by: 1 year", "E201"),
    ],
)
def test_a_question_that_cannot_be_is_told_where_it_is(fields, code) -> None:
    assert codes(fields) == code


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ("by: 1 year", "nothing"),
        ("happens: raid, holds: war = hot, by: 1 year", "happens and holds"),
    ],
)
def test_a_question_asks_one_thing(fields, asks) -> None:
    change = ("  first: " + FIRST, f"  «first»: {{{fields}}}")
    assert told(change) == "E506"
    assert f"asks {asks}" in problem_of(change).message


@pytest.mark.parametrize(
    "fields",
    [
        "happens: raid",
        "happens: raid, by: []",
        "order: [], by: 1 year",
        "happened: [], by: 1 year",
    ],
)
def test_a_question_needs_its_lists_and_dates(fields) -> None:
    assert told(("  first: " + FIRST, f"  «first»: {{{fields}}}")) in {"E508", "E506"}


def test_a_question_that_names_itself_is_told() -> None:
    assert codes("happened: [«first»], by: 1 year") == "E505"


def test_questions_that_wait_for_each_other_are_told_once() -> None:
    ring = (
        "  «first»: {happened: [second], by: 1 year}\n"
        "  second: {happened: [third], by: 1 year}\n"
        "  third: {happened: [first], by: 1 year}\n"
        "  outside: {happened: [third], by: 1 year}"
    )
    assert told(("  first: " + FIRST, ring)) == "E505"


def test_a_question_may_name_one_that_names_another() -> None:
    chain = FIRST + "\n  second: {happened: first, by: 1 year}"
    chain += "\n  third: {happened: [second, first], by: 1 year}"
    assert case_of((FIRST, chain)).question("third").happened == ("second", "first")


def test_a_question_about_a_broken_one_says_nothing_more() -> None:
    broken = (
        "{happens: «warm» -> hot, by: 1 year}\n  all: {happened: first, by: 1 year}"
    )
    assert told((FIRST, broken)) == "E402"
