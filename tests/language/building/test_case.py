"""The whole case: head, sources, dynamics, claims, and files joined into one."""

from datetime import date

import pytest
from dice import rolled
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import MODEL, case_of, changed, problem_of, told
from random_cases import a_case

from forewarn.language.codes import CODES
from forewarn.language.load import read_case
from forewarn.language.writer import write_case
from forewarn.model.units import years_between
from forewarn.model.yardstick import PHIA

HORIZON = "  horizon: 10 years\n"
ASKED = "  raids: {count: raid, by: 5 years}\n"


def test_the_head_is_built_as_written() -> None:
    more = (
        "  horizon: 120  months\n  written: 2026-11-23\n  status: draft\n"
        "  handling: Public sources\n  measure_cap: 40%\n  author_correlation: 0.2\n"
    )
    case = case_of((HORIZON, more))
    assert (case.title, case.start) == ("Two rooms", date(2024, 1, 1))
    assert (case.horizon, case.horizon_text) == (10.0, "120 months")
    assert (case.written, case.status) == (date(2026, 11, 23), "draft")
    assert (case.measure_cap, case.author_correlation) == (0.4, 0.2)
    assert case.handling == "Public sources"


def test_a_case_that_says_little_has_the_usual_head() -> None:
    case = case_of()
    assert (case.status, case.handling, case.written) == ("final", "", None)
    assert (case.measure_cap, case.author_correlation) == (0.5, 0.0)


def test_a_case_may_choose_its_headlines_and_its_words() -> None:
    assert case_of((HORIZON, HORIZON + "  yardstick: phia\n")).yardstick == PHIA
    own = "  headlines: raids\n  yardstick: {rare: 0% to 2.5%, real: 10 to 100%}\n"
    case = case_of((HORIZON, HORIZON + own))
    assert case.headlines == ("raids",)
    bands = [(band.word, band.low, band.high) for band in case.yardstick.bands]
    assert bands == [("rare", 0.0, 0.025), ("real", 0.1, 1.0)]


def test_a_horizon_may_be_a_day() -> None:
    case = case_of((HORIZON, "  horizon: 2030-06-30\n"))
    assert case.horizon == years_between(date(2024, 1, 1), date(2030, 6, 30))
    assert case.horizon_text == "2030-06-30"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (HORIZON, "  horizon: «0 years»\n", "E510"),
        (HORIZON, "  horizon: «2023-12-31»\n", "E510"),
        (HORIZON, "  horizon: «9 to 11 years»\n", "E313"),
        (HORIZON, "  horizon: «10»\n", "E302"),
        (HORIZON, HORIZON + "  status: «drat»\n", "E206"),
        (HORIZON, HORIZON + "  written: «yesterday»\n", "E503"),
        (HORIZON, HORIZON + "  headlines: [«wars»]\n", "E412"),
        (HORIZON, HORIZON + "  yardstick: «icd203»\n", "E206"),
        (HORIZON, HORIZON + "  yardstick: {rare: «seldom»}\n", "E301"),
        (HORIZON, HORIZON + "  yardstick: {rare: «5% to 120%»}\n", "E306"),
        (HORIZON, HORIZON + "  yardstick: {rare: «20% to 5%»}\n", "E304"),
        (
            HORIZON,
            HORIZON + "  yardstick: {rare: 0% to 9%, «real»: 5% to 99%}\n",
            "E304",
        ),
        (HORIZON, HORIZON + "  measure_cap: «120%»\n", "E306"),
        (HORIZON, HORIZON + "  measure_cap: «40% to 50%»\n", "E313"),
        ("  start: 2024-01-01\n", "  start: «2024-02-30»\n", "E127"),
        ("  start: 2024-01-01\n", "  start: «soon»\n", "E503"),
        ("  start: 2024-01-01\n", "  «strat»: 2024-01-01\n", "E201"),
        ("case:\n", "«casse»:\n", "E201"),
        ("forewarn: 1\n", "forewarn: «2»\n", "E208"),
        ("basis: judgement\n", "basis: «judgment»\n", "E206"),
        ("basis: judgement\n", "«basiss»: judgement\n", "E201"),
        ("variables:\n", "«variable»:\n", "E201"),
        ("date: 2020-03-01", "date: «March 2020»", "E503"),
    ],
)
def test_one_slip_in_the_head_is_one_problem(old, new, code) -> None:
    assert told((old, new)) == code


@pytest.mark.parametrize("known", ["2020", "2020-03"])
def test_where_only_the_month_is_known_its_last_day_is_asked_for(known) -> None:
    problem = problem_of(("date: 2020-03-01", f"date: {known}"))
    assert problem.code == "E503"
    assert "last" in problem.hint


@pytest.mark.parametrize("key", ["forewarn: 1\n", "case:"])
def test_a_model_without_its_head_is_told_at_its_top(key) -> None:
    if key == "case:":
        a, b = MODEL.index("case:"), MODEL.index("basis:")
        model = MODEL[:a] + MODEL[b:]
    else:
        model = MODEL.replace(key, "")
    (problem,) = read_case({"model.yaml": model}).problems
    assert (problem.code, problem.span.line) == ("E202", 1)


def test_sources_and_dynamics_are_built_as_written() -> None:
    lines = (
        "dynamics:\n  shield: {title: Shield, without: {war: hot, talks: low}}\n"
        "sources:\n"
        '  cns: {title: "Count", publisher: CNS, date: 2021-02-03, url: "https://x/#a"}\n'
    )
    case = case_of(("sources:\n", lines))
    source = next(each for each in case.sources if each.name == "cns")
    assert (source.title, source.publisher) == ("Count", "CNS")
    assert (source.published, source.url) == (date(2021, 2, 3), "https://x/#a")
    assert case.dynamics[0].without == (("war", "hot"), ("talks", "low"))


