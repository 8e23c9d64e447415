"""Every future as a story: what the plainest simulator makes, and what it tells."""

from dataclasses import replace
from datetime import timedelta
from math import isnan

import pytest
from dice import seeded
from plain_futures import PlainFutures
from plain_leaping import PlainLeaping
from plain_stories import instants_of, outcome
from random_networks import a_network
from strategies import structured_of
from structure import with_draw, with_measure

from forewarn.engine.change import adopt
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.layout import build_layout
from forewarn.engine.simulate.record import record_futures, replay
from forewarn.engine.simulate.run import draw_around, new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.engine.worlds import central_numbers
from forewarn.model.estimate import Ask

WORLDS, FUTURES = 3, 8
#: Past every date asked of a random network, and every window.
FAR = 2.5


def run_of(case, seed):
    return new_run(
        case, compile_network(case), seed=seed, worlds=WORLDS, futures_per_world=FUTURES
    )


def a_run(seed):
    return run_of(a_network(seeded(seed), most_variables=4, most_states=4), seed)


def a_structured_run(seed):
    """A run in which schedules, triggers and measures act."""
    return run_of(structured_of(seed, most_variables=4, most_states=3), seed)


def stories(run, until=FAR):
    return [
        [replay(run, world=w, future=f, until=until) for f in range(FUTURES)]
        for w in range(WORLDS)
    ]


def asks_of(case):
    return [
        Ask(question=question.name, years=deadline.years)
        for question in case.questions
        if question.kind != "number"
        for deadline in question.by
    ]


def slots_of(network, layout):
    """Variables and events in the order in which slots are looked at."""
    names = {}
    for pulse, variable in enumerate(network.pulse_variable):
        for slot, _ in layout.move[layout.move_ptr[pulse] : layout.move_ptr[pulse + 1]]:
            names[int(slot)] = network.variables[variable]
    for slot, unit in enumerate(layout.unit_at_start):
        if slot not in names:
            names[slot] = network.pulses[network.unit_pulse_ptr[unit]]
    return [names[slot] for slot in range(len(layout.unit_at_start))]


def assert_plain(run, seed, plainest):
    typical = central_numbers(run.network, run.case)
    bare = compile_network(replace(run.case, adopted=()))
    slots = slots_of(run.network, build_layout(run.network, typical, bare=bare))
    for world, told in enumerate(stories(run)):
        row = draw_around(run, world).numbers[world]
        plain = plainest(
            case=run.case,
            numbers=dict(zip(run.network.numbers, row.tolist(), strict=True)),
            slots=slots,
            seed=seed,
            world=world,
        )
        for story in told:
            start, moments = plain.run(story.future, FAR)
            assert story.start == start
            assert story.moments == moments


@pytest.mark.parametrize("seed", range(20))
def test_futures_are_the_plainest_simulators_bit_for_bit(seed):
    assert_plain(a_run(seed), seed, PlainFutures)


@pytest.mark.parametrize("seed", range(40))
def test_leaping_futures_are_the_plainest_simulators_bit_for_bit(seed):
    assert_plain(a_structured_run(seed), seed, PlainLeaping)


@pytest.mark.parametrize("seed", range(20))
def test_where_nothing_acts_a_leaping_future_is_a_plain_one(seed):
    run = a_run(seed)
    day = run.case.start + timedelta(days=999_999)
    variable = run.case.variables[0]
    states = dict.fromkeys(variable.state_names[:1], "100%")
    idle = with_draw(run.case, "idle", [day.isoformat()], variable.name, states)
    idle = adopt(with_measure(idle, "none", ready="3 months"), {"none": idle.start})
    assert [
        (story.start, story.moments) for told in stories(run) for story in told
    ] == [
        (story.start, story.moments)
        for told in stories(run_of(idle, seed))
        for story in told
    ]


@pytest.mark.parametrize("seed", range(20, 60))
@pytest.mark.parametrize("kind", [a_run, a_structured_run])
def test_a_run_comes_to_what_its_stories_tell(kind, seed):
    run = kind(seed)
    asks = asks_of(run.case)
    paths = [instants_of(story) for told in stories(run) for story in told]
    for ask, came_to in zip(asks, simulate(run, asks).outcomes, strict=True):
        question = run.case.question(ask.question)
        told = [outcome(run.case, question, path, ask.years) for path in paths]
        trials = [value for value in told if not isnan(value)]
        assert came_to.replicates.futures.sum() == len(paths)
        assert came_to.replicates.trials.sum() == len(trials)
        assert came_to.replicates.total.sum() == pytest.approx(sum(trials), rel=1e-12)


def test_a_recorded_run_is_its_stories():
    run = a_run(3)
    asks = asks_of(run.case)
    told = [story for stories_of_world in stories(run) for story in stories_of_world]
    recorded = list(record_futures(run, asks, until=FAR))
    assert sum(len(part.futures) for part in recorded) == len(told)
    (part,) = recorded
    for at, story in enumerate(told):
        jumps = slice(part.ptr[at], part.ptr[at + 1])
        names = [run.network.pulses[pulse] for pulse in part.pulses[jumps]]
        starts = zip(run.network.states, part.starts[at], strict=True)
        path = instants_of(story)
        assert (part.worlds[at], part.futures[at]) == (story.world, story.future)
        assert tuple(states[s] for states, s in starts) == tuple(
            s for _, s in story.start
        )
        assert names == [moment.name for moment in story.moments]
        assert part.years[jumps].tolist() == [moment.years for moment in story.moments]
        for ask, value in zip(asks, part.outcomes[at], strict=True):
            question = run.case.question(ask.question)
            expected = outcome(run.case, question, path, ask.years)
            assert value == pytest.approx(expected, rel=1e-12, nan_ok=True)
