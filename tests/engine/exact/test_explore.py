"""Claims about exploring: which joint states there are, and how they are numbered."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from strategies import networks
from written import written

from forewarn.engine.exact import explore as exploring
from forewarn.engine.exact import index, limits
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.pose import pose, word
from forewarn.engine.exact.reach import why_never
from forewarn.engine.exact.terrain import terrain_of
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers, draw_worlds
from forewarn.errors import NotComputable

KINDS = ("happens", "holds", "count", "order", "happened", "time")
ONE = Allowance()


def posed(case, name, allowance=ONE):
    network = compile_network(case)
    numbers = central_numbers(network, case)[None]
    wording = word(case, case.question(name))
    return pose(terrain_of(case, numbers), wording, allowance)


def parts_of(space):
    return (space.codes, *space.chain)


def same(one, other):
    pairs = zip(parts_of(one), parts_of(other), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


WAYS = {
    "on three threads": [],
    "searching for codes": [(index, "DENSE", 0)],
    "with little room at first": [(exploring, "JUMPS", 1), (exploring, "CHUNK", 1)],
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=20)
@given(networks())
def test_every_way_of_exploring_finds_the_same(way, case):
    for question in (q for q in case.questions if q.kind in KINDS):
        plain = posed(case, question.name).space
        with pytest.MonkeyPatch.context() as patch:
            for change in WAYS[way]:
                patch.setattr(*change)
            other = posed(case, question.name, Allowance(threads=3)).space
        assert same(plain, other)


@settings(max_examples=20)
@given(networks())
def test_every_joint_state_has_a_code_of_its_own_in_order(case):
    for question in (q for q in case.questions if q.kind in KINDS):
        codes = posed(case, question.name).space.codes
        assert (np.diff(codes) > 0).all()


RING = "variables:\n" + "".join(
    f"  v{i:02}:\n    states: {{calm: A, tense: B, war: C}}\n    start: calm\n"
    f"    transitions:\n"
    f"      calm -> tense:\n"
    f"        {{rate: 1 per year, times: {{v{(i + 1) % 10:02} = war: 2}}}}\n"
    f"      tense -> war: 1 per year\n"
    for i in range(10)
)
RING_CASE = written(
    RING
    + """  alone:
    states: {calm: A, tense: B}
    start: calm
    transitions: {calm -> tense: 1 per year}
events:
  raid: {rate: 1 per year, times: {v00 = war: 2}}
questions:
  there: {holds: v00 = war, at: 1 year}
  ever: {happens: v00 = war, by: 1 year}
  alone: {happens: alone = tense, by: 1 year}
  raids: {count: raid, by: 1 year}
"""
)


def test_only_ancestors_are_explored():
    # Each of ten in a ring has the next as its parent; "alone" has none.
    assert posed(RING_CASE, "there").space.codes.size == 3**10
    assert posed(RING_CASE, "alone").space.codes.size == 1


def test_what_has_happened_is_explored_no_further():
    assert posed(RING_CASE, "ever").space.codes.size == 2 * 3**9


def test_a_state_that_nothing_leads_to_is_not_explored():
    text = RING.replace("{rate: 1 per year", "{rate: 0 per year")
    case = written(text + "questions:\n  there: {holds: v00 = war, at: 1 year}\n")
    assert posed(case, "there").space.codes.size == 1


def test_a_hazard_above_zero_in_one_world_is_explored_for_all():
    case = RING_CASE
    network = compile_network(case)
    numbers = np.repeat(central_numbers(network, case)[None], 2, axis=0)
    numbers[0, network.numbers.index("v00: calm -> tense")] = 0.0
    wording = word(case, case.question("ever"))
    both, first = (
        pose(terrain_of(case, rows), wording, ONE).space.codes.size
        for rows in (numbers, numbers[:1])
    )
    assert first < both == 2 * 3**9


def test_too_many_joint_states_are_not_counted_to_the_end():
    with pytest.raises(NotComputable, match=r"more than 1,0\d\d joint states .* 1,000"):
        posed(RING_CASE, "there", Allowance(states=1_000))


def test_too_many_starts_are_refused():
    text = RING.replace("start: calm", "start: {calm: 50%, tense: 30%, war: 20%}")
    case = written(text + "questions:\n  there: {holds: v00 = war, at: 1 year}\n")
    with pytest.raises(NotComputable, match="59,049 joint states"):
        posed(case, "there", Allowance(states=1_000))


def test_what_does_not_fit_into_memory_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "free_memory", lambda: 1e6)
    with pytest.raises(NotComputable, match=r"GB and 0.0 GB are free; .*simulated"):
        posed(RING_CASE, "there")


def test_memory_that_the_system_does_not_tell_is_no_limit(monkeypatch):
    monkeypatch.setattr(limits, "free_memory", lambda: None)
    assert posed(RING_CASE, "there").space.codes.size == 3**10


def test_free_memory_is_told_in_bytes():
    free = limits.free_memory()
    assert free is None or free > 1e7


def test_combinations_beyond_counting_are_refused():
    text = "variables:\n" + "".join(
        f"  v{i:02}:\n    states: {{calm: A, tense: B}}\n    start: calm\n"
        f"    transitions: {{calm -> tense: 1 per year}}\n"
        for i in range(70)
    )
    every = " and ".join(f"v{i:02} = tense" for i in range(70))
    case = written(text + f"questions:\n  all: {{happens: {every}, by: 1 year}}\n")
    with pytest.raises(NotComputable, match=r"about 10\^21 combinations"):
        posed(case, "all")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("v00 -> calm", "'v00 -> calm' cannot happen"),
        ("never = tense", "'never = tense' cannot come about"),
        ("v01 = war and never = tense", "'never = tense' cannot come about"),
        ("v00 -> calm or never = tense", "cannot happen.*; .*cannot come about"),
        ("silence", "the rate of 'silence' is 0"),
        ("v00 = calm and v00 = war", "no joint state that can be reached makes"),
    ],
)
def test_out_of_reach_is_explained(question, words):
    case = written(
        RING
        + f"""  never:
    states: {{calm: A, tense: B}}
    start: calm
events:
  silence: {{rate: 0 per year}}
questions:
  asked: {{happens: {question}, by: 1 year}}
"""
    )
    network = compile_network(case)
    numbers = draw_worlds(network, case, seed=1, worlds=2, replicates=1)
    wording = word(case, case.question("asked"))
    terrain = terrain_of(case, numbers)
    assert not pose(terrain, wording, ONE).reachable
    assert re.search(words, why_never(terrain, wording.conditions))
