"""Claims about runs: the same bits however worked on, and nothing lost when stopped."""

import json
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from dice import seeded
from json_models import case_of_json
from random_networks import a_network
from written import written

from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.network import compile_network
from forewarn.engine.simulate import gather, run, simulate
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate as simulated
from forewarn.engine.worlds import central_numbers
from forewarn.errors import Interrupted, NotComputable, UsageError
from forewarn.model.case import Question
from forewarn.model.conditions import Holds
from forewarn.model.estimate import Ask


def a_run(case, *, worlds=128, futures_per_world=20, seed=1, central=False):
    return new_run(
        case,
        compile_network(case),
        seed=seed,
        worlds=worlds,
        futures_per_world=futures_per_world,
        central=central,
    )


def asks_of(case):
    return [
        Ask(question=question.name, years=deadline.years)
        for question in case.questions
        if question.kind != "number"
        for deadline in question.by
    ]


def numbers_in(tally):
    """Every number of a tally, to the last bit."""
    return [
        column.tolist()
        for outcomes in tally.outcomes
        for sums in (outcomes.replicates, outcomes.worlds)
        for column in (
            sums.futures,
            sums.trials,
            sums.total,
            sums.squares,
            sums.alike,
        )
    ]


NETWORK = a_network(seeded(5), most_variables=4, most_states=4)


def test_any_number_of_threads_gives_the_same_bits():
    the_run, asks = a_run(NETWORK), asks_of(NETWORK)
    alone = simulated(the_run, asks, threads=1)
    for threads in (2, 5):
        together = simulated(the_run, asks, threads=threads)
        assert numbers_in(together) == numbers_in(alone)


@pytest.mark.parametrize(("at_once", "drawn"), [(1, 4096), (3, 2), (50, 64)])
def test_any_way_to_hand_out_the_work_gives_the_same_bits(monkeypatch, at_once, drawn):
    the_run, asks = a_run(NETWORK), asks_of(NETWORK)
    expected = numbers_in(simulated(the_run, asks))
    monkeypatch.setattr(simulate, "AT_ONCE", at_once)
    monkeypatch.setattr(run, "DRAWN", drawn)
    assert numbers_in(simulated(the_run, asks)) == expected


def test_a_world_of_many_futures_is_cut_into_blocks_of_the_same_bits(monkeypatch):
    the_run = a_run(NETWORK, worlds=2, futures_per_world=3000, central=True)
    asks = asks_of(NETWORK)
    whole = simulated(the_run, asks)
    monkeypatch.setattr(simulate, "AT_ONCE", 1)
    assert numbers_in(simulated(the_run, asks)) == numbers_in(whole)
    assert len(whole.outcomes[0].worlds.total) == 2
    assert len(whole.outcomes[0].replicates.total) == 64
    for outcomes in whole.outcomes:
        of_worlds, of_shares = outcomes.worlds.total, outcomes.replicates.total
        assert of_worlds.sum() == pytest.approx(of_shares.sum(), rel=1e-12)


def backwards(case):
    """The case with everything declared the other way round."""
    variables = [
        replace(
            variable,
            states=variable.states[::-1],
            start=variable.start[::-1],
            transitions=tuple(
                replace(t, effects=t.effects[::-1]) for t in variable.transitions[::-1]
            ),
        )
        for variable in reversed(case.variables)
    ]
    return replace(
        case,
        variables=tuple(variables),
        events=case.events[::-1],
        questions=case.questions[::-1],
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_declarations_changes_no_bit(seed):
    case = a_network(seeded(seed), most_variables=4, most_states=4)
    expected = simulated(a_run(case), asks_of(case))
    turned = simulated(a_run(backwards(case)), asks_of(case))
    assert numbers_in(turned) == numbers_in(expected)


def test_asking_for_more_changes_no_bit_of_what_was_asked():
    the_run, asks = a_run(NETWORK), asks_of(NETWORK)
    together = numbers_in(simulated(the_run, asks))
    alone = [number for ask in asks for number in numbers_in(simulated(the_run, [ask]))]
    assert alone == together


def test_another_seed_gives_other_futures():
    asks = asks_of(NETWORK)
    one, other = (simulated(a_run(NETWORK, seed=seed), asks) for seed in (1, -1))
    assert numbers_in(one) != numbers_in(other)


def test_futures_of_a_world_do_not_hang_on_how_many_there_are():
    few, many = (a_run(NETWORK, worlds=1, futures_per_world=n) for n in (64, 128))
    asks = asks_of(NETWORK)
    few, many = simulated(few, asks), simulated(many, asks)
    for first, both in zip(few.outcomes, many.outcomes, strict=True):
        half = both.replicates.total[:32].sum()
        assert first.replicates.total.sum() == pytest.approx(half, rel=1e-12)


# Worlds and replicates.


def test_worlds_make_up_the_replicates():
    for outcomes in simulated(a_run(NETWORK), asks_of(NETWORK)).outcomes:
        pairs = outcomes.worlds.total.reshape(64, 2)
        assert outcomes.replicates.total == pytest.approx(pairs.sum(axis=1))
        assert (outcomes.replicates.futures == 40).all()


def test_of_very_many_worlds_pairs_are_counted(monkeypatch):
    the_run, asks = a_run(NETWORK), asks_of(NETWORK)
    each = simulated(the_run, asks)
    monkeypatch.setattr(gather, "KEPT", 50)
    monkeypatch.setattr(gather, "HELD", 30)
    counted = simulated(the_run, asks)
    for one, other in zip(each.outcomes, counted.outcomes, strict=True):
        if one.kind in ("count", "time"):
            assert other.worlds.total.tolist() == one.worlds.total[::3].tolist()
            continue
        pairs = np.stack([one.worlds.trials, one.worlds.total])
        distinct, alike = np.unique(pairs, axis=1, return_counts=True)
        assert other.worlds.trials.tolist() == distinct[0].tolist()
        assert other.worlds.total.tolist() == distinct[1].tolist()
        assert other.worlds.alike.tolist() == alike.tolist()


def test_a_central_run_has_one_world_in_many_shares():
    tally = simulated(a_run(NETWORK, worlds=1, central=True), asks_of(NETWORK))
    assert tally.plan.shared == "futures"
    assert tally.futures == 20


# Progress and stopping.


def test_progress_rises_to_all_futures():
    seen = []
    the_run = a_run(NETWORK)
    simulated(the_run, asks_of(NETWORK), progress=lambda *at: seen.append(at))
    done = [futures for futures, _ in seen]
    assert done == sorted(set(done))
    assert seen[-1] == (the_run.plan.futures, the_run.plan.futures)


def test_a_stopped_run_loses_nothing_that_was_finished():
    def stop(done, _):
        if done >= 640:
            raise KeyboardInterrupt

    the_run, asks = a_run(NETWORK), asks_of(NETWORK)
    with pytest.raises(Interrupted, match="of 2,560 futures") as stopped:
        simulated(the_run, asks, progress=stop)
    part, whole = stopped.value.finished, simulated(the_run, asks)
    assert 640 <= part.futures < whole.futures
    for begun, full in zip(part.outcomes, whole.outcomes, strict=True):
        finished = len(begun.worlds.total)
        assert begun.worlds.total.tolist() == full.worlds.total[:finished].tolist()
        assert begun.replicates.futures.sum() == part.futures


# What cannot be run.


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (Ask(question="nothing", years=1.0), "no question 'nothing'"),
        (Ask(question="ask_happens", years=None), "needs a date"),
        (Ask(question="ask_happens", years=-1.0), "needs a date"),
        (Ask(question="ask_number", years=None), "about a number"),
    ],
)
def test_an_ask_that_does_not_fit_is_told(ask, message):
    with pytest.raises(UsageError, match=message):
        simulated(a_run(NETWORK), [ask])


