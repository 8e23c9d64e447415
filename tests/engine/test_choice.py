"""Claims about the choice of method: the same everywhere, and said with its reason."""

from dataclasses import replace

import pytest
from written import written

from forewarn.engine.asking import asks_of
from forewarn.engine.choice import choose_methods
from forewarn.engine.effort import Effort
from forewarn.engine.job import new_job
from forewarn.errors import NotComputable

SMALL = """
variables:
  front:
    states: {calm: A, war: B}
    start: calm
    transitions: {calm -> war: 0.05 to 0.2 per year, war -> calm: 1 per year}
questions:
  war: {happens: front = war, by: 10 years, resolves: So said.}
  high: {number: "front: calm -> war", above: 0.1 per year, resolves: So said.}
"""


def many(variables):
    """A question about so many variables that no two states of them are alike."""
    names = [f"v{i}" for i in range(variables)]
    made = "".join(
        f"  {name}: {{states: [a, b], start: a, "
        "transitions: {a -> b: 1 to 2 per year, b -> a: 1 per year}}\n"
        for name in names
    )
    all_b = " and ".join(f"{name} = b" for name in names)
    return f"variables:\n{made}questions:\n  all: {{happens: {all_b}, by: 1 year}}\n"


def chosen(text, **effort):
    case = written(text)
    return choose_methods(new_job(case, asks_of(case), Effort(**effort), None))


def test_what_is_small_is_solved_in_every_world():
    choice = chosen(SMALL)
    assert choice.simulated == ()
    assert choice.notes[0] == "war: exact, 1 joint state"


def test_what_is_large_is_simulated_and_said_to_be_so():
    choice = chosen(many(16))
    assert choice.exactly == ()
    assert "all: simulated, since more than" in choice.notes[0]


def test_what_would_take_long_is_simulated_and_said_to_be_so():
    choice = chosen(many(10))
    assert choice.exactly == ()
    assert "would take about" in choice.notes[0]


@pytest.mark.parametrize("threads", [1, 2, 64])
@pytest.mark.parametrize("text", [SMALL, many(7), many(10)], ids=["small", "7", "10"])
def test_the_choice_is_the_same_for_any_threads(text, threads):
    assert chosen(text, threads=threads).notes == chosen(text, threads=8).notes


def test_a_number_is_looked_up_even_where_simulation_is_asked_for():
    choice = chosen(SMALL, method="simulated")
    assert choice.simulated == (0,)
    assert choice.notes == ("war: simulated, as asked",)


def test_one_world_may_have_more_states():
    assert chosen(many(16)).exactly == ()
    assert chosen(many(16), central=True).exactly != ()


@pytest.mark.parametrize("method", ["auto", "exact"])
def test_worlds_that_do_not_fit_into_memory_are_not_drawn(method):
    effort = {"worlds": 2**36, "futures_per_world": 1, "method": method}
    job = new_job(written(SMALL), asks_of(written(SMALL)), Effort(worlds=64), None)
    job = replace(job, effort=Effort(**effort))
    if method == "exact":
        with pytest.raises(NotComputable, match=r"GB are free; ask for fewer worlds"):
            choose_methods(job)
    else:
        (note, _) = choose_methods(job).notes
        assert "GB are free" in note
