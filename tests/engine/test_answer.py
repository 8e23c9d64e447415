"""Claims about answers: each question by both methods, told with all it rests on."""

from dataclasses import fields, replace
from math import exp, isnan

import pytest
from doubtful import DOUBTFUL
from structure import with_measure
from written import written

from forewarn.engine import choice
from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_of
from forewarn.engine.change import adopt
from forewarn.engine.effort import Effort
from forewarn.errors import Interrupted, UsageError
from forewarn.language.load import load_case
from forewarn.model.estimate import Ask

METHODS = ("exact", "simulated")
QUICK = Effort(worlds=64, futures_per_world=32)
RATE = "front: tense -> war"


def by(method, case=DOUBTFUL, asks=None, **effort):
    effort = replace(QUICK, method=method, **effort)
    return answer(case, asks_of(case) if asks is None else asks, effort)


@pytest.fixture
def _small(monkeypatch):
    """Chains of more than five joint states are too large for ``auto``."""
    monkeypatch.setattr(choice, "EACH_STATES", 5)


# What is told of an answer.


@pytest.mark.usefixtures("_small")
def test_answers_come_in_the_order_asked_however_they_are_had():
    asks = asks_of(DOUBTFUL)[::-1]
    told = answer(DOUBTFUL, [*asks, asks[0]], QUICK).estimates
    assert [Ask(question=e.question, years=e.years) for e in told] == [*asks, asks[0]]
    assert {estimate.method for estimate in told} == {"exact", "simulated"}
    assert told[0] == told[-1]


@pytest.mark.parametrize("method", METHODS)
def test_an_estimate_says_what_it_rests_on(method):
    for estimate in by(method, seed=7).estimates:
        assert estimate.method == method
        assert estimate.worlds == 64
        assert estimate.futures_per_world == (32 if method == "simulated" else 0)
        assert estimate.seed == 7
        assert estimate.as_of == DOUBTFUL.start
        assert estimate.digest == DOUBTFUL.digest
        assert estimate.freedom == 63
        assert estimate.by.year == 2002
        assert estimate.note == ""


@pytest.mark.parametrize("method", METHODS)
def test_three_numbers_and_two_doubts_lie_where_they_should(method):
    for estimate in by(method, worlds=512).estimates:
        assert 0 <= estimate.low <= estimate.median <= estimate.high
        assert estimate.low < estimate.value < estimate.high
        assert estimate.low < estimate.central < estimate.high
        assert 0 < estimate.error < estimate.high - estimate.low
        assert estimate.ess > 1


def test_what_does_not_hang_on_futures_is_the_same_by_both_methods():
    twins = zip(*(by(method).estimates for method in METHODS), strict=True)
    same = {f.name for f in fields(type(by("exact").estimates[0]))} - {
        *("value", "median", "central", "low", "high", "error", "ess"),
        *("method", "futures_per_world"),
    }
    for exact, simulated in twins:
        assert all(getattr(exact, n) == getattr(simulated, n) for n in same)
        assert abs(exact.value - simulated.value) < 4 * simulated.error
        assert abs(exact.central - simulated.central) < 40 * simulated.error


def test_the_predictive_mean_is_that_of_the_worlds_not_of_the_middle():
    """A rate from 0.01 to 1: rare in the median world, not rare on average."""
    case = written(
        """
variables:
  x: {states: {a: A, b: B}, start: a, transitions: {a -> b: 0.01 to 1 per year}}
questions:
  b: {happens: x = b, by: 1 year}
"""
    )
    (estimate,) = by("exact", case, worlds=4096).estimates
    assert estimate.central == pytest.approx(1 - exp(-0.1), rel=1e-9)
    assert estimate.median == pytest.approx(1 - exp(-0.1), rel=0.01)
    assert estimate.low == pytest.approx(1 - exp(-0.01), rel=0.02)
    assert estimate.high == pytest.approx(1 - exp(-1), rel=0.02)
    assert estimate.value > 1.9 * estimate.median


def test_numbers_are_told_by_their_law_whatever_the_method():
    case = load_case("two-front").case
    asks = asks_of(case, ["law"])
    for method in (*METHODS, "auto"):
        (estimate,) = by(method, case, asks).estimates
        assert estimate.method == "exact"
        assert estimate.by is None
        assert estimate.years is None
        assert estimate.error == 0
        assert estimate.value == estimate.low == estimate.high == estimate.central
        assert "above the bound" in estimate.note


# Which method, and why.


def test_auto_solves_what_is_small_and_says_so():
    told = answer(DOUBTFUL, asks_of(DOUBTFUL), QUICK)
    assert {estimate.method for estimate in told.estimates} == {"exact"}
    assert all("exact, " in note for note in told.notes)
    assert len(told.notes) == len(DOUBTFUL.questions)


