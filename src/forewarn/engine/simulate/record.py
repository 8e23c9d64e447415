"""Record: futures jump by jump, each the same as in the run that summed it up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import Network
from forewarn.engine.simulate.asked import collect_asked
from forewarn.engine.simulate.run import Drawn, Run, draw_around
from forewarn.engine.simulate.simulate import check_sound, runner_of
from forewarn.engine.simulate.steps import find_steps, first_states
from forewarn.engine.simulate.tasks import ROW, Record, new_record
from forewarn.engine.simulate.watch import build_watch
from forewarn.engine.tables import Indices
from forewarn.errors import UsageError
from forewarn.model.estimate import Ask
from forewarn.model.story import Moment, Story

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Futures that are recorded at once, and steps there is room for at first.
AT_ONCE: Final = 1024
ROOM: Final = 2**17


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Some futures of a run, jump by jump."""

    #: World of each future, and its number there; shape (future,).
    worlds: IntArray
    futures: IntArray
    #: State every variable starts in, in the order of names; shape (future, variable).
    starts: IntArray
    #: Outcome of each ask: 0 or 1, a count, or years; NaN where it has a window that
    #: did not open by the date. Shape (future, ask).
    outcomes: FloatArray
    #: First jump of each future, and the end of the last; shape (future + 1,).
    ptr: IntArray
    #: When each jump came, in years, and which pulse it was; shape (jump,).
    years: FloatArray
    pulses: IntArray


def replay(
    run: Run, asks: Sequence[Ask] = (), *, world: int, future: int, until: float
) -> Story:
    """One future of a run, told alone.

    The run may have left it earlier, when everything asked was settled.

    Args:
        run: The run.
        asks: What is asked of it.
        world: Number of the world, from 0.
        future: Number of the future in that world, from 0.
        until: How far to tell it at least, in years; further if an ask needs it.

    Raises:
        UsageError: if the run has no such world or future, or an ask does not fit.
    """
    if not 0 <= future < run.plan.futures_per_world:
        last = run.plan.futures_per_world - 1
        raise UsageError(f"there is no future {future}; they are 0 to {last:,}")
    recorder = _Recorder(run=run, asks=asks, until=until)
    (recorded,) = recorder.record(draw_around(run, world), np.array([[world, future]]))
    return _story(run.network, asks, recorded)


def record_futures(
    run: Run, asks: Sequence[Ask], *, until: float
) -> Iterator[Recorded]:
    """Every future of a run in order, jump by jump, some at a time.

    Args:
        run: The run.
        asks: What is asked of each.
        until: How far each goes at least, in years; further if an ask needs it.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: as for a run that is summed up.
    """
    recorder = _Recorder(run=run, asks=asks, until=until)
    drawn = draw_around(run, 0)
    for first in range(0, run.plan.futures, AT_ONCE):
        numbers = np.arange(first, min(first + AT_ONCE, run.plan.futures))
        futures = np.stack(np.divmod(numbers, run.plan.futures_per_world), axis=1)
        while len(futures):
            if futures[0, 0] >= drawn.last:
                drawn = draw_around(run, int(futures[0, 0]))
            here = futures[:, 0] < drawn.last
            yield from recorder.record(drawn, futures[here])
            futures = futures[~here]


def record_chosen(
    run: Run, asks: Sequence[Ask], futures: IntArray, *, until: float
) -> Iterator[Recorded]:
    """Some futures of a run, jump by jump, some at a time.

    Args:
        run: The run.
        asks: What is asked of each.
        futures: World and number of each, by world; shape (future, 2).
        until: How far each goes at least, in years; further if an ask needs it.

    Raises:
        UsageError: if an ask does not fit the case, or there is no such world.
        NotComputable: as for a run that is summed up.
    """
    recorder = _Recorder(run=run, asks=asks, until=until)
    drawn = draw_around(run, int(futures[0, 0]))
    for first in range(0, len(futures), AT_ONCE):
        part = futures[first : first + AT_ONCE]
        while len(part):
            if part[0, 0] >= drawn.last:
                drawn = draw_around(run, int(part[0, 0]))
            here = part[:, 0] < drawn.last
            yield from recorder.record(drawn, part[here])
            part = part[~here]


