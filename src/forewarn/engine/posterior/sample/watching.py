"""Watching: when events and jumps would have been told, and what is told of them."""

from collections.abc import Iterator
from itertools import pairwise

from forewarn.engine.posterior.sample.finding import (
    Finder,
    Mark,
    Span,
    Watch,
    Window,
)
from forewarn.engine.posterior.sample.rows import COUNTED, EVENT, EVER, ONCE, SILENT
from forewarn.errors import NotComputable


def watch_events(finder: Finder) -> None:
    """What is known of each event over stretches of time, and where nothing is.

    Args:
        finder: What has been read; watches and gaps are added.

    Raises:
        NotComputable: if an event that sets off triggers is not known one by one, or
            reports of one contradict each other.
    """
    for event in finder.case.events:
        pulse = finder.network.pulse_number[event.name]
        until = max(finder.covered(event.name), 0.0)
        _refuse_waking(finder, pulse, until)
        watches = [_silence(finder, pulse, 0.0, until)] if until > 0 else []
        for span in _apart(finder, pulse):
            watches += _of_span(finder, span, until)
        finder.watches += watches
        finder.gaps += [(*gap, pulse) for gap in _gaps(finder, watches)]


def _refuse_waking(finder: Finder, pulse: int, until: float) -> None:
    first, last = finder.leaps.after.pulse_clause_ptr[pulse : pulse + 2]
    if last == first:
        return
    name = finder.network.pulses[pulse]
    if any(span.pulse == pulse for span in finder.spans):
        raise NotComputable(
            f"{name!r} sets off triggers; sampling needs the day of each, for certain"
        )
    if until < finder.end:
        raise NotComputable(
            f"{name!r} sets off triggers; sampling needs all of it reported up to "
            f"{finder.as_of}: ask as of a day that 'fully_reported' covers, or write "
            "there that all of it is known until then"
        )


def _silence(finder: Finder, pulse: int, since: float, until: float) -> Watch:
    unit = int(finder.network.pulse_unit[pulse])
    return Watch(since, until, 1.0, unit, pulse, SILENT)


def _apart(finder: Finder, pulse: int) -> list[Span]:
    """Stretches that do not overlap; those of one stretch are one."""
    kept: list[Span] = []
    for span in sorted(s for s in finder.spans if s.pulse == pulse):
        last = kept[-1] if kept else None
        if last is None or last.until <= span.since:
            kept.append(span)
        elif last[:4] == span[:4] and span.number < 0:
            right, wrong = last.right * span.right, last.wrong * span.wrong
            kept[-1] = span._replace(right=right, wrong=wrong)
        else:
            name = finder.network.pulses[pulse]
            finder.left_out.append(f"what is told of {name} over times that overlap")
    return kept


def _of_span(finder: Finder, span: Span, covered: float) -> Iterator[Watch]:
    """What one stretch is watched by, beside the silence that reports break."""
    known = sum(
        item.kind == EVENT
        and span.pulse in item.pulses
        and span.since < item.time <= span.until
        for item in finder.items
    )
    since, until = max(span.since, covered), span.until
    unit = int(finder.network.pulse_unit[span.pulse])
    once = span.number < 0 and covered >= until
    most = 1 if once else span.number if span.number >= 0 else known
    if known > most:
        raise NotComputable(
            f"reports of {finder.network.pulses[span.pulse]!r} contradict each other: "
            f"{known} of one day each, in a time in which there were {most}"
        )
    if span.number >= 0:
        left = span.number - known
        yield Watch(since, until, 1.0, unit, span.pulse, COUNTED, 1.0, left)
    elif not known:
        kind = ONCE if once else EVER
        yield Watch(
            span.since,
            until,
            0.0,
            unit,
            span.pulse,
            kind,
            came=span.right,
            none=span.wrong,
        )
        if not once:
            yield _silence(finder, span.pulse, since, until)


def _gaps(finder: Finder, watches: list[Watch]) -> Iterator[tuple[float, float]]:
    at = 0.0
    for watch in sorted(watches):
        if watch.since > at:
            yield at, watch.since
        at = max(at, watch.until)
    if at < finder.end:
        yield at, finder.end


def close_windows(finder: Finder, variable: int, until: float) -> None:
    """No jump of a variable up to a time, but such as are told of.

    Args:
        finder: What has been read; windows are added.
        variable: The variable.
        until: Until when all its jumps were reported, in years.
    """
    told = [
        m for m in finder.marks if m.jump.variable == variable and m.jump.target >= 0
    ]
    edges = {0.0, until, *(t for m in told for t in m[:2] if t < until)}
    for since, to in pairwise(sorted(edges)):
        jumps = tuple(m.jump for m in told if m.since <= since and to <= m.until)
        finder.windows.append(Window(since, to, variable, jumps))
    for mark in told:
        others = any(m is not mark and _meet(m, mark) for m in told) or any(
            item.known >= 0
            and finder.known[item.known].variable == variable
            and mark.since <= item.time <= mark.until
            for item in finder.items
        )
        if mark.right == 1.0 and mark.once and not others:
            _look(finder, variable, mark.since, mark.jump.sources)
            _look(finder, variable, mark.until, frozenset({mark.jump.target}))


def _meet(one: Mark, other: Mark) -> bool:
    return one.since < other.until and other.since < one.until


def _look(finder: Finder, variable: int, time: float, within: frozenset[int]) -> None:
    """What a variable must be beside a jump: known, it makes paths easy to find."""
    count = len(finder.network.states[variable])
    weights = [float(s in within) for s in range(count)]
    finder.looks.append((time, variable, weights))
