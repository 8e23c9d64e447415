"""Looking back: what reports settled is scored, and never taken for a record."""

from dataclasses import replace
from datetime import date

from made_answers import made_answer

from forewarn.judgement.look_back import SOURCE, score_back
from forewarn.language.load import load_case
from forewarn.model.ledger import Forecast, Ledger, Outcome

CASE = load_case("two-front").case
SAID = made_answer(CASE).estimates
FIRST = next(e for e in SAID if e.question == "treaty")
DAY = date(2026, 8, 20)


def settled(value):
    return replace(FIRST, value=value, freedom=0, note="settled by what is known")


def back(ledger=Ledger(), value=1.0):  # noqa: B008  # frozen
    return score_back(ledger, CASE, as_of=DAY, settled=[settled(value)], said=SAID)


def test_what_reports_settled_is_a_look_back():
    (item,) = back().items
    assert (item.kind, item.true, item.value) == ("retrodiction", True, FIRST.value)
    assert item.brier == (1 - FIRST.value) ** 2
    assert back().record is None


def test_what_did_not_come_is_scored_as_that():
    (item,) = back(value=0.0).items
    assert not item.true
    assert item.brier == FIRST.value**2


def test_what_was_published_beforehand_is_a_record_even_if_reports_settle_it():
    row = Forecast(
        published=date(2024, 1, 1),
        who="A",
        question=FIRST.question,
        by=FIRST.by,
        value=0.4,
    )
    found = back(Ledger(forecasts=(row,)))
    assert [item.kind for item in found.items] == ["record"]
    assert found.record.count == 1


def test_an_outcome_that_somebody_wrote_down_stands():
    row = Outcome(
        question=FIRST.question,
        by=FIRST.by,
        verdict="no",
        resolved=DAY,
        source="kremlin",
    )
    (item,) = back(Ledger(outcomes=(row,))).items
    assert not item.true


def test_what_a_question_counts_is_no_outcome():
    counted = replace(settled(1.0), kind="count")
    found = score_back(Ledger(), CASE, as_of=DAY, settled=[counted], said=SAID)
    assert found.items == ()


def test_the_source_of_what_nobody_wrote_down_is_said():
    assert SOURCE == "settled by reports"
