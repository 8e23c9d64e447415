"""Claims about recorded futures: none lost, however little room there is."""

import numpy as np
import pytest
from written import written

from forewarn.engine.network import compile_network
from forewarn.engine.simulate import record, run
from forewarn.engine.simulate.record import record_futures, replay
from forewarn.engine.simulate.run import new_run
from forewarn.errors import UsageError
from forewarn.model.estimate import Ask

BUSY = """
variables:
  light:
    states: [dark, lit]
    start: {dark: 40%, lit: 60%}
    transitions:
      dark -> lit: 5 to 20 per year
      lit -> dark: 5 to 20 per year
events:
  knock:
    rate: 3 per year
questions:
  lit: {time: light = lit, by: 2 years}
  knocks: {count: knock, by: 1 year}
  wakes: {happens: light -> lit, given: knock, within: 1 month, by: 1 month}
"""
ASKS = [
    Ask(question="lit", years=2.0),
    Ask(question="knocks", years=1.0),
    Ask(question="wakes", years=1 / 12),
]


def a_run(worlds=70, futures=3):
    case = written(BUSY)
    return new_run(
        case,
        compile_network(case),
        seed=1,
        worlds=worlds,
        futures_per_world=futures,
    )


def columns(parts):
    """All parts laid end to end; of each future, how many jumps it has."""
    names = ("worlds", "futures", "starts", "outcomes", "years", "pulses")
    joined = {n: np.concatenate([getattr(p, n) for p in parts]) for n in names}
    return joined | {"jumps": np.concatenate([np.diff(p.ptr) for p in parts])}


def same(one, other):
    return all(np.array_equal(one[n], other[n], equal_nan=n == "outcomes") for n in one)


def test_little_room_and_small_parts_change_nothing(monkeypatch):
    whole = columns(list(record_futures(a_run(), ASKS, until=2.0)))
    monkeypatch.setattr(record, "ROOM", 2)
    monkeypatch.setattr(record, "AT_ONCE", 7)
    monkeypatch.setattr(run, "DRAWN", 2)
    assert same(columns(list(record_futures(a_run(), ASKS, until=2.0))), whole)


def test_every_future_is_recorded_in_order():
    recorded = columns(list(record_futures(a_run(), ASKS, until=2.0)))
    assert recorded["worlds"].tolist() == np.repeat(np.arange(70), 3).tolist()
    assert recorded["futures"].tolist() == 70 * [0, 1, 2]
    assert recorded["jumps"].sum() == len(recorded["years"])


def test_a_future_goes_on_until_its_date_whatever_is_asked():
    (part,) = record_futures(a_run(), [], until=5.0)
    assert part.outcomes.shape == (210, 0)
    assert 4.9 < part.years.max() <= 5.0


def test_a_window_that_never_opened_has_no_outcome():
    recorded = columns(list(record_futures(a_run(), ASKS, until=2.0)))
    open_by_then = ~np.isnan(recorded["outcomes"][:, 2])
    assert 0 < open_by_then.sum() < len(open_by_then)


def test_a_story_starts_somewhere_and_names_what_happens():
    story = replay(a_run(), world=3, future=2, until=1.0)
    assert story.start in ((("light", "dark"),), (("light", "lit"),))
    named = {(m.name, m.variable, m.source, m.target) for m in story.moments}
    assert ("knock", "", "", "") in named
    assert ("light: lit -> dark", "light", "lit", "dark") in named


@pytest.mark.parametrize(("world", "future"), [(70, 0), (-1, 0), (0, 3), (0, -1)])
def test_a_future_that_is_not_there_is_told(world, future):
    with pytest.raises(UsageError, match="there is no"):
        replay(a_run(), world=world, future=future, until=1.0)
