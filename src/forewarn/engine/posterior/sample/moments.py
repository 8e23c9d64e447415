"""Moments: what happened at known times, in order; what a trigger ties is one."""

from collections.abc import Iterator

from forewarn.engine.posterior.sample.finding import Finder, Item
from forewarn.engine.posterior.sample.rows import DATE, EVENT, JUMP

#: Years between what is known of one day and has nothing to do with each other.
APART = 2.0**-24  # two seconds


def moments_of(finder: Finder) -> Iterator[Item]:
    """Everything known as instants, one after the other.

    Args:
        finder: What has been read.
    """
    for turn, at in enumerate(finder.leaps.date.tolist()):
        told = any(i.kind == DATE and i.of == turn for i in finder.items)
        if at <= finder.end and not told:
            finder.items.append(Item(time=at, kind=DATE, of=turn))
    last = -1.0
    for item in _merged(finder):
        item.time = max(item.time, last + APART if last >= 0 else item.time)
        last = item.time
        yield item


def _merged(finder: Finder) -> list[Item]:
    merged: list[Item] = []
    for item in _in_order(finder):
        other = next((m for m in merged if _one_instant(finder, m, item)), None)
        if other is None:
            merged.append(item)
            continue
        other.moves.update(item.moves)
        other.pulses |= item.pulses
        other.known = max(other.known, item.known)
        if item.kind in (EVENT, DATE) and other.kind == JUMP:
            other.kind, other.of = item.kind, item.of
    return merged


def _in_order(finder: Finder) -> Iterator[Item]:
    """By time; of one time each after what leads to the state it begins in."""
    left = sorted(finder.items, key=lambda i: (i.time, -i.kind, i.of, i.known))
    while left:
        now = [item for item in left if item.time == left[0].time]
        first = next(
            (i for i in now if not any(_ends_where(finder, o, i) for o in now)), now[0]
        )
        left.remove(first)
        yield first


def _ends_where(finder: Finder, one: Item, other: Item) -> bool:
    """Whether one jump ends where another begins, and not the other way round too."""
    return _joins(finder, one, other) and not _joins(finder, other, one)


def _joins(finder: Finder, one: Item, other: Item) -> bool:
    network = finder.network
    ends = {(network.pulse_variable[p], network.pulse_target[p]) for p in one.pulses}
    return any(
        network.pulse_variable[p] >= 0
        and (network.pulse_variable[p], network.pulse_source[p]) in ends
        for p in other.pulses
    )


def _one_instant(finder: Finder, one: Item, other: Item) -> bool:
    if one.time != other.time:
        return False
    if one.kind == other.kind == DATE and one.of == other.of:
        return True
    return _leads(finder, one, other) or _leads(finder, other, one)


def _leads(finder: Finder, cause: Item, effect: Item) -> bool:
    after = finder.leaps.after
    first = int(finder.leaps.schedule_ptr[-1])
    for pulse in cause.pulses:
        clauses = after.pulse_clause[
            after.pulse_clause_ptr[pulse] : after.pulse_clause_ptr[pulse + 1]
        ]
        for clause in clauses:
            way = first + int(after.clause_signal[clause])
            begin, end = finder.leaps.way_ptr[way : way + 2]
            if effect.pulses & set(finder.leaps.way_pulse[begin:end].tolist()):
                return True
    return False
