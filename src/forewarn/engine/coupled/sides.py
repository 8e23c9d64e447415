"""Sides: the cases that are compared, as their futures are run in the same worlds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from forewarn.engine.acts import find_phases
from forewarn.engine.chances import chances_at
from forewarn.engine.coupled.dial import build_dial
from forewarn.engine.coupled.pinned import open_starts, pins_of, without_ways
from forewarn.engine.coupled.reach import Key
from forewarn.engine.coupled.tasks import IntArray, Side
from forewarn.engine.doubts import doubts_of
from forewarn.engine.leaps import Leaps, compile_leaps
from forewarn.engine.network import FloatArray, Network, compile_network, fill_hazards
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.asked import Asked, collect_asked
from forewarn.engine.simulate.course import plot_of
from forewarn.engine.simulate.leaping import build_leaping, most_pulses
from forewarn.engine.simulate.past import (
    Past,
    most_at_once,
    past_of,
    without_spent,
)
from forewarn.engine.simulate.plan import DRAWN, Plan
from forewarn.engine.simulate.run import numbers_of as numbers_of_starts
from forewarn.engine.simulate.watch import build_watch
from forewarn.engine.simulate.world import recipe_of
from forewarn.engine.worlds import (
    central_numbers,
    coordinate_names,
    draw_coordinates,
    numbers_at,
)
from forewarn.model.case import Case
from forewarn.model.estimate import Ask

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
#: The past of worlds that begin at the start.
NO_PAST: Final = Past(
    ptr=np.zeros(1, dtype=np.int64),
    years=np.empty(0),
    pulses=np.empty(0, dtype=np.int64),
    begin=-1.0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A case with its network and its leaps."""

    case: Case
    network: Network
    leaps: Leaps
    #: Variables that are held once the past of the worlds is over, and their states.
    pins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """One of the cases that are compared, ready to run."""

    compiled: Compiled
    asked: Asked
    side: Side
    #: Where each ask of interest stands among those of the first case and here, and its
    #: number among all asks; shape (ask, 2) and (ask,).
    columns: IntArray
    places: IntArray

    def check_sound(self, numbers: FloatArray) -> None:
        """Refuse a world in which a hazard or a chance has no value.

        Raises:
            NotComputable: if one has none; it names it.
        """
        network, chances = self.compiled.network, self.compiled.leaps.chances
        for in_place in find_phases(network.adopted, numbers).in_place:
            fill_hazards(network, numbers, in_place)
            chances_at(chances, numbers, in_place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """The numbers of some worlds that stand together, on every side."""

    #: The first of them, and the one after the last.
    first: int
    last: int
    #: Values on each side, one row if all worlds are alike; shape (world, number) each.
    numbers: tuple[FloatArray, ...]


def compile_case(case: Case, pins: Mapping[str, str] = NOTHING) -> Compiled:
    """A case with its network and its leaps.

    Args:
        case: The case.
        pins: What is held once the past of its worlds is over.

    Raises:
        UsageError: if two different numbers have one name.
        NotComputable: if a table would be too large, or triggers go in a circle.
    """
    case = open_starts(case, pins)
    network = compile_network(case)
    leaps = compile_leaps(network, case)
    return Compiled(case=case, network=network, leaps=leaps, pins=pins)


def make_ready(  # noqa: PLR0913  # a case, what is asked of it, and its past
    compiled: Compiled,
    asks: Sequence[Ask],
    places: Sequence[int],
    *,
    live: Collection[Key],
    seed: int,
    first: Asked | None = None,
    belief: Belief | None = None,
) -> Ready:
    """A case ready to run.

    Args:
        compiled: The case.
        asks: All that is asked.
        places: Which of these it is asked.
        live: Variables and events that something asked depends on.
        seed: Which futures; any integer.
        first: What the first case is asked, if this is another.
        belief: The past of its worlds, if they have one.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: if a condition ties too many variables together.
    """
    case, network, leaps = compiled.case, compiled.network, compiled.leaps
    chosen = [asks[place] for place in places]
    asked = collect_asked(case.questions, chosen)
    pins = pins_of(network, compiled.pins, live)
    leaping = without_ways(build_leaping(network, leaps), pins)
    past = NO_PAST
    if belief is not None:
        names = sorted(schedule.name for schedule in case.schedules)
        leaping, past = without_spent(leaping, names, belief), past_of(belief)
    columns = [
        [(first or asked).asks.index(ask), asked.asks.index(ask)] for ask in chosen
    ]
    return Ready(
        compiled=compiled,
        asked=asked,
        side=Side(
            plot=plot_of(network, recipe_of(network), leaps.chances),
            dial=build_dial(network, case),
            leaping=leaping,
            watch=build_watch(network, asked),
            past=past,
            pins=pins,
            seed=np.uint64(seed % 2**64),
            pulses=max(most_pulses(leaping), most_at_once(past)),
        ),
        columns=np.array(columns, dtype=np.int64).reshape(-1, 2),
        places=np.array(places, dtype=np.int64),
    )


def are_uncertain(cases: Sequence[Case], *, central: bool) -> bool:
    """Whether two worlds may differ in some of the cases."""
    return not central and any(coordinate_names(case) for case in cases)


def draw_sides(
    sides: Sequence[Compiled], plan: Plan, *, seed: int, central: bool, world: int
) -> Worlds:
    """The numbers of the worlds that are drawn together with one, on every side.

    Numbers of one name have the same coordinate on all sides.

    Args:
        sides: The cases.
        plan: How worlds make up replicates.
        seed: Which draw of worlds; any integer.
        central: Whether every number is at its median.
        world: The world.
    """
    if not are_uncertain([side.case for side in sides], central=central):
        numbers = (central_numbers(s.network, s.case)[np.newaxis] for s in sides)
        return Worlds(first=0, last=plan.worlds, numbers=tuple(numbers))
    replicates, size = 1, plan.worlds
    if plan.shared == "worlds":
        size //= plan.replicates
        replicates = min(max(DRAWN // size, 1), plan.replicates)
    first = world // size // replicates * replicates
    replicates = min(replicates, plan.worlds // size - first)
    names = sorted({name for side in sides for name in coordinate_names(side.case)})
    worlds = size * replicates
    z = draw_coordinates(
        names, seed=seed, worlds=worlds, replicates=replicates, first=first
    )
    at = {name: z[:, column] for column, name in enumerate(names)}
    drawn: dict[object, FloatArray] = {}
    numbers_of: list[FloatArray] = []
    for side in sides:
        key = _drawn_from(side)
        if key not in drawn:
            drawn[key] = numbers_at(side.network, side.case, at, worlds=worlds)
        numbers_of.append(drawn[key])
    return Worlds(
        first=first * size,
        last=(first + replicates) * size,
        numbers=tuple(numbers_of),
    )


def believed_sides(sides: Sequence[Compiled], belief: Belief, *, seed: int) -> Worlds:
    """The numbers of all worlds of a belief, on every side.

    What only a change brings in, such as the effects of a measure, was not learned
    about and is drawn as it is written.

    Args:
        sides: The cases, the first of which the belief is of.
        belief: What is believed.
        seed: Which draw; any integer.
    """
    learned = {name: i for i, name in enumerate(sides[0].network.numbers)}
    numbers_of: list[FloatArray] = []
    for side in sides:
        names, network = sorted(coordinate_names(side.case)), side.network
        new = [name for name in network.numbers if name not in learned]
        numbers = np.empty((belief.worlds, len(network.numbers)))
        if new:
            z = draw_coordinates(names, seed=seed, worlds=belief.worlds, replicates=1)
            at = {name: z[:, column] for column, name in enumerate(names)}
            numbers = numbers_at(network, side.case, at, worlds=belief.worlds)
        for column, name in enumerate(network.numbers):
            if name in learned:
                numbers[:, column] = belief.numbers[:, learned[name]]
        numbers_of.append(numbers_of_starts(network, replace(belief, numbers=numbers)))
    return Worlds(first=0, last=belief.worlds, numbers=tuple(numbers_of))


def _drawn_from(side: Compiled) -> object:
    """All that the numbers of a case hang on, but the coordinates."""
    case = side.case
    groups = [[share.name for _, share in v.start] for v in case.variables]
    groups += [
        [share.name for _, share in s.draw.shares] for s in case.schedules if s.draw
    ]
    doubts = tuple((d.name, d.law, d.loadings, d.variant) for d in doubts_of(case))
    variants = tuple((v.name, v.weight) for v in case.variants)
    return side.network.numbers, doubts, variants, tuple(map(tuple, groups))
