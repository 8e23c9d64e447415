"""Smoothing: beliefs about past states, from worlds that fit all known since."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import Network, compile_network
from forewarn.engine.posterior.belief import Belief
from forewarn.errors import UsageError
from forewarn.model.believed import Shares
from forewarn.model.case import Case
from forewarn.model.smoothed import Smoothed, Trail
from forewarn.model.units import date_after, years_between

IntArray = npt.NDArray[np.int64]


def smooth_states(case: Case, belief: Belief, days: Sequence[date]) -> Smoothed:
    """Where each variable was on past days, in the light of what came later too.

    Args:
        case: The case.
        belief: What is believed; its worlds carry their whole past.
        days: Which days, from the start to the day of the belief; each at its end.

    Returns:
        The share of worlds in each state, variable by variable and day by day.
    """
    network = compile_network(case)
    days = sorted(set(days))
    states = [states_at(network, belief, years_between(case.start, d)) for d in days]
    places = {name: place for place, name in enumerate(network.variables)}
    return Smoothed(
        as_of=belief.as_of,
        days=tuple(days),
        trails=tuple(
            Trail(
                variable=variable.name,
                shares=tuple(
                    _shares(
                        network.states[places[variable.name]],
                        at[:, places[variable.name]],
                        variable.state_names,
                    )
                    for at in states
                ),
            )
            for variable in case.variables
        ),
        worlds=belief.worlds,
        effective=belief.effective,
        notes=belief.notes,
    )


def past_days(case: Case, as_of: date, asked: Sequence[date]) -> tuple[date, ...]:
    """Days to tell of: those asked; else the start, each year after it, and the day.

    Raises:
        UsageError: if one lies before the start or after the day.
    """
    for day in asked:
        if not case.start <= day <= as_of:
            raise UsageError(
                f"{day} is no past day: tell of days from {case.start} to {as_of}"
            )
    if asked:
        return tuple(sorted(set(asked)))
    years = range(int(years_between(case.start, as_of)) + 1)
    days = {date_after(case.start, float(year)) for year in years} | {as_of}
    return tuple(sorted(day for day in days if day <= as_of))


def states_at(network: Network, belief: Belief, years: float) -> IntArray:
    """The state of every variable in each world at a time; shape (world, variable).

    Args:
        network: The network of the case.
        belief: What is believed.
        years: The time, in years after the start; what came at it has come.
    """
    states = belief.starts.copy()
    worlds = np.repeat(np.arange(belief.worlds), np.diff(belief.ptr))
    moved = np.asarray(network.pulse_variable, dtype=np.int64)[belief.past_pulses]
    target = np.asarray(network.pulse_target, dtype=np.int64)[belief.past_pulses]
    came = (moved >= 0) & (belief.past_years <= years)
    # Of several jumps of one variable, the last in order of time stays.
    states[worlds[came], moved[came]] = target[came]
    return states


def _shares(names: Sequence[str], at: IntArray, order: Sequence[str]) -> Shares:
    counts = dict(zip(names, np.bincount(at, minlength=len(names)), strict=True))
    return tuple((name, float(counts[name] / at.size)) for name in order)
