"""Checks of history and coverage: counted once, over a stretch that is known."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from forewarn.errors import Problem
from forewarn.language.places import warning
from forewarn.model.case import Case
from forewarn.model.evidence import Coverage, HistoryRow


def check_history(case: Case) -> Iterator[Problem]:
    """Warn of stretches that overlap or are missing, and of unknown sources."""
    evidence = case.evidence
    yield from _overlaps(evidence.history_coverage)
    yield from _twice(evidence.coverage)
    yield from _uncovered(evidence.history, evidence.history_coverage)
    yield from _unopened(evidence.history, evidence.history_coverage)
    yield from _sources(case)


def _overlaps(stretches: Iterable[Coverage]) -> Iterator[Problem]:
    """They are in order of names and days."""
    for before, after in pairwise(stretches):
        if before.names == after.names and after.since <= before.until:
            yield warning(
                "W605",
                after.span,
                f'the history of "{after.names[0]}" is covered twice from '
                f"{after.since} on",
                "Join the two stretches; what both cover counts once.",
            )


def _twice(coverages: Iterable[Coverage]) -> Iterator[Problem]:
    """All start with the case, so any name that stands twice is covered twice."""
    there = set[str]()
    for coverage in coverages:
        for name in coverage.names:
            if name in there:
                yield warning(
                    "W605",
                    coverage.span,
                    f'"{name}" is said to be fully reported twice',
                    "Keep the later day.",
                )
            there.add(name)


def _name(row: HistoryRow) -> str:
    return row.variable or row.event


def _uncovered(
    rows: Iterable[HistoryRow], stretches: Iterable[Coverage]
) -> Iterator[Problem]:
    covered = {name for stretch in stretches for name in stretch.names}
    for row in {_name(row): row for row in reversed([*rows])}.values():
        if _name(row) not in covered:
            yield warning(
                "W606",
                row.span,
                f'no stretch covers the history of "{_name(row)}", so nothing can be '
                "counted from it",
                "Write its stretch into history/coverage.csv: from,to,name.",
            )


def _unopened(
    rows: Iterable[HistoryRow], stretches: Iterable[Coverage]
) -> Iterator[Problem]:
    """A variable's stretch begins in a state that is known."""
    opens: dict[str, HistoryRow] = {}
    for row in rows:  # in order of days
        opens.setdefault(row.variable, row)
    for stretch in stretches:
        first = opens.get(stretch.names[0])
        if first is not None and first.variable and first.day > stretch.since:
            yield warning(
                "W606",
                stretch.span,
                f'"{first.variable}" is covered from {stretch.since}, and its first '
                f"state is of {first.day}",
                "Write the state it was in when the stretch begins.",
            )


def _sources(case: Case) -> Iterator[Problem]:
    known = {source.name for source in case.sources}
    rows = {row.source: row for row in reversed(case.evidence.history)}
    for text, row in rows.items():
        name = text.partition(",")[0].strip()
        if name not in known:
            said = f'the source "{name}"' if name else "the source of a row"
            lacks = "is not declared" if name else "is missing"
            yield warning(
                "W607",
                row.span,
                f"{said} {lacks}",
                "Declare it under 'sources:', and write its name in the row.",
            )