class _Recorder:
    """What all recorded futures of a run have in common, and room for the next."""

    def __init__(self, *, run: Run, asks: Sequence[Ask], until: float) -> None:
        asked = collect_asked(run.case.questions, asks)
        self._run = run
        self._runner = runner_of(run, build_watch(run.network, asked, until=until))
        self._places = [asked.asks.index(ask) for ask in asks]
        self._windows = [asked.kinds[place] == "given" for place in self._places]
        self._room = ROOM

    def record(self, drawn: Drawn, futures: IntArray) -> Iterator[Recorded]:
        """Futures of some worlds that are drawn together; shape (future, 2)."""
        while len(futures):
            record = new_record(tasks=len(futures), room=self._room)
            sums = np.zeros(
                (len(futures), 2, self._runner.setting.watch.reading.kind.size)
            )
            done = self._run_tasks(drawn, futures, sums, record)
            if done:
                yield self._recorded(futures[:done], sums[:done], record)
            else:
                self._room *= 2
            futures = futures[done:]

    def _run_tasks(
        self, drawn: Drawn, futures: IntArray, sums: FloatArray, record: Record
    ) -> int:
        world, future = futures.T
        tasks = np.stack([world, drawn.row_of(world), future, future + 1], axis=1)
        go_on = np.zeros(1, dtype=np.bool_)
        done = self._runner.run(drawn.numbers, tasks, sums, record, go_on)
        if done < len(tasks):  # full, if hazards are sound
            check_sound(self._run, drawn.numbers[tasks[done, ROW]])
        return done

    def _recorded(
        self, futures: IntArray, sums: FloatArray, record: Record
    ) -> Recorded:
        network, ptr = self._run.network, record.ptr[: len(futures) + 1]
        choices = self._runner.setting.layout.choice_ptr.size - 1
        firsts = ptr[:-1, np.newaxis] + np.arange(choices)
        kept = np.ones(ptr[-1], dtype=np.bool_)
        kept[firsts] = False
        outcomes = sums[:, 0, self._places]
        closed = (sums[:, 1, self._places] == 0) & np.array(self._windows, np.bool_)
        return Recorded(
            worlds=futures[:, 0],
            futures=futures[:, 1],
            starts=_starts(network, record.steps[firsts]),
            outcomes=np.where(closed, np.nan, outcomes),
            ptr=ptr - choices * np.arange(len(ptr)),
            years=record.times[: ptr[-1]][kept],
            pulses=record.steps[: ptr[-1]][kept].astype(np.int64),
        )


def _starts(network: Network, steps: Indices) -> IntArray:
    """States that futures start in, after the steps that lead there."""
    starts = np.tile(first_states(network), (len(steps), 1))
    all_steps = find_steps(network)
    variables = np.array([step.variable for step in all_steps], dtype=np.int64)
    targets = np.array([step.target for step in all_steps], dtype=np.int64)
    np.put_along_axis(starts, variables[steps], targets[steps], axis=1)
    return starts


def _story(network: Network, asks: Sequence[Ask], recorded: Recorded) -> Story:
    names = [network.states[v][s] for v, s in enumerate(recorded.starts[0].tolist())]
    jumps = zip(recorded.years.tolist(), recorded.pulses.tolist(), strict=True)
    return Story(
        world=int(recorded.worlds[0]),
        future=int(recorded.futures[0]),
        start=tuple(zip(network.variables, names, strict=True)),
        moments=tuple(_moment(network, years, pulse) for years, pulse in jumps),
        outcomes=tuple(zip(asks, recorded.outcomes[0].tolist(), strict=True)),
    )


def _moment(network: Network, years: float, pulse: int) -> Moment:
    name, variable = network.pulses[pulse], int(network.pulse_variable[pulse])
    if variable < 0:
        return Moment(years=years, name=name)
    states = network.states[variable]
    return Moment(
        years=years,
        name=name,
        variable=network.variables[variable],
        source=states[network.pulse_source[pulse]],
        target=states[network.pulse_target[pulse]],
    )
