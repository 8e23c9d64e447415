"""What numbers rest on is counted once, and told alike wherever it is told."""

import re

from hypothesis import given, settings
from strategies import cases

from forewarn.brief.findings import Findings
from forewarn.brief.pages import render_pages
from forewarn.cli.case_record import case_record
from forewarn.language.load import load_case, read_case
from forewarn.language.prose import prose_of
from forewarn.language.writer import write_case
from forewarn.model.standing import standing_of


def warned_of_hindsight(reading):
    return {one.span for one in reading.problems if one.code == "W206"}


@settings(max_examples=40, deadline=None)
@given(cases())
def test_checking_counts_the_same_hindsight_as_everybody(case) -> None:
    reading = read_case({"model.yaml": write_case(case)})
    late = standing_of(reading.case).late
    assert len(warned_of_hindsight(reading)) == len(late)
    assert warned_of_hindsight(reading) == {each.number.span for each in late}


@settings(max_examples=40, deadline=None)
@given(cases())
def test_nothing_is_counted_twice_or_left_out(case) -> None:
    standing = standing_of(case)
    assert sum(standing.by_basis.values()) == len(standing.numbers)
    definitions = standing.by_basis["definition"]
    assert len(standing.believed) == len(standing.numbers) - definitions
    assert {each.name for each in standing.unreasoned} <= {
        each.name for each in standing.believed
    }


def test_four_ways_of_telling_tell_one_count() -> None:
    reading = load_case("two-front")
    standing = standing_of(reading.case)
    late, bare = len(standing.late), len(standing.unreasoned)
    assert (late, bare) == (len(warned_of_hindsight(reading)), 29)

    record = case_record(reading.case)
    assert (record["hindsight"], record["without_because"]) == (late, bare)

    prose = " ".join(prose_of(reading.case).split())
    assert f"known only after the start: {late}." in prose
    assert f"Without: {bare}." in prose

    findings = Findings(case=reading.case, as_of=reading.case.start, version="0")
    pages = render_pages(findings)
    brief = re.sub(r"\[\^\d+\]", "", pages.files["brief.md"].decode())
    assert f"{late} numbers rest on what was known only after the start" in brief
    assert f"{bare} of {len(standing.believed)} numbers, definitions apart" in brief


LATE = """\
forewarn: 1
case: {title: T, start: 2023-09-14, horizon: 1 year}
basis: judgement
sources:
  later: {title: Later, date: 2024-06-19}
variables:
  v:
    states: [a, b]
    start: a
    transitions:
      a -> b: {rate: 1 per year, REASONS}
"""


def test_hindsight_comes_from_the_day_the_source_or_the_count() -> None:
    for reasons, says in {
        "known: 2024-01-01": "leave it so",
        '"source": "later, p. 1"': "write 'known:'",
        '"source": "later, p. 1", known: 2023-01-01': "",
        "count: 3 in 2020-01-01 to 2024-01-01": "end the count's window",
        "count: 3 in 2020-01-01 to start": "",
    }.items():
        reading = read_case({"model.yaml": LATE.replace("REASONS", reasons)})
        hints = [one.hint for one in reading.problems if one.code == "W206"]
        assert len(hints) == len(standing_of(reading.case).late) == bool(says)
        assert all(says in hint for hint in hints)
