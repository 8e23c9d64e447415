"""Random valid cases, for tests that claim something of every one.

``networks()`` and ``cases()`` are hypothesis strategies; ``network_of(seed)`` and
``case_of(seed)`` give one evenly random case a seed, for tests that pool many.
"""

from dice import rolled, seeded
from random_cases import a_case
from random_networks import a_network


def networks(*, most_variables=4, most_states=4):
    """Small cases without prose: moderate hazards, uncertain numbers, every question.

    Two years of horizon, at most ``most_states ** most_variables`` joint states.
    """
    return rolled(lambda dice: a_network(dice, most_variables, most_states))


def network_of(seed, *, most_variables=4, most_states=4):
    """The network of one seed; evenly random, where hypothesis seeks the odd."""
    return a_network(seeded(seed), most_variables, most_states)


def cases():
    """Cases with everything that a file can say, their text full of YAML's traps."""
    return rolled(a_case)


def case_of(seed):
    """The case of one seed, with everything that a file can say."""
    return a_case(seeded(seed))