@pytest.mark.usefixtures("_small")
def test_auto_gives_the_very_answers_of_the_method_it_chose():
    case = DOUBTFUL
    told = answer(case, asks_of(case), QUICK)
    alone = {
        method: [
            ask
            for ask, e in zip(asks_of(case), told.estimates, strict=True)
            if e.method == method and e.kind != "number"
        ]
        for method in METHODS
    }
    assert all(alone.values())
    for method, asks in alone.items():
        same = [e for e in told.estimates if e.method == method and e.kind != "number"]
        assert list(by(method, case, asks).estimates) == same


def test_no_questions_have_no_answers():
    assert answer(DOUBTFUL, []).estimates == ()


# One world, or worlds that do not differ.


@pytest.mark.parametrize("method", METHODS)
def test_one_world_of_many_does_not_tell_how_far_others_lie(method):
    for estimate in by(method, worlds=1, futures_per_world=640).estimates:
        assert "one world" in estimate.note
        assert estimate.worlds == 1
        if method == "exact":
            assert isnan(estimate.error)
            assert estimate.low == estimate.value == estimate.high


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("worlds", [1, 64])
def test_all_numbers_at_their_medians_are_one_world(method, worlds):
    told = by(method, worlds=worlds, futures_per_world=640, central=True).estimates
    for estimate in told:
        assert estimate.worlds == 1
        assert estimate.low == estimate.value == estimate.central == estimate.high
        assert estimate.note == ""
        futures = 640 * worlds if method == "simulated" else 0
        assert estimate.futures_per_world == futures
        assert (estimate.error == 0) == (method == "exact")


# Settled.

SETTLED = written(
    """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: {a: 50%, b: 50%}
    transitions:
      a -> b: 0.2 to 0.9 per year
      b -> a: 0 per year
  y:
    states: {low: A, high: B}
    start: low
    transitions: {low -> high: {rate: 1 per year, times: {x = a: 0}}}
events:
  raid: {rate: 0 per year}
questions:
  at_start: {happens: x = a or x = b, by: [0 days, 1 year]}
  in_reach: {happens: x = b, by: 1 year}
  no_way: {happens: x = c, by: 1 year}
  no_rate: {happens: x -> a, by: 1 year}
  no_event: {count: raid, by: 1 year}
  no_time: {time: x = c, by: 1 year}
  no_order: {order: [x -> b, x -> c], by: 1 year}
  not_both: {happened: [in_reach, no_way], by: 1 year}
  no_onset: {happens: x = b, given: x -> c, within: 1 year, by: 1 year}
  no_sequel: {happens: x -> c, given: y -> high, within: 1 year, by: 1 year}
  joint: {happens: y -> high and x = a, by: 1 year}
"""
)
REASONS = {
    "at_start": (1.0, "it is true at the start"),
    "no_way": (0.0, "'x = c' cannot come about: nothing leads there"),
    "no_rate": (0.0, "'x -> a' cannot happen: nothing that can come makes it"),
    "no_event": (0.0, "the rate of 'raid' is 0"),
    "no_time": (0.0, "'x = c' cannot come about: nothing leads there"),
    "no_order": (0.0, "'x -> c' cannot happen: nothing that can come makes it"),
    "not_both": (0.0, "'x = c' cannot come about: nothing leads there"),
    "no_sequel": (0.0, "'x -> c' cannot happen: nothing that can come makes it"),
}


@pytest.mark.parametrize("method", [*METHODS, "auto"])
@pytest.mark.parametrize("question", REASONS)
def test_what_is_settled_is_exactly_so_and_says_why(method, question):
    value, reason = REASONS[question]
    for estimate in by(method, SETTLED, asks_of(SETTLED, [question])).estimates:
        assert estimate.value == value
        assert estimate.low == estimate.median == estimate.high == value
        assert estimate.central == value
        assert estimate.error == 0
        assert reason in estimate.note


@pytest.mark.parametrize("method", [*METHODS, "auto"])
def test_a_window_that_cannot_open_has_no_answer_and_says_why(method):
    (estimate,) = by(method, SETTLED, asks_of(SETTLED, ["no_onset"])).estimates
    assert isnan(estimate.value)
    assert isnan(estimate.error)
    assert estimate.note.startswith("its onset never comes: 'x -> c' cannot happen")


def test_what_only_joint_states_tell_is_no_proof_by_futures():
    exact, simulated = (
        by(method, SETTLED, asks_of(SETTLED, ["joint"])).estimates[0]
        for method in METHODS
    )
    assert exact.value == exact.error == simulated.value == 0
    assert "no joint state that can be reached" in exact.note
    assert simulated.error > 0
    assert simulated.high > 0
    assert simulated.note == "never seen in 2,048 futures, which is no proof"


