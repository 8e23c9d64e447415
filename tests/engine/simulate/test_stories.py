"""Every future as a story: what the plainest simulator makes, and what it tells."""

from math import isnan

import pytest
from dice import seeded
from plain_futures import PlainFutures
from plain_stories import instants_of, outcome
from random_networks import a_network

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


def a_run(seed):
    case = a_network(seeded(seed), most_variables=4, most_states=4)
    return new_run(
        case, compile_network(case), seed=seed, worlds=WORLDS, futures_per_world=FUTURES
    )


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


@pytest.mark.parametrize("seed", range(20))
def test_futures_are_the_plainest_simulators_bit_for_bit(seed):
    run = a_run(seed)
    typical = central_numbers(run.network, run.case)
    slots = slots_of(run.network, build_layout(run.network, typical))
    for world, told in enumerate(stories(run)):
        row = draw_around(run, world).numbers[world]
        plain = PlainFutures(
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


@pytest.mark.parametrize("seed", range(20, 60))
def test_a_run_comes_to_what_its_stories_tell(seed):
    run = a_run(seed)
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
