"""Lumps: a few variables around a question, with all others as they typically are.

A *code* numbers a joint state of the lump's variables together with what the question
remembers: ``state * memories + memory``. Nothing that a lump leaves out or gets wrong
can bias an answer: it only says where futures should be steered.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.exact.chain import Ends
from forewarn.engine.instants import Instant, Odds, after_pulse, branches, on_date
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.rare.typical import IntArray, TypicalHazards, cells_in
from forewarn.engine.signals import Signals
from forewarn.engine.simulate.watch import KINDS, STAGES, STATE, WINDOW
from forewarn.engine.tables import Indices, Truths
from forewarn.model.case import QuestionKind

#: A pulse, the codes it may come in, and the codes it leads to, with their chances.
Ways = Iterator[tuple[int, int, list[tuple[int, float]]]]

#: Codes that a lump may have: more cost more in each world than they guide.
CODES: Final = 1500  # solved in about 4 ms


class Lump(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """A lump: its codes, the jumps between them, and when schedules have turns."""

    #: What is remembered: ``STAGES``, ``WINDOW`` or ``STATE``; and in how many ways.
    kind: int
    memories: int
    #: Variables, and what a step of each adds to the number of the joint state.
    variable: IntArray
    stride: IntArray
    #: What each code is worth at the end; shape (code + 2,): then a hit, and an end.
    worth: FloatArray
    #: Jumps out of each code: ``jump_ptr[c]:jump_ptr[c + 1]``.
    jump_ptr: IntArray
    #: Pulse of each jump, its unit, its place in it, and whether that is the last.
    jump_pulse: IntArray
    jump_unit: IntArray
    jump_place: IntArray
    jump_last: Truths
    #: Typical hazard of each jump.
    jump_hazard: IntArray
    #: Codes each jump leads to, with chances: ``out_ptr[j]:out_ptr[j + 1]``; and those
    #: that each code leads to: ``way_ptr[c]:way_ptr[c + 1]``.
    out_ptr: IntArray
    way_ptr: Ends
    out_code: Indices
    out_chance: FloatArray
    #: Entries a typical hazard is the mean of: ``mean_ptr[h]:mean_ptr[h + 1]``.
    mean_ptr: IntArray
    mean_entry: IntArray
    mean_last: Truths
    #: Share of each entry in each part of the time; shape (part, entry of a mean).
    mean_share: FloatArray
    #: Cells of time, in years, and the part of the time and the block at the beginning
    #: of each, -1 for none; then the cells of a window after its onset.
    edge: FloatArray
    part: IntArray
    block: IntArray
    window: FloatArray
    #: Where each code leads in a block: ``turn_ptr[b * codes + c]`` on.
    turn_ptr: IntArray
    turn_code: IntArray
    turn_chance: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What lumps of one question are made from."""

    network: Network
    kind: QuestionKind
    #: Its conditions, as signals in the order it needs them.
    signals: Signals
    #: What leaps depend on, all numbers at their medians.
    odds: Odds
    #: States of every variable in typical futures; shape (part, future, variable).
    typical: IntArray
    #: Cells of time and of a window, in years; as in a lump.
    edge: FloatArray
    part: IntArray
    window: FloatArray
    #: Date that each cell begins with, -1 for none.
    date: IntArray


def codes_of(network: Network, variables: Sequence[int], memories: int) -> int:
    """Codes that a lump of some variables would have."""
    return prod(int(network.state_counts[v]) for v in variables) * memories


def memories_of(kind: QuestionKind, conditions: int) -> int:
    """In how many ways a question of some kind remembers."""
    return {STAGES: conditions, WINDOW: 2}.get(KINDS[kind], 1)


def build_lump(setting: Setting, variables: Sequence[int]) -> Lump:
    """The lump of some variables.

    Args:
        setting: What it is made from.
        variables: Numbers of its variables, with all that the question watches.
    """
    return _Builder(setting, tuple(variables)).build()


