"""The score of a ledger: record and look back apart, nothing counted too early."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import written

from forewarn.errors import UsageError
from forewarn.judgement.publish import settle
from forewarn.judgement.score import needs_look_back, score
from forewarn.model.ledger import Forecast, Ledger, Outcome, wording_of

CASE = written(
    """
variables:
  x:
    states: {calm: Calm, war: War}
    start: calm
    transitions: {calm -> war: 0.1 per year}
questions:
  war: {happens: x = war, by: [1 year, 2 years], resolves: A treaty is signed.}
  stands: {holds: x = war, at: 1 year}
  years: {time: x = war, by: 1 year}
"""
)
BY = date(2001, 1, 1)


def said(value=0.2, *, published=date(2000, 3, 1), **kept):
    told = {"who": "ana", "question": "war", "by": BY, **kept}
    return Forecast(published=published, value=value, **told)


def came(verdict="no", *, resolved=date(2001, 1, 2), **kept):
    return Outcome(
        verdict=verdict, resolved=resolved, **{"question": "war", "by": BY, **kept}
    )


def scored(forecasts, outcomes, **options):
    ledger = Ledger(forecasts=tuple(forecasts), outcomes=tuple(outcomes))
    return score(ledger, CASE, **options)


def test_what_was_said_before_is_a_record_and_the_rest_a_look_back():
    told = scored([said(), said(published=date(2001, 1, 2), who="bo")], [came()])
    kinds = {item.who: item.kind for item in told.items}
    assert kinds == {"ana": "record", "bo": "retrodiction"}
    assert told.record.count == told.retrodiction.count == 1
    assert told.record.brier == pytest.approx(0.04)
    assert [who for who, _ in told.people] == ["ana"]


def test_the_case_looks_back_only_where_nobody_said_it_before():
    later = Outcome(
        question="war", by=date(2002, 1, 1), verdict="no", resolved=date(2002, 1, 2)
    )
    ledger = Ledger(forecasts=(said(),), outcomes=(came(), later))
    assert needs_look_back(ledger, CASE) == (("war", later.by),)
    told = score(ledger, CASE, look_back={("war", later.by): 0.3})
    assert told.record.count == 1
    assert told.retrodiction.brier == pytest.approx(0.09)


def test_what_came_true_early_counts_once_its_date_has_passed():
    """Else a rate is scored as if what happens were likelier than it is."""
    early = came("yes", resolved=date(2000, 6, 1))
    before, after = (
        scored([said()], [early], as_of=day)
        for day in (date(2000, 7, 1), date(2001, 1, 1))
    )
    assert before.record is None
    assert before.items[0].notes == ("counts from 2001-01-01 on",)
    assert after.record.count == 1


def test_nothing_is_known_before_it_was_resolved():
    told = scored([said()], [came()], as_of=date(2001, 1, 1))
    assert not told.items
    assert told.open == (("war", BY),)


def test_the_worst_miss_stands_first():
    told = scored([said(0.9, who="bo"), said(0.1), said(0.5, who="cy")], [came()])
    assert [item.value for item in told.items] == [0.9, 0.5, 0.1]


def test_several_forecasts_of_one_question_share_its_weight():
    others = [
        said(0.5, question="stands"),
        *(said(0.9, who=f"p{i}") for i in range(9)),
    ]
    told = scored([said(0.9), *others], [came(), came(question="stands")])
    assert told.record.count == 2
    assert told.record.brier == pytest.approx((0.81 + 0.25) / 2)


def test_said_twice_in_one_day_the_last_stands():
    told = scored([said(0.9), said(0.1)], [came()])
    assert [item.value for item in told.items] == [0.1]


def test_of_two_outcomes_the_later_day_counts():
    rows = [came("yes", resolved=date(2001, 3, 1)), came("no")]
    assert scored([said()], rows).items[0].true
    assert scored([said()], rows[::-1]).items[0].true


def test_what_is_void_is_told_and_not_scored():
    told = scored([said()], [came("void")])
    assert not told.items
    assert told.void == (came("void"),)


def test_a_changed_wording_and_a_changed_row_are_shown_and_scored():
    now = wording_of(CASE.question("war"))
    rows = [said(wording=now), said(wording="other", who="bo", hand="edited")]
    same, changed = sorted(scored(rows, [came()]).items, key=lambda item: item.who)
    assert same.notes == ()
    assert changed.notes == ("its wording changed since", "changed by hand")
    assert changed.counted


@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order):
    rows = [said(0.1 * (i + 1), who=f"p{i}") for i in range(6)]
    told = scored([rows[i] for i in order], [came()])
    assert told == scored(rows, [came()])


@given(days=st.integers(1, 400))
def test_what_is_resolved_later_changes_no_earlier_score(days):
    later = [came("yes", question="stands", resolved=BY + timedelta(days=days + 1))]
    rows, day = [said(), said(0.9, question="stands")], BY + timedelta(days=1)
    first = scored(rows, [came(resolved=BY)], as_of=day)
    assert scored(rows, [came(resolved=BY), *later], as_of=day) == first


def test_few_are_said_to_be_few():
    assert "say little" in " ".join(scored([said()], [came()]).notes)
    assert "no record yet" in " ".join(scored([], [came()]).notes)


@pytest.mark.parametrize(
    ("question", "verdict", "day", "message"),
    [
        ("war", "no", date(2000, 6, 1), "may come true until its day"),
        ("stands", "yes", date(2000, 6, 1), "not known on 2000-06-01"),
        ("years", "yes", BY, "no yes or no"),
    ],
)
def test_what_cannot_be_known_yet_is_refused(question, verdict, day, message):
    with pytest.raises(UsageError, match=message):
        settle(CASE, question, BY, verdict, source="it", resolved=day)


def test_what_came_true_may_be_known_early_and_void_at_any_time():
    early = date(2000, 6, 1)
    for verdict in ("yes", "void"):
        row = settle(CASE, "war", BY, verdict, source="it", resolved=early)
        assert row == Outcome(
            question="war", by=BY, verdict=verdict, resolved=early, source="it"
        )
    with pytest.raises(UsageError, match="source"):
        settle(CASE, "war", BY, "yes", source=" ", resolved=early)


def test_a_wording_is_what_is_asked_and_how_it_resolves_without_dates():
    war = CASE.question("war")
    assert wording_of(replace(war, by=(), title="else")) == wording_of(war)
    assert wording_of(replace(war, resolves="Nobody knows.")) != wording_of(war)
    assert wording_of(war) != wording_of(CASE.question("stands"))
