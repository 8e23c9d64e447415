"""Random valid cases, for tests that claim something of every one.

``networks()`` and ``cases()`` are hypothesis strategies; ``network_of(seed)`` and
``case_of(seed)`` give one evenly random case a seed, for tests that pool many.
"""

from dice import rolled, seeded
from random_cases import a_case
from random_costs import with_costs
from random_networks import a_network
from random_structure import with_doubts, with_structure

from forewarn.engine.change import adopt
from forewarn.model.units import date_after


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


def structured_of(seed, *, most_variables=3, most_states=3):
    """The network of one seed with all of its structure, and some measures adopted."""
    dice = seeded(seed)
    case = with_structure(dice, a_network(dice, most_variables, most_states))
    case = with_doubts(dice, with_costs(dice, case))
    chosen = dice.few([measure.name for measure in case.measures])
    days = {name: date_after(case.start, dice.roll(3) / 2) for name in chosen}
    return adopt(case, days)