@pytest.mark.parametrize(
    ("without", "codes"),
    [
        ("{«wr»: hot}", "E402"),
        ("{war: «warm»}", "E403"),
        ("{war: «low»}", "E404"),
        ("«war»", "E203"),
    ],
)
def test_a_dynamic_holds_known_variables_in_known_states(without, codes) -> None:
    lines = f"dynamics:\n  shield: {{title: Shield, without: {without}}}\nsources:\n"
    assert told(("sources:\n", lines)) == codes


def test_a_claim_is_tested_by_questions_and_numbers() -> None:
    claim = (
        "claims:\n  C1:\n    says: |\n      War: not zero.\n    fails_if: It is zero\n"
    )
    claim += (
        "    tested_by: [first, 'talks: low->mid | war=hot']\n    waits_for: A count\n"
    )
    (built,) = case_of((ASKED, ASKED + claim)).claims
    assert (built.says, built.fails_if) == ("War: not zero.", "It is zero")
    assert built.tested_by == ("first", "talks: low -> mid | war = hot")
    assert built.waits_for == "A count"


def test_a_test_that_is_nowhere_is_told() -> None:
    claim = "claims:\n  C1: {says: War, tested_by: [first, «frist»]}\n"
    assert told((ASKED, ASKED + claim)) == "E412"
    unmarked = claim.replace("«", "").replace("»", "")
    assert '"first"' in problem_of((ASKED, ASKED + unmarked)).hint


SPLIT = MODEL.index("variables:"), MODEL.index("events:")
HEAD, VARIABLES, REST = MODEL[: SPLIT[0]], MODEL[SPLIT[0] : SPLIT[1]], MODEL[SPLIT[1] :]


def test_files_are_joined_into_one_model() -> None:
    files = {
        "a.yaml": "basis: judgement\n" + REST,
        "b.yaml": HEAD,
        "c.yaml": "basis: judgement\n" + VARIABLES,
    }
    assert read_case(files).case == case_of()


@pytest.mark.parametrize(
    ("again", "line"),
    [
        ("variables:\n  war: {states: [a, b], start: a}\n", 2),
        ("events:\n  raid: {rate: 1 in 9 years}\n", 2),
        ("forewarn: 1\n", 1),
        ("case: {title: Again, start: 2024-01-01, horizon: 1 year}\n", 1),
        ("sources:\n  un: {title: Again}\n", 2),
        ("questions:\n  first: {happens: raid, by: 1 year}\n", 2),
    ],
)
def test_what_stands_in_two_files_is_told_in_the_second(again, line) -> None:
    problems = read_case({"a.yaml": MODEL, "b.yaml": again}).problems
    told = [(each.code, each.span.file, each.span.line) for each in problems]
    assert told == [("E207", "b.yaml", line)]
    assert "a.yaml" in problems[0].message


def test_with_a_file_that_is_not_yaml_no_name_is_called_unknown() -> None:
    files = {"a.yaml": HEAD + REST, "b.yaml": VARIABLES + "  }\n"}
    assert {each.code for each in read_case(files).problems} == {"E102"}


def test_many_slips_are_told_at_once_in_the_order_of_the_text() -> None:
    codes = told(
        ("start: calm", "start: «cool»"),
        ("hot -> calm: 2 per year", "hot -> calm: «2»"),
        ("war = hot: 3", "«wr» = hot: 3"),
        ("talks = high: 0.5", "talks = high: «0.5» to 0.2"),
        ("by: 1 year", "by: «11 years»"),
        ("count: raid", "count: «rad»"),
    )
    assert codes == "E403 E302 E402 E304 E502 E405"


def test_after_three_hundred_errors_it_says_that_there_may_be_more() -> None:
    wrong = "".join(f"          w{number} = hot: 3\n" for number in range(1000))
    reading = read_case({"m.yaml": changed(("          war = hot: 3\n", wrong))})
    assert len(reading.problems) == 300
    assert reading.notes == ("300 errors are told; there may be more",)


SLIPS = st.tuples(
    st.integers(0, len(MODEL) - 1), st.sampled_from("{}[],:#|>-%'\"&* \n0b")
)


@settings(max_examples=200)
@given(st.lists(SLIPS, min_size=1, max_size=3), st.booleans())
def test_slips_of_the_keyboard_are_told_and_never_break_anything(
    slips, instead
) -> None:
    text = MODEL
    for where, sign in slips:
        text = text[:where] + sign + text[where + instead :]
    reading = read_case({"model.yaml": text})
    errors = [each for each in reading.problems if each.severity == "error"]
    assert (reading.case is None) == bool(errors)
    assert {each.code for each in reading.problems} <= {each.code for each in CODES}
    assert all(each.message and each.hint for each in reading.problems)
    assert all(0 < each.span.line <= text.count("\n") + 1 for each in reading.problems)


@settings(max_examples=25)
@given(rolled(a_case))
def test_nothing_that_is_declared_is_dropped(case) -> None:
    text = write_case(case)
    built = read_case({"model.yaml": text}).case
    assert text.count("\n      ") >= sum(len(v.transitions) for v in built.variables)
    for kind in ("variables", "events", "sources", "dynamics", "questions", "claims"):
        names = [each.name for each in getattr(case, kind)]
        assert [each.name for each in getattr(built, kind)] == names
    assert [n.name for n in built.numbers()] == [n.name for n in case.numbers()]


@settings(max_examples=25)
@given(rolled(a_case))
def test_every_number_has_a_name_of_its_own_and_a_place(case) -> None:
    built = read_case({"model.yaml": write_case(case)}).case
    numbers = list(built.numbers())
    assert len({number.name for number in numbers}) == len(numbers)
    assert all(number.span.line > 0 for number in numbers)
