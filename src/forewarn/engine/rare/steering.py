"""Steering: what the steered futures of one question are made from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Final

import numpy as np

from forewarn.engine.chances import chances_at
from forewarn.engine.instants import Odds
from forewarn.engine.leaps import Leaps, compile_leaps
from forewarn.engine.network import FloatArray, Network, compile_network
from forewarn.engine.rare.build import Setting, build_lump
from forewarn.engine.rare.lump import CODES, Lump, codes_of, memories_of
from forewarn.engine.rare.tasks import Terms, run_steered
from forewarn.engine.rare.typical import IntArray
from forewarn.engine.signals import Signals, compile_signals
from forewarn.engine.simulate.asked import collect_asked, conditions_of
from forewarn.engine.simulate.course import Plot, plot_of
from forewarn.engine.simulate.layout import Layout, build_layout
from forewarn.engine.simulate.leaping import Leaping, build_leaping, most_pulses
from forewarn.engine.simulate.steps import first_states
from forewarn.engine.simulate.watch import Watch, build_watch
from forewarn.engine.simulate.world import recipe_of
from forewarn.engine.worlds import central_numbers
from forewarn.errors import NotComputable
from forewarn.model.case import Case, Question
from forewarn.model.conditions import Condition, variables_of
from forewarn.model.estimate import Ask

#: Cells of time that values stand for; twice as many made answers no better.
CELLS: Final = 32
#: How much finer cells are towards the last date, where values change fastest.
FINER: Final = 1.5
#: Cells of a window after its onset.
WINDOW_CELLS: Final = 12
#: Years that cells make up at least, where all that is asked is of the start itself.
SHORTEST: Final = 1e-9
#: Parts of the time that typical states are told apart in.
PARTS: Final = 4
#: Futures from which typical states are taken.
TYPICAL: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A case as all of its steered futures use it."""

    case: Case
    network: Network
    leaps: Leaps
    #: Every number at its median; shape (number,).
    central: FloatArray
    layout: Layout
    plot: Plot
    leaping: Leaping


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """One question for some dates, and what its lumps are made from."""

    ground: Ground
    question: Question
    #: What is asked, dates falling; the first is what futures are steered for.
    asks: tuple[Ask, ...]
    watch: Watch
    setting: Setting
    #: Variables that the question watches: every lump has them.
    core: tuple[int, ...]

    def terms(self, lump: Lump) -> Terms:
        """What futures that a lump steers have in common."""
        ground = self.ground
        pulses = most_pulses(ground.leaping)
        return Terms(
            ground.layout, self.watch, ground.plot, ground.leaping, lump, pulses
        )

    def lump(self, variables: Sequence[int]) -> Lump:
        """The lump of some variables."""
        return build_lump(self.setting, variables)


def ground_of(case: Case, network: Network) -> Ground:
    """The ground of a case.

    Raises:
        NotComputable: if a chance depends on too many variables, or triggers go round
            in a circle.
    """
    central, leaps = central_numbers(network, case), compile_leaps(network, case)
    bare = compile_network(replace(case, adopted=())) if case.adopted else network
    return Ground(
        case=case,
        network=network,
        leaps=leaps,
        central=central,
        layout=build_layout(network, central, bare=bare),
        plot=plot_of(network, recipe_of(network), leaps.chances),
        leaping=build_leaping(network, leaps),
    )


def steering_of(ground: Ground, question: Question, asks: Sequence[Ask]) -> Steering:
    """What steered futures of a question are made from.

    Args:
        ground: The case.
        question: A question of a kind that is steered for.
        asks: What is asked of it.

    Raises:
        NotComputable: if what the question watches has too many joint states.
    """
    network = ground.network
    asked = collect_asked((question,), asks)
    signals = compile_signals(network, conditions_of(question))
    core = _core(network, signals, conditions_of(question))
    _check_core(network, question, core, len(signals.state_table))
    last = max(SHORTEST, *(ask.years or 0.0 for ask in asks))
    edge, date = _cells(ground.leaps, last)
    start = np.array(first_states(network), dtype=np.int64)
    setting = Setting(
        network=network,
        kind=question.kind,
        signals=signals,
        odds=Odds(
            network=network,
            leaps=ground.leaps,
            numbers=ground.central,
            chances=chances_at(ground.leaps.chances, ground.central),
        ),
        typical=start[np.newaxis, np.newaxis],
        edge=edge,
        part=np.zeros(len(edge) - 1, dtype=np.int64),
        window=np.linspace(0.0, question.within or 0.0, WINDOW_CELLS + 1),
        date=date,
    )
    steering = Steering(
        ground=ground,
        question=question,
        asks=tuple(asked.asks),
        watch=build_watch(network, asked),
        setting=setting,
        core=core,
    )
    return replace(steering, setting=_with_typical(steering))


