"""Acts: what measures multiply once they are in place, and when they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import kernel
from forewarn.engine.tables import Indices, SignedIndices, Truths
from forewarn.model.case import Case
from forewarn.model.conditions import Condition
from forewarn.model.measures import Measure
from forewarn.model.units import years_between

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A multiplier of an adopted measure, on one hazard, chance or loss."""

    #: Number of the measure, and of the multiplier.
    measure: int
    number: int
    #: Acts only while this holds; None for always.
    when: Condition | None


class Acts(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    r"""Multipliers of adopted measures, by the entries of some tables.

    An entry is multiplied by :math:`\max(\prod_i m_i, f)`, over the measures that are
    in place, with f the ``floor``.
    """

    #: Acts on entry e: ``act_ptr[e]:act_ptr[e + 1]``; shape (entry + 1,).
    act_ptr: Indices
    #: Measure of each act, and number of its multiplier; shape (act,).
    act_measure: Indices
    act_number: Indices
    #: Least product of all measures together: 1 less the case's cap.
    floor: float


class Adopted(NamedTuple):
    """When adopted measures come into place, in order of their names.

    A measure is in place from ``max(since + lead, ready)`` on.
    """

    #: When it was adopted, in years after the start; shape (measure,).
    since: FloatArray
    #: Number of its lead time, -1 where it has none; shape (measure,).
    lead: SignedIndices
    #: The day that it is in place on, in years; -inf where no day says.
    ready: FloatArray


class Phases(NamedTuple):
    """Times between which hazards stay as they are, in one world.

    Phase p runs from ``start[p]`` to ``start[p + 1]``, the last without end.
    """

    #: When each phase begins, in years: first -inf, then rising; shape (phase,).
    start: FloatArray
    #: Whether each measure is in place; shape (phase, measure).
    in_place: Truths


def adopted_measures(case: Case) -> tuple[Measure, ...]:
    """The measures that a case has adopted, in order of names."""
    named = {measure.name: measure for measure in case.measures}
    return tuple(named[name] for name, _ in case.adopted)


def find_adopted(case: Case, number: Mapping[str, int]) -> Adopted:
    """When the measures that a case has adopted come into place.

    Args:
        case: The case.
        number: Number of each named number.
    """
    measures = adopted_measures(case)
    return Adopted(
        since=np.array([years_between(case.start, day) for _, day in case.adopted]),
        lead=np.array(
            [number[m.ready.name] if m.ready else -1 for m in measures], dtype=np.int32
        ),
        ready=np.array(
            [
                years_between(case.start, m.ready_by) if m.ready_by else -np.inf
                for m in measures
            ]
        ),
    )


def find_acts(case: Case, number: Mapping[str, int]) -> Mapping[str, tuple[Act, ...]]:
    """What adopted measures do, by the name of what they act on.

    Args:
        case: The case.
        number: Number of each named number.

    Returns:
        Acts by the name of a rate, a chance or a loss; in order of numbers, so that
        products round alike however measures were declared.
    """
    found: dict[str, list[Act]] = {}
    for name, act in _acts(case, number):
        found.setdefault(name, []).append(act)
    return {
        name: tuple(sorted(acts, key=lambda act: act.number))
        for name, acts in found.items()
    }


def find_phases(adopted: Adopted, numbers: FloatArray) -> Phases:
    """The phases of one world: each begins as measures come into place.

    Args:
        adopted: When measures come into place.
        numbers: Value of every number in the world; shape (number,).
    """
    at = ready_times(adopted, numbers)
    start = np.concatenate([[-np.inf], np.unique(at)])
    return Phases(start=start, in_place=at[np.newaxis, :] <= start[:, np.newaxis])


@kernel
def ready_times(adopted: Adopted, numbers: FloatArray) -> FloatArray:
    """When each measure is in place in one world, in years; shape (measure,)."""
    times = adopted.since.copy()
    for measure in range(times.size):
        if adopted.lead[measure] >= 0:
            times[measure] += numbers[adopted.lead[measure]]
        times[measure] = max(times[measure], adopted.ready[measure])
    return times


@kernel
def act(acts: Acts, numbers: FloatArray, in_place: Truths, values: FloatArray) -> None:
    """Multiply every entry by what the measures in place do to it, up to the cap.

    Args:
        acts: What measures multiply.
        numbers: Value of every number in the world; shape (number,).
        in_place: Whether each measure is in place; shape (measure,).
        values: What is multiplied; shape (entry,).
    """
    if acts.act_measure.size == 0:
        return
    for entry in range(values.size):
        product = 1.0
        for at in range(acts.act_ptr[entry], acts.act_ptr[entry + 1]):
            if in_place[acts.act_measure[at]]:
                product *= numbers[acts.act_number[at]]
        values[entry] *= max(product, acts.floor)


def _acts(case: Case, number: Mapping[str, int]) -> Iterator[tuple[str, Act]]:
    for place, measure in enumerate(adopted_measures(case)):
        for effect in measure.effects:
            act = Act(measure=place, number=number[effect.times.name], when=effect.when)
            yield from ((name, act) for name in effect.names)
