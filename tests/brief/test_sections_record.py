"""The record, the look back, levers and what is believed, as a brief tells them."""

import re
from dataclasses import replace
from datetime import date

import pytest
from made_answers import made_answer

from forewarn.brief.compose import compose
from forewarn.brief.document import Paragraph, shown_in
from forewarn.brief.markdown import render_markdown
from forewarn.judgement.look_back import score_back
from forewarn.model.believed import Believed, Moved, Whereabouts
from forewarn.model.evidence import Evidence, Report
from forewarn.model.ledger import Forecast, Ledger
from forewarn.model.moves import Move, Moves
from forewarn.model.sensitivity import Lever, Levers

DAY = date(2026, 8, 20)


def words_of(brief, *anchors):
    sections = [s for s in brief.sections if not anchors or s.anchor in anchors]
    lean = replace(brief, sections=tuple(sections), notes=brief.notes)
    return re.sub(r"\[\^\d+\]|\\", "", render_markdown(lean).split("## Notes")[0])


@pytest.fixture(scope="module")
def later(answered):
    """Findings of a later day, on which one question has settled."""
    now = list(made_answer(answered.case).estimates)
    place = next(i for i, e in enumerate(now) if e.question == "treaty")
    note = "settled by what is known by 2026-08-20"
    sure = dict.fromkeys(("value", "median", "central", "low", "high"), 1.0)
    now[place] = replace(now[place], **sure, error=0.0, freedom=0, note=note)
    now = [replace(one, as_of=DAY) for one in now]
    variable = answered.case.variables[0]
    states = variable.state_names
    number = next(iter(variable.transitions)).rate.name
    return replace(
        answered,
        as_of=DAY,
        answer=replace(answered.answer, estimates=tuple(now)),
        then=answered.answer,
        believed=Believed(
            as_of=DAY,
            worlds=4096,
            effective=2981.0,
            whereabouts=(
                Whereabouts(
                    variable=variable.name,
                    start=((states[0], 1.0), (states[1], 0.0)),
                    now=((states[0], 0.003), (states[1], 0.997)),
                ),
            ),
            moved=(
                Moved(
                    number=number,
                    prior=(0.1, 0.2, 0.4),
                    posterior=(0.3, 0.6, 0.9),
                    by=1.4,
                ),
            ),
        ),
    )


def test_how_each_answer_stood_at_the_start_stands_beside_it(later, brief):
    assert "At the start" in words_of(compose(later), "estimates")
    assert "At the start" not in words_of(brief, "estimates")


def test_what_settled_is_told_with_what_the_start_said_of_it(later):
    (then,) = (
        e
        for e, now in zip(later.then.estimates, later.answer.estimates, strict=True)
        if now.note
    )
    read = words_of(compose(later), "settled")
    assert "| yes |" in read
    assert f"{then.value:.2g}"[2:] in read
    assert "A look back, not a record." in read


def test_page_one_says_yes_of_what_is_settled_and_how_it_stood(later):
    case = replace(later.case, headlines=("treaty",))
    now = [e for e in later.answer.estimates if e.question == "treaty"][:1]
    answer = replace(later.answer, estimates=tuple(now))
    if now[0].note == "":
        pytest.skip("the first date is open")
    brief = compose(replace(later, case=case, answer=answer))
    read = words_of(replace(brief, sections=()))
    assert "Yes" in read
    assert "by what is known by 20 August 2026" in read
    assert "On 14 Sep 2023: " in read


def test_what_is_believed_is_told_with_its_shares_and_what_moved(later):
    read = words_of(compose(later), "beliefs")
    assert "99.70%" in read
    assert "others about 1 in 330" in read
    assert "+1.4" in read


def test_every_number_of_a_later_day_has_a_way_back(later):
    brief = compose(later)
    for shown in shown_in((brief.front, brief.sections)):
        assert shown.trace in brief.notes


def test_a_record_and_a_look_back_stand_apart(later):
    by = {e.question: e for e in later.then.estimates}
    row = Forecast(
        published=date(2024, 1, 1),
        who="Desk",
        question="two_front",
        by=by["two_front"].by,
        value=0.2,
    )
    settled = [e for e in later.answer.estimates if e.freedom == 0]
    found = score_back(
        Ledger(forecasts=(row,)),
        later.case,
        as_of=DAY,
        settled=settled,
        said=later.then.estimates,
    )
    read = words_of(compose(replace(later, score=found)), "record")
    assert "A look back, not a record" in read
    assert "Nothing that was published beforehand has come to its date" in read
    assert "1 more forecast is still open" in read


def test_without_forecasts_the_record_says_what_would_fill_it(brief):
    (block,) = next(s for s in brief.sections if s.anchor == "record").blocks
    assert isinstance(block, Paragraph)
    assert block.role == "lacking"


def test_levers_are_told_with_whose_they_are(answered):
    number = next(n for n in answered.case.numbers() if n.basis == "judgement")
    levers = Levers(
        question="two_front",
        years=10.0,
        value=0.05,
        error=0.001,
        method="score",
        worlds=1024,
        futures=65_536,
        levers=(
            Lever(number=number.name, elasticity=-0.42, error=0.03, share=0.31),
            Lever(number=number.name, elasticity=0.1, error=0.0, share=float("nan")),
        ),
    )
    read = words_of(compose(replace(answered, levers=levers)), "doubts")
    assert "-0.42" in read
    assert "31%" in read
    assert "judgement" in read


def test_claims_say_how_far_their_tests_are_settled(later, brief):
    assert "open" in words_of(brief, "claims")
    assert "So far" in words_of(compose(later), "claims")


def test_reports_that_moved_answers_are_told_before_and_after(later):
    then = {e.question: e for e in later.then.estimates}
    before = replace(then["two_front"], value=0.05, error=0.003)
    after = replace(before, value=0.08, error=0.004, as_of=DAY)
    sure = replace(before, question="treaty", value=1.0)
    report = Report(
        first=DAY,
        last=DAY,
        known=DAY,
        state=(later.case.variables[0].name, (later.case.variables[0].state_names[0],)),
        what="Something came about.",
    )
    case = replace(later.case, evidence=Evidence(reports=(report,)))
    move = Move(day=DAY, reports=(0,), before=(before, sure), after=(after, sure))
    moves = Moves(moves=(move,), days=30, worlds=400, futures=64)
    read = words_of(compose(replace(later, case=case, moves=moves)), "settled")
    assert "20 Aug 2026" in read
    assert "Something came about." in read
    assert "| 5.0% | 8.0% | +3 points | 0.5 points |" in read
    assert "Of 30 days" in read
    assert read.count("| Treaty of Russia and North Korea | 1 |") == 0