def _cells(leaps: Leaps, last: float) -> tuple[FloatArray, IntArray]:
    """Edges of cells, and the date that each cell begins with, -1 for none."""
    even = np.linspace(1.0, 0.0, CELLS + 1)
    dates = leaps.date[leaps.date < last]
    edge = np.unique(np.concatenate([last * (1.0 - even**FINER), dates]))
    number = {float(day): place for place, day in enumerate(dates)}
    starts = [number.get(float(start), -1) for start in edge[:-1]]
    return edge, np.array(starts, dtype=np.int64)


def _core(
    network: Network, signals: Signals, conditions: Sequence[Condition]
) -> tuple[int, ...]:
    names = {name for condition in conditions for name in variables_of(condition)}
    watched = {network.scope.number[n] for n in names if n in network.scope.number}
    pulses = np.flatnonzero(np.diff(signals.pulse_clause_ptr))
    moved = {int(network.pulse_variable[pulse]) for pulse in pulses}
    return tuple(sorted(watched | (moved - {-1})))


def _check_core(
    network: Network, question: Question, core: Sequence[int], conditions: int
) -> None:
    codes = codes_of(network, core, memories_of(question.kind, conditions))
    if codes > CODES:
        raise NotComputable(
            f"{question.name!r} watches {len(core)} variables with "
            f"{codes:,} joint states, too many to steer by; ask for method='simulated'"
        )


def _with_typical(steering: Steering) -> Setting:
    """The setting with typical states, from futures that come as they would."""
    setting, ground = steering.setting, steering.ground
    cells, variables = len(setting.edge) - 1, len(ground.network.variables)
    seen = np.full((TYPICAL, cells, variables), -1, dtype=np.int64)
    asks = steering.watch.reading.kind.size
    run_steered(
        steering.terms(steering.lump(steering.core)),
        ground.central[np.newaxis],
        np.array([[0, 0, 0, TYPICAL]], dtype=np.int64),
        np.uint64(0),
        False,  # noqa: FBT003  # kernels take no keywords
        np.zeros((1, 3, asks + 1)),
        np.zeros(1, dtype=np.int64),
        seen,
        np.zeros(1, dtype=np.bool_),
    )
    _fill_forward(seen, setting.typical[0, 0])
    middle = 0.5 * (setting.edge[1:] + setting.edge[:-1])
    shares = middle / max(setting.edge[-1], 1e-300)
    part = np.minimum((shares * PARTS).astype(np.int64), PARTS - 1)
    typical = np.empty((PARTS, TYPICAL, variables), dtype=np.int64)
    for each in range(PARTS):
        among = np.flatnonzero(part == each)
        among = among if among.size else np.array([cells - 1])
        chosen = among[np.arange(TYPICAL) % among.size]
        typical[each] = seen[np.arange(TYPICAL), chosen]
    return replace(setting, typical=typical, part=part)


def _fill_forward(seen: IntArray, start: IntArray) -> None:
    """Let futures that ended early stay where they were."""
    seen[:, 0][seen[:, 0, 0] < 0] = start
    for cell in range(1, seen.shape[1]):
        ended = seen[:, cell, 0] < 0
        seen[ended, cell] = seen[ended, cell - 1]


def horizon_of(steering: Steering) -> float:
    """Years that futures are steered for."""
    return float(steering.setting.edge[-1]) if steering.setting.edge.size else inf
