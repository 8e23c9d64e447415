"""Believing: the worlds that fit what is known by a day, drawn from the posterior."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import Network, compile_network
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.posterior.past.past import find_past
from forewarn.engine.posterior.past.telling import notes_of
from forewarn.engine.posterior.sample.sample import CHAINS, Sampled, sample_case
from forewarn.model.case import Case
from forewarn.model.units import years_between

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
_Leads = Mapping[tuple[int, int], Sequence[tuple[int, int]]]

#: Called with what is being done, how much of it, of how much; 0 where nobody knows.
Progress = Callable[[str, int, int], None]
#: Draws of each chain at least, and as many thrown away at first.
LEAST: Final = 100
#: How many times as many draws are spent at most where chains do not agree.
MOST_SPENT: Final = 4
#: Reports left out that are told one by one.
MOST_TOLD: Final = 5


def believe(  # noqa: PLR0913  # what of, and how much of it
    case: Case,
    as_of: date,
    *,
    seed: int = 1,
    worlds: int = 4096,
    burn: int = LEAST,
    most: int = MOST_SPENT,
    threads: int = 2,
    progress: Progress | None = None,
) -> Belief:
    """What is believed of a case on a day, from what was known by then.

    Args:
        case: The case, with its reports.
        as_of: The day; what became known later is not used.
        seed: Which draw; any integer.
        worlds: Most worlds to keep, evenly from every chain.
        burn: Draws of each chain thrown away at first.
        most: How many times as many draws are spent where chains do not agree.
        threads: How many chains run at once; they change no bit.
        progress: Called as work is done.

    Raises:
        NotComputable: if what is known cannot be under the model.
    """
    network = compile_network(case)
    past = find_past(network, compile_leaps(network, case), case)
    sampled = sample_case(
        network,
        case,
        as_of,
        seed=seed,
        draws=max(worlds // CHAINS, LEAST),
        burn=burn,
        most=most,
        threads=threads,
        progress=progress,
    )
    chains, draws = sampled.numbers.shape[:2]
    each = min(draws, max(worlds // chains, 1))
    kept = np.linspace(0, draws - 1, each).round().astype(np.int64)
    ptr, years, pulses = _pasts(network, sampled, kept)
    return Belief(
        as_of=as_of,
        years=years_between(case.start, as_of),
        numbers=sampled.numbers[:, kept].reshape(chains * each, -1),
        starts=sampled.starts[:, kept].reshape(chains * each, -1),
        ptr=ptr,
        past_years=years,
        past_pulses=pulses,
        spent=sampled.spent,
        r_hat=float(sampled.rhat.max()),
        effective=float(sampled.ess.min()),
        notes=(*_notes(sampled, case, as_of), *notes_of(past)),
    )


def _pasts(
    network: Network, sampled: Sampled, kept: IntArray
) -> tuple[IntArray, FloatArray, IntArray]:
    """Every jump and event of each world that is kept."""
    leads = _leads(network)
    ptr, years, pulses = [0], list[float](), list[int]()
    for chain in range(CHAINS):
        for draw in kept.tolist():
            past = [*_events(sampled, chain, draw)]
            past += _jumps(sampled, leads, chain, draw)
            past.sort(key=lambda one: one[0])  # stable: changes keep their order
            years += [time for time, _ in past]
            pulses += [pulse for _, pulse in past]
            ptr.append(len(years))
    return (
        np.array(ptr, dtype=np.int64),
        np.array(years, dtype=np.float64),
        np.array(pulses, dtype=np.int64),
    )


def _events(sampled: Sampled, chain: int, draw: int) -> Iterator[tuple[float, int]]:
    """Events that are known, and those that are not known one by one."""
    yield from zip(*(each.tolist() for each in sampled.known_events), strict=True)
    times, pulses, ends = sampled.events[chain]
    here = slice(int(ends[draw]), int(ends[draw + 1]))
    yield from zip(times[here].tolist(), pulses[here].tolist(), strict=True)


def _jumps(
    sampled: Sampled, leads: _Leads, chain: int, draw: int
) -> Iterator[tuple[float, int]]:
    times, changes, ends = sampled.pasts[chain]
    state = sampled.starts[chain, draw].tolist()
    for at in range(int(ends[draw]), int(ends[draw + 1])):
        variable, target = changes[at].tolist()
        for pulse in _way(leads, variable, state[variable], target):
            yield float(times[at]), pulse
        state[variable] = target


def _leads(network: Network) -> _Leads:
    """Pulses out of each state of each variable, and where each leads."""
    leads: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for pulse, variable in enumerate(network.pulse_variable.tolist()):
        if variable >= 0:
            source = int(network.pulse_source[pulse])
            target = int(network.pulse_target[pulse])
            leads.setdefault((variable, source), []).append((target, pulse))
    return leads


def _way(leads: _Leads, variable: int, source: int, target: int) -> list[int]:
    """The fewest jumps between two states: one instant may make several."""
    ways: list[tuple[int, list[int]]] = [(source, [])]
    for state, way in ways:  # which grows as more are found
        for to, pulse in leads.get((variable, state), ()):
            if to == target:
                return [*way, pulse]
            if all(to != seen for seen, _ in ways):
                ways.append((to, [*way, pulse]))
    return []


def _notes(sampled: Sampled, case: Case, as_of: date) -> Iterator[str]:
    used = [r for r in case.evidence.reports if r.known <= as_of]
    sightings = sum(bool(report.sighting) for report in used)
    yield (
        f"taken in: {len(used) - sightings} reports known by {as_of}; worth "
        f"{sampled.ess.min():,.0f} independent worlds, R-hat {sampled.rhat.max():.3f}"
    )
    if not sampled.agreed:
        yield (
            "the chains that drew these worlds do not agree yet (R-hat over 1.01 or "
            f"under {sampled.enough:,} effective worlds): take errors to be larger "
            "than told"
        )
    if sightings:
        yield f"{sightings} sightings of indicators are read and not yet taken in"
    for said in sampled.left_out[:MOST_TOLD]:
        yield f"left out: {said}"
    if len(sampled.left_out) > MOST_TOLD:
        yield f"left out: {len(sampled.left_out) - MOST_TOLD} more"