class _Builder:
    """One lump in the making."""

    def __init__(self, setting: Setting, variables: tuple[int, ...]) -> None:
        self._set = setting
        self._net = setting.network
        counts = [int(self._net.state_counts[v]) for v in variables]
        self._variables = variables
        strides = np.cumprod([1, *counts[::-1]], dtype=np.int64)
        self._stride = strides[: len(counts)][::-1]
        grid = np.indices(counts).reshape(len(counts), prod(counts)).T
        common = setting.typical.reshape(-1, setting.typical.shape[-1])
        usual = [np.bincount(column).argmax() for column in common.T]
        #: Every variable's state in each joint state; others as they mostly are.
        self._states = np.tile(np.array(usual, dtype=np.int64), (len(grid), 1))
        self._states[:, list(variables)] = grid
        self._kind = KINDS[setting.kind]
        self._count = len(setting.signals.state_table)
        self._memories = memories_of(setting.kind, self._count)
        self._codes = len(grid) * self._memories
        self._hazards = TypicalHazards(
            self._net, setting.typical, variables, self._states
        )

    def build(self) -> Lump:
        jumps = sorted(self._jumps(), key=lambda jump: (jump[0], jump[1]))
        codes = np.array([jump[0] for jump in jumps], dtype=np.int64)
        pulses = np.array([jump[1] for jump in jumps], dtype=np.int64)
        outs = [jump[2] for jump in jumps]
        jump_ptr = np.searchsorted(codes, np.arange(self._codes + 1))
        hazard = self._hazards.of(codes // self._memories, pulses)
        unit = self._net.pulse_unit[pulses].astype(np.int64)
        place = pulses - self._net.unit_pulse_ptr[unit].astype(np.int64)
        width = np.diff(self._net.unit_pulse_ptr.astype(np.int64))[unit]
        block, turns = self._blocks()
        means = self._hazards.laid_out()
        out_ptr, out_code, out_chance = _laid_out(outs)
        turn_ptr, turn_code, turn_chance = _laid_out(turns)
        return Lump(
            kind=self._kind,
            memories=self._memories,
            variable=np.array(self._variables, dtype=np.int64),
            stride=self._stride,
            worth=self._worth(),
            jump_ptr=jump_ptr,
            jump_pulse=pulses,
            jump_unit=unit,
            jump_place=place,
            jump_last=place == width - 1,
            jump_hazard=hazard,
            out_ptr=out_ptr,
            way_ptr=out_ptr[jump_ptr].astype(np.uint64),
            out_code=out_code.astype(np.uint32),
            out_chance=out_chance,
            mean_ptr=means.ptr,
            mean_entry=means.entry,
            mean_last=means.last,
            mean_share=means.share,
            edge=self._set.edge,
            part=self._set.part,
            block=block,
            window=self._set.window,
            turn_ptr=turn_ptr,
            turn_code=turn_code,
            turn_chance=turn_chance,
        )

    def _worth(self) -> FloatArray:
        worth = np.zeros(self._codes + 2)
        worth[self._codes] = 1.0
        if self._kind == STATE:
            worth[: self._codes] = self._true(0, self._states, ())
        return worth

    def _jumps(self) -> Ways:
        """Code, pulse and outcomes of every jump that changes a code."""
        net = self._net
        for pulse in np.flatnonzero(net.pulse_unit >= 0).tolist():
            variable = int(net.pulse_variable[pulse])
            if variable in self._variables:
                rows = self._states[:, variable] == net.pulse_source[pulse]
                yield from self._outcomes(pulse, np.flatnonzero(rows))
            elif variable < 0 and self._watched(pulse):
                yield from self._outcomes(pulse, np.arange(len(self._states)))

    def _watched(self, pulse: int) -> bool:
        first, last = self._set.signals.pulse_clause_ptr[pulse : pulse + 2]
        return bool(last > first) or self._wakes(pulse)

    def _wakes(self, pulse: int) -> bool:
        first, last = self._set.odds.leaps.after.pulse_clause_ptr[pulse : pulse + 2]
        return bool(last > first)

    def _outcomes(self, pulse: int, rows: IntArray) -> Ways:
        if self._wakes(pulse):
            for row in rows.tolist():
                begin = partial(
                    after_pulse, self._set.odds, self._states[row].tolist(), pulse
                )
                yield from self._branched(row, pulse, begin)
            return
        after = self._states[rows].copy()
        if self._net.pulse_variable[pulse] >= 0:
            after[:, self._net.pulse_variable[pulse]] = self._net.pulse_target[pulse]
        where = after[:, list(self._variables)] @ self._stride
        for memory in range(self._memories):
            codes = self._codes_after(memory, where, after, (pulse,))
            before = rows * self._memories + memory
            for code, then in zip(before.tolist(), codes.tolist(), strict=True):
                if code != then:
                    yield code, pulse, [(then, 1.0)]

    def _branched(
        self, row: int, pulse: int, begin: Callable[..., Instant]
    ) -> Iterator[tuple[int, int, list[tuple[int, float]]]]:
        ways = list(branches(begin))
        for memory in range(self._memories):
            code = row * self._memories + memory
            outs = [
                (self._code_after(memory, instant), chance) for chance, instant in ways
            ]
            if any(then != code for then, _ in outs):
                yield code, pulse, outs

    def _code_after(self, memory: int, instant: Instant) -> int:
        after = np.array([instant.states], dtype=np.int64)
        where = after[:, list(self._variables)] @ self._stride
        return int(self._codes_after(memory, where, after, instant.pulses)[0])

    def _codes_after(
        self, memory: int, where: IntArray, after: IntArray, pulses: Sequence[int]
    ) -> IntArray:
        """Codes after an instant; then ``codes`` for a hit and one more for an end."""
        codes = where * self._memories + memory
        if self._kind == STATE:
            return codes
        hit = self._codes
        if self._kind == WINDOW:
            comes = self._true(1, after, pulses)
            if memory == 0:
                opens = self._true(0, after, pulses)
                return np.where(opens, np.where(comes, hit, codes + 1), codes)
            return np.where(comes, hit, codes)
        true = self._true(memory, after, pulses)
        last = memory + 1 == self._count
        codes = np.where(true, hit if last else codes + 1, codes)
        for later in range(memory + 1, self._count):
            codes = np.where(self._true(later, after, pulses), hit + 1, codes)
        return codes

    def _true(self, signal: int, states: IntArray, pulses: Sequence[int]) -> Truths:
        signals = self._set.signals
        true = self._holds(int(signals.state_table[signal]), states)
        for pulse in pulses:
            first, last = signals.pulse_clause_ptr[pulse : pulse + 2]
            for clause in signals.pulse_clause[first:last].tolist():
                if signals.clause_signal[clause] == signal:
                    true |= self._holds(int(signals.clause_table[clause]), states)
        return true

    def _holds(self, table: int, states: IntArray) -> Truths:
        signals = self._set.signals
        cells = cells_in(signals.maps, table, states, range(states.shape[1]))
        return signals.truth[int(signals.truth_ptr[table]) + cells]

    def _blocks(self) -> tuple[IntArray, list[list[tuple[int, float]]]]:
        """The block each cell begins with, and where each code leads in each."""
        leaps, blocks = self._set.odds.leaps, dict[tuple[int, ...], int]()
        block = np.full(len(self._set.date), -1, dtype=np.int64)
        turns: list[list[tuple[int, float]]] = []
        for cell, date in enumerate(self._set.date.tolist()):
            if date < 0:
                continue
            chosen = leaps.turn[leaps.turn_ptr[date] : leaps.turn_ptr[date + 1]]
            if not any(self._moves(schedule) for schedule in chosen.tolist()):
                continue
            key = tuple(chosen.tolist())
            if key not in blocks:
                blocks[key] = len(blocks)
                turns += self._turns(date)
            block[cell] = blocks[key]
        return block, turns

    def _moves(self, schedule: int) -> bool:
        leaps = self._set.odds.leaps
        first, last = leaps.schedule_ptr[schedule : schedule + 2]
        return any(v in self._variables for v in leaps.way_variable[first:last])

    def _turns(self, date: int) -> Iterator[list[tuple[int, float]]]:
        for states in self._states.tolist():
            ways = list(branches(partial(on_date, self._set.odds, states, date)))
            for memory in range(self._memories):
                yield [(self._code_after(memory, each), c) for c, each in ways]


def _laid_out(
    outs: Sequence[Sequence[tuple[int, float]]],
) -> tuple[IntArray, IntArray, FloatArray]:
    ptr = np.cumsum([0, *(len(each) for each in outs)], dtype=np.int64)
    codes = np.array([code for each in outs for code, _ in each], dtype=np.int64)
    return ptr, codes, np.array([c for each in outs for _, c in each], dtype=np.float64)
