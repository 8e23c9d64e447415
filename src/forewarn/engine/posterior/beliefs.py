"""Beliefs: what a belief comes to, variable by variable and number by number."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import Network, compile_network
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.posterior.learning.moved import laws_before, moved_by
from forewarn.laws import quantile
from forewarn.model.believed import Believed, Moved, Shares, Whereabouts
from forewarn.model.case import Case
from forewarn.model.quantities import Law

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
#: What is told of a number.
QUANTILES = (0.1, 0.5, 0.9)


def sum_up_belief(case: Case, belief: Belief) -> Believed:
    """What a belief comes to.

    Args:
        case: The case.
        belief: What is believed on a day.

    Returns:
        Every variable with the shares of worlds in its states, and every number that
        worlds differ in, with how far its median moved.
    """
    network = compile_network(case)
    return Believed(
        as_of=belief.as_of,
        worlds=belief.worlds,
        effective=belief.effective,
        whereabouts=tuple(_whereabouts(case, network, belief)),
        moved=tuple(_moved(case, network, belief)),
        notes=belief.notes,
    )


def _whereabouts(case: Case, network: Network, belief: Belief) -> Iterator[Whereabouts]:
    now = belief.states(
        np.asarray(network.pulse_target, dtype=np.int64),
        np.asarray(network.pulse_variable, dtype=np.int64),
    )
    for variable in case.variables:
        place = network.variables.index(variable.name)
        written = {s: quantile(n.quantity.law, 0.5) for s, n in variable.start}
        shares = dict(_shares(network.states[place], now[:, place]))
        yield Whereabouts(
            variable=variable.name,
            start=tuple((s.name, written.get(s.name, 0.0)) for s in variable.states),
            now=tuple((s.name, shares[s.name]) for s in variable.states),
        )


def _shares(states: tuple[str, ...], now: IntArray) -> Shares:
    counts = np.bincount(now, minlength=len(states))
    return tuple(zip(states, (counts / now.size).tolist(), strict=True))


def _moved(case: Case, network: Network, belief: Belief) -> Iterator[Moved]:
    columns = {name: place for place, name in enumerate(network.numbers)}
    laws = laws_before(case)
    rows = [
        _of_number(number.name, laws[number.name], belief.numbers[:, place])
        for number in {n.name: n for n in case.numbers()}.values()
        if (place := columns.get(number.name)) is not None
        and np.ptp(belief.numbers[:, place]) > 0
    ]
    yield from sorted(rows, key=lambda row: (-abs(row.by), row.number))


def _of_number(name: str, law: Law, values: FloatArray) -> Moved:
    low, middle, high = (float(q) for q in np.quantile(values, QUANTILES))
    prior = tuple(quantile(law, p) for p in QUANTILES)
    return Moved(
        number=name,
        prior=(prior[0], prior[1], prior[2]),
        posterior=(low, middle, high),
        by=moved_by(law, middle),
    )
