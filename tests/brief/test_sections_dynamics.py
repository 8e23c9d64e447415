"""The dynamics: the headline answers without each, beside the argument whole."""

from dataclasses import replace

from forewarn.brief.document import plain_text, shown_in
from forewarn.brief.findings import Findings
from forewarn.brief.sections.dynamics import compose_dynamics
from forewarn.language.load import load_case
from forewarn.model.comparison import Comparison, Difference
from forewarn.model.units import date_after

CASE = load_case("two-front").case
ONE = Difference(
    change="russia",
    question="two_front",
    kind="happens",
    by=date_after(CASE.start, 10.0),
    years=10.0,
    before=0.0476,
    after=0.0451,
    difference=-0.0025,
    error=0.0004,
    freedom=63,
    correlation=0.9,
    variance=0.002,
    method="simulated",
)
ALONE = Comparison(differences=(ONE,), worlds=1024, futures_per_world=64, seed=1)


def section(dynamics=ALONE, case=CASE, **more):
    findings = Findings(
        case=case, as_of=case.start, version="1", dynamics=dynamics, **more
    )
    return compose_dynamics(findings)


def texts(part):
    return [shown.text for shown in shown_in(part)]


def test_both_answers_are_told_with_the_difference_and_its_error():
    told = texts(section())
    assert told == ["4.8%", "4.5%", "\N{MINUS SIGN}0.25 points", "0.04 points"]
    trace = next(iter(shown_in(section()))).trace
    assert "1,024 worlds of 64 pairs of coupled futures" in plain_text(trace.line)


def test_exactly_none_is_not_noise():
    none = replace(ONE, after=0.0476, difference=0.0, error=0.0, method="exact")
    told = texts(section(replace(ALONE, differences=(none,))))
    assert told == ["4.8%", "4.8%", "exactly 0"]
    unseen = replace(none, error=0.0001, method="simulated")
    assert "none seen" in texts(section(replace(ALONE, differences=(unseen,))))


def test_all_of_them_stand_last():
    whole = replace(ONE, change="", after=0.01, difference=-0.0376)
    (_, _, _, table) = section(replace(ALONE, differences=(ONE, whole))).blocks
    (group,) = table.groups
    heads = [plain_text(row.head) for row in group.rows]
    assert heads[0] == "none: the argument whole"
    assert heads[-1] == "all of them"


def test_the_day_that_it_starts_from_is_told():
    later = date_after(CASE.start, 2.0)
    findings = Findings(case=CASE, as_of=later, version="1", dynamics=ALONE)
    table = compose_dynamics(findings).blocks[-1]
    assert "2025" in plain_text(table.caption)


def test_without_dynamics_or_without_a_run_it_says_what_is_lacking():
    (only,) = section(case=replace(CASE, dynamics=())).blocks
    assert only.role == "lacking"
    *_, last = section(None).blocks
    assert last.role == "lacking"
