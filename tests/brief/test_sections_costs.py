"""What it would cost: every amount as it was added up, and what each rests on."""

from dataclasses import replace
from datetime import date

from written import written

from forewarn.brief.document import shown_in
from forewarn.brief.findings import Findings
from forewarn.brief.sections.costs import compose_costs
from forewarn.model.estimate import Cost

CASE = written(
    """
sources: {yearbook: {title: Yearbook}}
variables:
  x:
    states: {calm: Calm, war: War}
    start: calm
    transitions: {calm -> war: 0.1 per year}
losses:
  deaths:
    title: Deaths in a war
    unit: people
    per_jump:
      x -> war: {size: 300_000 (60_000 to 1_500_000), varies: event}
    per_year: {x = war: 20 people per year}
"""
)
COST = Cost(
    loss="deaths",
    by=date(2009, 12, 31),
    years=10.0,
    mean=59_000.0,
    low=0.0,
    median=0.0,
    high=210.0,
    worst5=1.1e6,
    error=3_400.0,
    futures=16_384,
)


def section(case=CASE, costs=(COST,)):
    findings = Findings(case=case, as_of=case.start, version="1", costs=costs)
    return compose_costs(findings)


def texts(part):
    return [shown.text for shown in shown_in(part)]


def test_every_amount_is_shown_with_the_run_it_came_from():
    shown = list(shown_in(section()))
    told = {each.text for each in shown if each.trace.origin == "run"}
    assert told == {"59,000", "0", "210", "1.1 million", "3,400"}


def test_every_size_leads_to_its_line():
    shown = [each for each in shown_in(section()) if each.trace.origin == "file"]
    assert {each.trace.row for each in shown} == {
        term.size.span.line
        for loss in CASE.losses
        for term in (*loss.per_jump, *loss.per_year)
    }


def test_only_the_last_date_is_in_the_table():
    early = replace(COST, years=1.0, by=date(2000, 12, 31), mean=1.0)
    assert texts(section(costs=(early, COST))) == texts(section())


def test_without_losses_or_without_a_run_it_says_what_is_lacking():
    for case, costs, words in (
        (replace(CASE, losses=()), (), "losses:"),
        (CASE, (), "A run would fill"),
    ):
        (first, *_) = section(case, costs).blocks
        assert first.role == "lacking"
        assert words in first.line[0]
