"""What tests of properties share: random networks, and all that is told of them."""

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from strategies import network_of

from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_of
from forewarn.engine.effort import Effort
from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers
from forewarn.model.quantities import Fixed, Quantity

METHODS = ("exact", "simulated")
SEEDS = st.integers(0, 10**6)
# Shrinking a seed leads nowhere simpler.
quick = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def network(seed, most=3):
    return network_of(seed, most_variables=2 + seed % (most - 1), most_states=3)


def dated(case):
    return [ask for ask in asks_of(case) if ask.years is not None]


def central(case, asks):
    """Exact answers of the world of all medians; shape (ask,)."""
    numbers = central_numbers(compile_network(case), case)[np.newaxis]
    return exact_answers(case, asks, numbers).values[0]


def estimates(case, asks, method, **effort):
    effort = {"worlds": 64, "futures_per_world": 16, **effort}
    return answer(case, asks, Effort(method=method, **effort)).estimates


def told(found):
    """All that an estimate says of its numbers; ``repr`` holds every bit, and NaN."""
    return [
        repr((e.value, e.median, e.central, e.low, e.high, e.error, e.ess, e.note))
        for e in found
    ]


def exactly(value, dimension):
    return Quantity(text=repr(value), dimension=dimension, law=Fixed(value=value))
