"""What to prepare now: each measure alone, and no advice."""

from dataclasses import replace
from datetime import date

from written import written

from forewarn.brief.document import plain_text, shown_in
from forewarn.brief.findings import Findings
from forewarn.brief.sections.measures import compose_measures
from forewarn.model.comparison import Difference
from forewarn.model.tried import Tried, TriedAll

CASE = written(
    """
variables:
  x:
    states: {calm: Calm, war: War}
    start: calm
    transitions: {calm -> war: 0.1 per year}
questions:
  war: {happens: x = war, by: 10 years, resolves: Seen.}
measures:
  talks:
    title: Talks with all
    cost: 5m to 15m USD per year
    ready: 6 months
    effects:
      - {hazard: "x: calm -> war", times: 0.6 (0.4 to 0.9)}
    side_effect: They take long.
  walls:
    title: Walls
    cost: unpriced
    ready: by 2002-01-01
    effects:
      - {hazard: "x: calm -> war", times: 0.9}
"""
)
NOW, LATER = CASE.start, date(CASE.start.year + 2, 1, 1)
ONE = Difference(
    change=f"talks@{NOW}",
    question="war",
    kind="happens",
    by=date(2009, 12, 31),
    years=10.0,
    before=0.6,
    after=0.5,
    difference=-0.1,
    error=0.01,
    freedom=63,
    correlation=0.9,
    variance=0.1,
    method="simulated",
)
NONE = replace(ONE, after=0.6, difference=0.0, error=0.0, method="exact")


def tried(talks=ONE, walls=NONE):
    each = {"talks": talks, "walls": walls}
    return TriedAll(
        tried=tuple(
            Tried(
                measure=name,
                adopted=day,
                differences=(replace(one, change=f"{name}@{day}"),),
            )
            for name, one in each.items()
            for day in (NOW, LATER)
        ),
        days=(NOW, LATER),
        worlds=1024,
        futures_per_world=16,
        seed=1,
    )


def section(measures, case=CASE):
    findings = Findings(case=case, as_of=NOW, version="1", measures=measures)
    return compose_measures(findings)


def tables(part):
    return [block for block in part.blocks if hasattr(block, "groups")]


def rows(table):
    return [plain_text(row.head) for group in table.groups for row in group.rows]


def words(part):
    lines = [block.line for block in part.blocks if hasattr(block, "line")]
    return " ".join(map(plain_text, lines))


def test_what_is_told_from_none_is_in_the_table_for_both_days():
    first, costs = tables(section(tried()))
    assert rows(first) == ["Talks with all"]
    assert [column.title for column in first.columns][1] == "Adopted now"
    told = [shown.text for shown in shown_in(first)]
    assert told == ["\N{MINUS SIGN}10 points", "1 point"] * 2
    assert rows(costs) == ["Talks with all", "Walls"]


def test_the_others_are_counted_by_what_is_known_of_them():
    said = words(section(tried()))
    assert "0 change it by less than futures tell; from 1 nothing in the model" in said
    unclear = replace(ONE, difference=0.001)
    (costs,) = tables(section(tried(unclear, unclear)))
    assert "2 change it" in words(section(tried(unclear, unclear)))
    assert rows(costs)


def test_it_says_that_it_is_no_advice_and_what_effects_rest_on():
    said = words(section(tried()))
    assert "not a recommendation" in said
    assert "0 of 2 effects are judgement." in said
    judged = [replace(m, effects=tuple(_judged(m))) for m in CASE.measures]
    case = replace(CASE, measures=tuple(judged))
    assert "All 2 effects are judgement." in words(section(tried(), case))


def _judged(measure):
    for effect in measure.effects:
        yield replace(effect, times=replace(effect.times, basis="judgement"))


def test_cost_lead_time_and_side_effects_are_those_of_the_case():
    (_, costs) = tables(section(tried()))
    cells = [plain_text(cell) for row in costs.groups[0].rows for cell in row.cells]
    assert cells[3] == "They take long."
    assert cells[4] == "unpriced"
    assert "1 January 2002" in cells[6]


def test_without_measures_or_without_a_run_it_says_what_is_lacking():
    (only,) = section(None, replace(CASE, measures=())).blocks
    assert only.role == "lacking"
    assert "A run that answers" in words(section(None))