def test_rates_that_are_nothing_in_some_worlds_only_are_not_out_of_reach():
    case = written(
        """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 98% of (0 per year) or 2% of (1e-9 per year)}
questions:
  b: {happens: x = b, by: 1 year}
"""
    )
    (estimate,) = by("simulated", case).estimates
    assert estimate.value == 0
    assert estimate.high > 0
    assert "no proof" in estimate.note


# Stopping, and what cannot be answered.


@pytest.mark.usefixtures("_small")
def test_a_stopped_run_gives_what_was_finished():
    def stop(doing, done, _):
        if doing == "simulating futures" and done >= 640:
            raise KeyboardInterrupt

    case = DOUBTFUL
    with pytest.raises(Interrupted, match="futures") as stopped:
        answer(case, asks_of(case), QUICK, progress=stop)
    told = stopped.value.finished
    whole = answer(case, asks_of(case), QUICK)
    assert len(told.estimates) == len(whole.estimates)
    for part, full in zip(told.estimates, whole.estimates, strict=True):
        if part.method == "exact":
            assert part == full
        else:
            assert "stopped after" in part.note


def finished_before(when):
    def stop(doing, _, __):
        if doing.startswith(when):
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        answer(DOUBTFUL, asks_of(DOUBTFUL), QUICK, progress=stop)
    return stopped.value.finished.estimates


@pytest.mark.usefixtures("_small")
def test_a_run_stopped_early_keeps_the_questions_that_were_solved():
    assert {estimate.method for estimate in finished_before("solving")} <= {"exact"}


@pytest.mark.usefixtures("_small")
def test_a_run_stopped_at_the_central_world_lacks_only_that():
    told = finished_before("simulating the central world")
    whole = answer(DOUBTFUL, asks_of(DOUBTFUL), QUICK).estimates
    assert [estimate.value for estimate in told] == [e.value for e in whole]
    simulated = [estimate for estimate in told if estimate.method == "simulated"]
    assert simulated
    assert all(isnan(estimate.central) for estimate in simulated)
    assert all("stopped before its central" in e.note for e in simulated)


def test_progress_is_told_to_its_end():
    seen = {}
    by("exact", seed=2)
    answer(
        DOUBTFUL,
        asks_of(DOUBTFUL),
        replace(QUICK, method="simulated"),
        progress=lambda doing, done, whole: seen.__setitem__(doing, (done, whole)),
    )
    assert seen.pop("compiling kernels, once", None) in (None, (0, 0))
    assert {"simulating futures", "simulating the central world"} == set(seen)
    assert all(done == whole for done, whole in seen.values())


@pytest.mark.parametrize(
    ("effort", "message"),
    [
        ({"worlds": 0}, "nothing to compute"),
        ({"futures_per_world": 0}, "nothing to compute"),
        ({"method": "guess"}, "no method .guess."),
        ({"threads": 0}, "0 threads"),
        ({"threads": -2}, "-2 threads"),
    ],
)
def test_an_effort_that_cannot_be_made_is_told(effort, message):
    with pytest.raises(UsageError, match=message):
        Effort(**effort)


@pytest.mark.parametrize("method", [*METHODS, "auto"])
@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (Ask(question="nothing", years=1.0), "no question 'nothing'"),
        (Ask(question="war", years=None), "date"),
        (Ask(question="war", years=-1.0), "date"),
        (Ask(question="war", years=float("nan")), "date"),
    ],
)
def test_an_ask_that_does_not_fit_is_told(method, ask, message):
    with pytest.raises(UsageError, match=message):
        by(method, asks=[ask])


def test_what_is_too_large_to_solve_is_simulated_and_says_so():
    rows = "".join(
        f"  v{i:02}: {{states: {{a: A, b: B}}, start: a, "
        "transitions: {a -> b: 1 to 2 per year}}\n"
        for i in range(24)
    )
    all_of_them = " and ".join(f"v{i:02} = b" for i in range(24))
    case = written(
        f"variables:\n{rows}questions:\n  all: {{happens: {all_of_them}, by: 1 year}}\n"
    )
    told = answer(case, asks_of(case), QUICK)
    assert told.estimates[0].method == "simulated"
    assert "over the limit of 30,000" in told.notes[0]


# What must be known of the whole run.


def test_measures_that_meet_the_cap_are_told_with_how_often():
    case = with_measure(DOUBTFUL, "one", (RATE, "0.6 (0.4 to 0.9)"), ready="1 day")
    case = with_measure(case, "other", (RATE, "0.8"), ready="1 day")
    both = adopt(case, {"one": case.start, "other": case.start})
    notes = answer(both, asks_of(both), QUICK).notes
    (told,) = [note for note in notes if "take more than" in note]
    assert told.startswith(f"{RATE}: measures together would take more than 50% away")
    assert not [
        note
        for note in answer(case, asks_of(case), QUICK).notes
        if "take more than" in note
    ]