@pytest.mark.parametrize(("worlds", "futures"), [(0, 10), (10, 0), (-1, 10)])
def test_nothing_to_simulate_is_told(worlds, futures):
    with pytest.raises(UsageError, match="nothing to simulate"):
        a_run(NETWORK, worlds=worlds, futures_per_world=futures)


def test_a_question_made_up_of_a_number_is_told():
    (happened,) = (q for q in NETWORK.questions if q.kind == "happened")
    others = [q for q in NETWORK.questions if q is not happened]
    case = replace(
        NETWORK, questions=(*others, replace(happened, happened=("ask_count",)))
    )
    with pytest.raises(UsageError, match="not yes or no"):
        simulated(a_run(case), [Ask(question=happened.name, years=1.0)])


def test_a_question_made_up_of_itself_is_told():
    (happened,) = (q for q in NETWORK.questions if q.kind == "happened")
    others = [q for q in NETWORK.questions if q is not happened]
    circle = replace(happened, happened=(happened.name,))
    with pytest.raises(UsageError, match="made up of itself"):
        simulated(
            a_run(replace(NETWORK, questions=(*others, circle))),
            [Ask(question=happened.name, years=1.0)],
        )


TOO_LARGE = """
variables:
  a:
    states: [low, high]
    start: low
    transitions:
      low -> high:
        rate: 1e300 per year
        times:
          b = up: 1e9 to 1e10
  b: {states: [down, up], start: down, transitions: {down -> up: 1 per year}}
questions:
  high: {happens: a = high, by: 1 year}
"""


def test_a_hazard_past_all_numbers_is_told():
    with pytest.raises(NotComputable, match="has no finite value"):
        simulated(a_run(written(TOO_LARGE)), [Ask(question="high", years=1.0)])


# Large networks.


def pairs_of_variables(count):
    """Pairs of switches, the first of which makes the second three times as fast."""
    names = [f"v{number:04}" for number in range(2 * count)]
    rows = []
    for number in range(2 * count):
        driver = [[number - 1, 1, 3.0]] if number % 2 else []
        rows += [[number, 0, 1, 1.0, driver], [number, 1, 0, 2.0, []]]
    model = {
        "name": "pairs",
        "variables": [[name, ["off_", "lit"], 0] for name in names],
        "transitions": rows,
    }
    return case_of_json(json.dumps(model))


@pytest.mark.parametrize(("pairs", "futures"), [(10, 2000), (100, 500), (500, 100)])
def test_large_networks_agree_with_small_parts_of_them(pairs, futures):
    case = pairs_of_variables(pairs)
    lit = [
        Holds(variable=name, operator="=", states=("lit",), within=("lit",))
        for name in (variable.name for variable in case.variables)
    ]
    questions = tuple(
        Question(name=f"q{i}", title="", kind="holds", condition=condition)
        for i, condition in enumerate(lit)
    )
    case = replace(case, questions=questions)
    asks = [Ask(question=f"q{i}", years=1.0) for i in range(len(lit))]
    the_run = a_run(case, worlds=1, futures_per_world=futures)
    numbers = central_numbers(the_run.network, case)[np.newaxis]
    exact = exact_answers(case, asks[:2], numbers).values[0]
    tally = simulated(the_run, asks)
    for kind in (0, 1):
        hits = sum(o.replicates.total.sum() for o in tally.outcomes[kind::2])
        drawn = pairs * futures
        error = sqrt(drawn * exact[kind] * (1 - exact[kind]))
        assert abs(hits - drawn * exact[kind]) < 4 * error
