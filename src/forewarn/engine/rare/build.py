"""Building lumps: every jump and turn of a few variables, whole columns at once.

Joint states that no trigger or schedule tells apart go the same ways, so what may come
of an instant is followed through once for all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import NamedTuple

import numpy as np

from forewarn.engine.instants import Instant, Odds, Pick, after_pulse, branches, on_date
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.rare.lump import Lump, memories_of
from forewarn.engine.rare.stirred import stirred_by
from forewarn.engine.rare.typical import IntArray, TypicalHazards, cells_in
from forewarn.engine.signals import Signals
from forewarn.engine.simulate.watch import KINDS, STATE, WINDOW
from forewarn.engine.tables import Truths
from forewarn.model.case import QuestionKind


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


class _Ways(NamedTuple):
    """Codes that some codes lead to by one pulse or turn, with the same chances."""

    #: Pulse, or block of turns.
    key: int
    #: Shape (way in,); shape (way in, way out); shape (way out,).
    before: IntArray
    after: IntArray
    chance: FloatArray


class _Laid(NamedTuple):
    """Ways end to end, by code and key; those out of each: ``ptr[i]:ptr[i + 1]``."""

    before: IntArray
    key: IntArray
    ptr: IntArray
    after: IntArray
    chance: FloatArray


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
        jumps = _laid_out([_changing(ways) for ways in self._jumps()])
        block, turned = self._blocks()
        turns = _laid_out(turned)
        hazard = self._hazards.of(jumps.before // self._memories, jumps.key)
        means = self._hazards.laid_out()
        unit = self._net.pulse_unit[jumps.key].astype(np.int64)
        place = jumps.key - self._net.unit_pulse_ptr[unit].astype(np.int64)
        width = np.diff(self._net.unit_pulse_ptr.astype(np.int64))[unit]
        jump_ptr = np.searchsorted(jumps.before, np.arange(self._codes + 1))
        return Lump(
            kind=self._kind,
            memories=self._memories,
            variable=np.array(self._variables, dtype=np.int64),
            stride=self._stride,
            worth=self._worth(),
            jump_ptr=jump_ptr,
            jump_pulse=jumps.key,
            jump_unit=unit,
            jump_place=place,
            jump_last=place == width - 1,
            jump_hazard=hazard,
            out_ptr=jumps.ptr,
            way_ptr=jumps.ptr[jump_ptr].astype(np.uint64),
            out_code=jumps.after.astype(np.uint32),
            out_chance=jumps.chance,
            mean_ptr=means.ptr,
            mean_entry=means.entry,
            mean_last=means.last,
            mean_share=means.share,
            edge=self._set.edge,
            part=self._set.part,
            block=block,
            window=self._set.window,
            turn_ptr=turns.ptr,
            turn_code=turns.after,
            turn_chance=turns.chance,
        )

    def _worth(self) -> FloatArray:
        worth = np.zeros(self._codes + 2)
        worth[self._codes] = 1.0
        if self._kind == STATE:
            worth[: self._codes] = self._true(0, self._states, ())
        return worth

    def _jumps(self) -> Iterator[_Ways]:
        """All jumps that may change a code."""
        net = self._net
        for pulse in np.flatnonzero(net.pulse_unit >= 0).tolist():
            variable = int(net.pulse_variable[pulse])
            if variable in self._variables:
                rows = self._states[:, variable] == net.pulse_source[pulse]
                yield from self._by_pulse(pulse, np.flatnonzero(rows))
            elif variable < 0 and (self._watched(pulse) or self._wakes(pulse)):
                yield from self._by_pulse(pulse, np.arange(len(self._states)))

    def _watched(self, pulse: int) -> bool:
        first, last = self._set.signals.pulse_clause_ptr[pulse : pulse + 2]
        return bool(last > first)

    def _wakes(self, pulse: int) -> bool:
        first, last = self._set.odds.leaps.after.pulse_clause_ptr[pulse : pulse + 2]
        return bool(last > first)

    def _by_pulse(self, pulse: int, rows: IntArray) -> Iterator[_Ways]:
        if self._wakes(pulse):
            odds = self._set.odds
            stirred = stirred_by(odds.leaps, pulses=(pulse,))

            def begin(states: Sequence[int], pick: Pick) -> Instant:
                return after_pulse(odds, states, pulse, pick)

            yield from self._branched(pulse, rows, stirred, begin)
            return
        after = self._states[rows]
        if self._net.pulse_variable[pulse] >= 0:
            after[:, self._net.pulse_variable[pulse]] = self._net.pulse_target[pulse]
        for memory in range(self._memories):
            codes = self._codes_after(memory, after, (pulse,))
            before = rows * self._memories + memory
            yield _Ways(pulse, before, codes[:, np.newaxis], np.ones(1))

    def _branched(
        self,
        key: int,
        rows: IntArray,
        stirred: set[int],
        begin: Callable[[Sequence[int], Pick], Instant],
    ) -> Iterator[_Ways]:
        """Ways of an instant, of all joint states that are alike for it at once."""
        told = [v in stirred for v in self._variables]
        inside = np.array(self._variables, dtype=np.int64)[told]
        kinds = self._states[np.ix_(rows, inside)] @ self._stride[told]
        _, firsts, kind = np.unique(kinds, return_index=True, return_inverse=True)
        for each, first in enumerate(firsts.tolist()):
            alike = rows[kind == each]
            states = self._states[rows[first]]
            ways = list(branches(partial(begin, states.tolist())))
            chance = np.array([chance for chance, _ in ways])
            for memory in range(self._memories):
                codes = [
                    self._codes_of(memory, alike, states, instant)
                    for _, instant in ways
                ]
                before = alike * self._memories + memory
                yield _Ways(key, before, np.stack(codes, axis=1), chance)

    def _codes_of(
        self, memory: int, rows: IntArray, states: IntArray, instant: Instant
    ) -> IntArray:
        """Codes of some joint states, where what an instant changes is changed."""
        then = np.array(instant.states, dtype=np.int64)
        changed = np.flatnonzero(then != states)
        after = self._states[rows]
        after[:, changed] = then[changed]
        return self._codes_after(memory, after, instant.pulses)

    def _codes_after(
        self, memory: int, after: IntArray, pulses: Sequence[int]
    ) -> IntArray:
        """Codes after an instant; then ``codes`` for a hit and one more for an end."""
        where = after[:, list(self._variables)] @ self._stride
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

    def _blocks(self) -> tuple[IntArray, list[_Ways]]:
        """The block each cell begins with, and where each code leads in each."""
        leaps, blocks = self._set.odds.leaps, dict[tuple[int, ...], int]()
        block = np.full(len(self._set.date), -1, dtype=np.int64)
        turns: list[_Ways] = []
        for cell, date in enumerate(self._set.date.tolist()):
            if date < 0:
                continue
            chosen = leaps.turn[leaps.turn_ptr[date] : leaps.turn_ptr[date + 1]]
            key = tuple(chosen.tolist())
            if not any(self._moves(schedule) for schedule in key):
                continue
            if key not in blocks:
                blocks[key] = len(blocks)
                turns += self._turns(blocks[key], date, key)
            block[cell] = blocks[key]
        return block, turns

    def _moves(self, schedule: int) -> bool:
        leaps = self._set.odds.leaps
        first, last = leaps.schedule_ptr[schedule : schedule + 2]
        return any(v in self._variables for v in leaps.way_variable[first:last])

    def _turns(
        self, block: int, date: int, schedules: Sequence[int]
    ) -> Iterator[_Ways]:
        odds = self._set.odds
        stirred = stirred_by(odds.leaps, schedules=schedules)

        def begin(states: Sequence[int], pick: Pick) -> Instant:
            return on_date(odds, states, date, pick)

        rows, first = np.arange(len(self._states)), block * self._codes
        for ways in self._branched(block, rows, stirred, begin):
            yield ways._replace(before=first + ways.before)


def _changing(ways: _Ways) -> _Ways:
    """Ways without codes that they do not change."""
    changing = (ways.after != ways.before[:, np.newaxis]).any(axis=1)
    return ways._replace(before=ways.before[changing], after=ways.after[changing])


def _laid_out(ways: Sequence[_Ways]) -> _Laid:
    none, nothing = np.empty(0, np.int64), np.empty(0)
    sizes = [len(each.before) for each in ways]
    before = np.concatenate([none, *(each.before for each in ways)])
    key = np.repeat(np.array([each.key for each in ways], dtype=np.int64), sizes)
    widths = np.array([len(each.chance) for each in ways], dtype=np.int64)
    width = np.repeat(widths, sizes)
    after = np.concatenate([none, *(each.after.reshape(-1) for each in ways)])
    chance = [np.tile(e.chance, size) for e, size in zip(ways, sizes, strict=True)]
    order = np.lexsort((key, before))
    first = np.cumsum(width) - width
    ptr = np.append(0, np.cumsum(width[order]))
    # Where each way out stood: from the first of its way in, one after the other.
    stood = np.repeat(first[order] - ptr[:-1], width[order]) + np.arange(ptr[-1])
    return _Laid(
        before=before[order],
        key=key[order],
        ptr=ptr,
        after=after[stood],
        chance=np.concatenate([nothing, *chance])[stood],
    )
