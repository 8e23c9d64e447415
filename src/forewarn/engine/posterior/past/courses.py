"""Courses: what each variable was, and when events came, while history covers them.

Days are ordinals, and a day is its end: a stretch from one day to another begins at the
end of the day before the first, and what came on its last day is in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from forewarn.model.evidence import Evidence

#: State of which nothing is known.
UNKNOWN: Final = ""


class Days(NamedTuple):
    """Some days, from the end of one to the end of another."""

    since: int
    until: int


class Piece(NamedTuple):
    """Some days in which a variable was in one state."""

    days: Days
    #: The state, or that nobody knows it.
    state: str
    #: The state that it jumped to on the last of these days; empty if it did not, or if
    #: several stand there.
    target: str
    #: Whether rows of the day on which it ends name several states.
    torn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What history says of one variable or event."""

    #: Of a variable: pieces in order of days, end to end within a stretch.
    pieces: tuple[Piece, ...] = ()
    #: Of an event: what is covered, and the days on which it came.
    covered: tuple[Days, ...] = ()
    came: tuple[int, ...] = ()
    #: Rows that no stretch covers, and that open none.
    beyond: int = 0

    def state_in(self, days: Days) -> str:
        """The one state of a variable in some days, where that is known."""
        for piece in self.pieces:
            if piece.days.since <= days.since and days.until <= piece.days.until:
                return piece.state
        return UNKNOWN

    def edges(self) -> Iterator[int]:
        """Days at whose end a piece begins or ends."""
        for piece in self.pieces:
            yield from piece.days


def courses_of(evidence: Evidence) -> Mapping[str, Course]:
    """The course of each variable and each event of which history says something.

    What rows say of one day counts once, whatever their sources.
    """
    states: dict[str, dict[int, set[str]]] = {}
    events: dict[str, set[int]] = {}
    for row in evidence.history:
        day = row.day.toordinal()
        if row.variable:
            states.setdefault(row.variable, {}).setdefault(day, set()).add(row.state)
        else:
            events.setdefault(row.event, set()).add(day)
    covered = _covered(evidence)
    found = {name: _of_variable(states[name], covered.get(name, ())) for name in states}
    for name in covered.keys() - states.keys() | events.keys():
        days = sorted(events.get(name, ()))
        came = [
            day for day in days if any(_within(day, c) for c in covered.get(name, ()))
        ]
        found[name] = Course(
            covered=tuple(covered.get(name, ())),
            came=tuple(came),
            beyond=len(days) - len(came),
        )
    return found


def _covered(evidence: Evidence) -> dict[str, list[Days]]:
    """Stretches by name, those that meet made one."""
    found: dict[str, list[Days]] = {}
    for stretch in evidence.history_coverage:  # by name and day
        days = Days(stretch.since.toordinal() - 1, stretch.until.toordinal())
        for name in stretch.names:
            mine = found.setdefault(name, [])
            if mine and days.since <= mine[-1].until:
                days = Days(mine[-1].since, max(mine.pop().until, days.until))
            mine.append(days)
    return found


def _within(day: int, days: Days) -> bool:
    return days.since < day <= days.until


def _of_variable(rows: Mapping[int, set[str]], covered: Sequence[Days]) -> Course:
    pieces = [piece for days in covered for piece in _pieces(rows, days)]
    used = {day for day in rows if any(_within(day, days) for days in covered)}
    opening = (max((d for d in rows if d <= c.since), default=0) for c in covered)
    return Course(
        pieces=tuple(pieces),
        covered=tuple(covered),
        beyond=len(rows.keys() - used - set(opening)),
    )


def _pieces(rows: Mapping[int, set[str]], stretch: Days) -> Iterator[Piece]:
    """A stretch cut where rows stand; its first day may name the state it opens in."""
    opens = stretch.since + 1 if stretch.since + 1 in rows else stretch.since
    before = max((day for day in rows if day <= opens), default=0)
    since, state = opens, _only(rows.get(before, set()))
    for day in sorted(day for day in rows if opens < day <= stretch.until):
        after = _only(rows[day])
        if after == state != UNKNOWN:
            continue
        yield Piece(Days(since, day), state, after, torn=after == UNKNOWN)
        since, state = day, after
    if since < stretch.until:
        yield Piece(Days(since, stretch.until), state, "", torn=False)


def _only(states: set[str]) -> str:
    return next(iter(states)) if len(states) == 1 else UNKNOWN
