"""Reports: what cannot be, or cannot all be, is told; what may be wrong is not."""

import pytest
from marked import MODEL, told_with

CITED = 'source: "un, page 3", what: Seen.'
SCHEDULE = """\
variables:
  unsc: {states: [split, gone], start: split}
schedule:
  mandate:
    dates: every 30 April
    window: 60 days
    jump: {unsc: split -> gone}
    chance: 20%
"""
DATED = (
    MODEL.replace("variables:\n", SCHEDULE.partition("schedule:")[0], 1)
    .replace(
        "events:\n", "schedule:" + SCHEDULE.partition("schedule:")[2] + "events:\n", 1
    )
    .replace("  raids:", "  gone: {happens: unsc = gone, by: 5 years}\n  raids:")
)


def reports(*lines, covered=""):
    cover = f"fully_reported: {{until: 2030-01-01, variables: [{covered}]}}\n"
    listed = "".join(f"  - {line}\n" for line in lines)
    return f"{cover if covered else ''}reports:\n{listed}".replace("}!", f", {CITED}}}")


def codes(*lines, covered="", model=MODEL):
    return told_with(reports(*lines, covered=covered), model=model)


def marked(line):
    return f"«{line.removesuffix('!')}»".replace("}»", f", {CITED}}}»")


@pytest.mark.parametrize(
    "line",
    [
        "{date: 2024-06-19, jump: {war: calm -> hot}}!",
        "{date: 2024-06-19, state: {talks: low|high}}!",
        "{date: 2024-06-19, event: raid}!",
    ],
)
def test_a_report_of_what_can_be_is_told_nothing(line) -> None:
    assert not codes(line)


@pytest.mark.parametrize(
    "line",
    [
        "{date: 2024-06-19, jump: {talks: low -> high}}",
        "{date: 2024-06-19, jump: {talks: mid|high -> mid}}".replace(
            "mid|high", "high"
        ),
    ],
)
def test_a_jump_that_nothing_makes_is_told_and_the_nearest_named(line) -> None:
    assert codes(marked(line)) == "E603"
    doubtful = line.replace("}}", "}, reliability: C3}") + "!"
    assert not codes(doubtful)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("date: 2025-03-01", ""),
        ("date: 2025-04-30", ""),
        ("date: 2025-05-01", "E603"),
        ("date: 2025-02-28", "E603"),
        ("from: 2025-01-01, to: 2025-03-05", ""),
        ("from: 2025-04-30, to: 2025-12-31", ""),
        ("from: 2025-05-01, to: 2026-02-27", "E603"),
    ],
)
def test_a_jump_of_a_schedule_is_reported_in_its_windows(day, code) -> None:
    line = f"{{{day}, jump: {{unsc: split -> gone}}}}"
    line = marked(line) if code else f"{line}!"
    assert codes(line, model=DATED) == code


def test_a_report_twice_and_one_without_its_source_are_told() -> None:
    line = "{date: 2024-06-19, event: raid}"
    assert codes(f"{line}!", marked(line)) == "W602"
    assert codes(f"«{line}»") == "W601"


def test_a_report_that_says_nothing_is_told() -> None:
    assert codes(marked("{date: 2024-06-19, state: {war: hot|calm}}")) == "W603"


STORY = (
    "{date: 2024-05-01, jump: {war: calm -> hot}}!",
    "{date: 2024-06-01, state: {war: hot}}!",
    "{date: 2024-07-01, jump: {war: hot -> calm}}!",
    "{date: 2024-07-01, state: {war: calm}}!",
)


def test_a_story_that_holds_together_is_told_nothing_in_any_order() -> None:
    assert not codes(*STORY, covered="war")
    assert not codes(*STORY[::-1], covered="war")


@pytest.mark.parametrize(
    "line",
    [
        "{date: 2024-04-01, state: {war: hot}}",
        "{date: 2024-05-15, jump: {war: calm -> hot}}",
        "{date: 2024-07-02, state: {war: hot}}",
        "{date: 2024-08-02, jump: {war: hot -> calm}}",
    ],
)
def test_a_fact_that_breaks_the_story_is_told_where_all_is_reported(line) -> None:
    lines = (*STORY, marked(line))
    assert codes(*lines, covered="war") == "E604"
    assert not codes(*STORY, f"{line}!")
    doubtful = line.replace("}}", "}, reliability: C3}") + "!"
    assert not codes(*STORY, doubtful, covered="war")


def test_what_a_variable_may_start_in_may_be_reported() -> None:
    line = "{date: 2024-04-01, state: {talks: mid}}!"
    assert not codes(line, covered="talks")
    high = "{date: 2024-04-01, state: {talks: high}}"
    assert codes(marked(high), covered="talks") == "E604"
    low = marked("{date: 2024-05-01, state: {talks: low}}")
    assert codes(line, low, covered="talks") == "E604"


def test_where_the_order_of_two_reports_is_unknown_nothing_is_said_of_it() -> None:
    lines = (
        "{from: 2024-05-01, to: 2024-08-01, jump: {war: calm -> hot}}!",
        "{date: 2024-06-01, state: {war: calm}}!",
        "{date: 2024-07-01, state: {war: hot}}!",
    )
    assert not codes(*lines, covered="war")


def test_after_the_last_day_covered_it_may_have_moved_unseen() -> None:
    line = "{date: 2030-01-02, state: {war: hot}}!"
    assert not codes(line, covered="war")


def test_two_states_of_one_day_exclude_each_other() -> None:
    first = "{date: 2024-06-19, state: {talks: low|mid}}!"
    assert codes(first, marked("{date: 2024-06-19, state: {talks: high}}")) == "E604"
    assert not codes(first, "{date: 2024-06-19, state: {talks: mid|high}}!")
    assert not codes(first, "{date: 2024-06-20, state: {talks: high}}!")
