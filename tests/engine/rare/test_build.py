"""Claims about lumps: what columns build at once is what each code leads to alone."""

from collections import Counter
from functools import partial
from itertools import product

import numpy as np
import pytest
from dice import seeded
from random_networks import a_network
from random_structure import with_structure

from forewarn.engine.asking import asks_of
from forewarn.engine.instants import after_pulse, branches, on_date
from forewarn.engine.network import compile_network
from forewarn.engine.rare.answers import KINDS
from forewarn.engine.rare.ladder import ladder
from forewarn.engine.rare.steering import ground_of, steering_of
from forewarn.engine.signals import table_holds
from forewarn.engine.simulate.watch import STATE, WINDOW


def watching(signals, pulse):
    """Clauses that watch a pulse."""
    first, last = signals.pulse_clause_ptr[pulse : pulse + 2]
    return signals.pulse_clause[first:last].tolist()


def true(signals, signal, states, pulses):
    """Whether a signal holds after an instant of several pulses."""
    clauses = [clause for pulse in pulses for clause in watching(signals, pulse)]
    tables = [
        int(signals.clause_table[clause])
        for clause in clauses
        if signals.clause_signal[clause] == signal
    ]
    tables.append(int(signals.state_table[signal]))
    return any(table_holds(signals, table, states) for table in tables)


def remembered(lump, signals, memory, instant):
    """What is remembered after an instant; "hit" or "end" once that is settled."""
    comes = partial(true, signals, states=instant.states, pulses=instant.pulses)
    if lump.kind == STATE:
        return memory
    if lump.kind == WINDOW:
        if memory == 0 and not comes(0):
            return memory
        return "hit" if comes(1) else 1
    if any(comes(later) for later in range(memory + 1, lump.memories)):
        return "end"
    if not comes(memory):
        return memory
    return "hit" if memory + 1 == lump.memories else memory + 1


def code_after(lump, signals, memory, instant):
    after = remembered(lump, signals, memory, instant)
    codes = lump.worth.size - 2
    if after in {"hit", "end"}:
        return codes + (after == "end")
    inside = [instant.states[variable] for variable in lump.variable]
    return int(np.dot(inside, lump.stride)) * lump.memories + after


def joint_states(setting, lump):
    """Every code with what it remembers and its joint state, others as mostly."""
    flat = setting.typical.reshape(-1, setting.typical.shape[-1])
    usual = [int(np.bincount(column).argmax()) for column in flat.T]
    counts = [range(int(setting.network.state_counts[v])) for v in lump.variable]
    for place, inside in enumerate(product(*counts)):
        states = list(usual)
        for variable, state in zip(lump.variable.tolist(), inside, strict=True):
            states[variable] = state
        for memory in range(lump.memories):
            yield place * lump.memories + memory, memory, states


def ways(lump, signals, memory, begin):
    found = Counter()
    for chance, instant in branches(begin):
        found[code_after(lump, signals, memory, instant)] += chance
    return found


def may_come(setting, inside, states, pulse):
    """Whether a jump of the lump leads from here, or anything sees an event."""
    net = setting.network
    variable = int(net.pulse_variable[pulse])
    if variable >= 0:
        return variable in inside and states[variable] == net.pulse_source[pulse]
    seen = watching(setting.signals, pulse)
    return bool(seen or watching(setting.odds.leaps.after, pulse))


def plain_jumps(setting, lump):
    """Where each pulse leads from each code that it changes."""
    net, odds = setting.network, setting.odds
    inside = lump.variable.tolist()
    for code, memory, states in joint_states(setting, lump):
        for pulse in np.flatnonzero(net.pulse_unit >= 0).tolist():
            if not may_come(setting, inside, states, pulse):
                continue
            begin = partial(after_pulse, odds, states, pulse)
            found = ways(lump, setting.signals, memory, begin)
            if set(found) != {code}:
                yield (code, pulse), found


def built(ptr, codes, chances, place):
    found = Counter()
    for out in range(ptr[place], ptr[place + 1]):
        found[int(codes[out])] += chances[out]
    return found


def lumps():
    """Lumps of all kinds of questions, on networks where everything acts."""
    for seed in range(12):
        case = with_structure(seeded(seed), a_network(seeded(seed), 3, 3))
        ground = ground_of(case, compile_network(case))
        last = {case.question(ask.question).kind: ask for ask in asks_of(case)}
        for kind in KINDS:
            question = case.question(last[kind].question)
            steering = steering_of(ground, question, [last[kind]])
            for _, rung in zip(range(2), ladder(steering), strict=False):
                yield steering.setting, steering.lump(rung.variables)


def test_each_code_leads_where_it_does_alone():
    for setting, lump in lumps():
        codes = np.repeat(np.arange(lump.jump_ptr.size - 1), np.diff(lump.jump_ptr))
        keys = list(zip(codes.tolist(), lump.jump_pulse.tolist(), strict=True))
        plain = dict(plain_jumps(setting, lump))
        assert sorted(plain) == keys
        for place, key in enumerate(keys):
            found = built(lump.out_ptr, lump.out_code, lump.out_chance, place)
            assert found == pytest.approx(plain[key])


def test_so_it_does_on_every_date():
    dates = 0
    for setting, lump in lumps():
        codes = lump.jump_ptr.size - 1
        for cell in np.flatnonzero(lump.block >= 0).tolist():
            dates += 1
            for code, memory, states in joint_states(setting, lump):
                begin = partial(on_date, setting.odds, states, int(setting.date[cell]))
                plain = ways(lump, setting.signals, memory, begin)
                place = int(lump.block[cell]) * codes + code
                found = built(lump.turn_ptr, lump.turn_code, lump.turn_chance, place)
                assert found == pytest.approx(plain)
    assert dates > 15
