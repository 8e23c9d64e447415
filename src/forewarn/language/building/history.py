"""History: what was so before the start, row by row, and over which stretches."""

from collections.abc import Iterator, Sequence
from datetime import date

from forewarn.errors import Problem
from forewarn.language.building.building import Building
from forewarn.language.building.dates import parse_day
from forewarn.language.names import nearest_hint, short
from forewarn.language.tables import COVERAGE, Row, Table
from forewarn.language.tree import Text
from forewarn.model.evidence import Coverage, HistoryRow

History = tuple[tuple[HistoryRow, ...], tuple[Coverage, ...]]


def build_history(building: Building, tables: Sequence[Table]) -> History:
    """The rows that can be read and the stretches covered; tables tell of the rest."""
    rows: list[HistoryRow] = []
    covered: list[Coverage] = []
    for table in tables:
        if table.file == COVERAGE:
            covered += _stretches(building, table)
        else:
            rows += _rows(building, table)
    rows.sort(key=lambda r: (r.day, r.variable, r.state, r.event, r.source))
    covered.sort(key=lambda each: (each.names, each.since, each.until))
    return tuple(rows), tuple(covered)


def _rows(building: Building, table: Table) -> Iterator[HistoryRow]:
    for row in table.rows:
        day = _past_day(building, table, row, "date")
        if day is None:
            continue
        made = _made(building, table, row, day)
        if made:
            yield made


def _made(building: Building, table: Table, row: Row, day: date) -> HistoryRow | None:
    source = row.cells["source"].value if "source" in row.cells else ""
    event = row.cells.get("event")
    if event is not None and event.value:
        if not _is_known(building, table, event, "event"):
            return None
        return HistoryRow(day=day, event=event.value, source=source, span=row.span)
    variable, state = row.cells.get("variable"), row.cells.get("state")
    if variable is None or state is None:
        table.bad_row(row.span, "no event stands here", "Write the event's name.")
        return None
    if not _is_known(building, table, variable, "variable"):
        return None
    known = building.variables[variable.value].state_names
    if state.value not in known:
        message = f'"{short(state.value)}" is no state of "{variable.value}"'
        hint = nearest_hint(state.value, known) or f"Its states: {', '.join(known)}."
        table.bad_row(state.span, message, hint)
        return None
    return HistoryRow(
        day=day,
        variable=variable.value,
        state=state.value,
        source=source,
        span=row.span,
    )


def _is_known(building: Building, table: Table, name: Text, kind: str) -> bool:
    known = building.events if kind == "event" else building.variables
    if name.value in known:
        return True
    if not building.is_broken(name.value):
        message = f'{kind} "{short(name.value)}" is not declared'
        hint = nearest_hint(name.value, known) or "Declare it, or correct it."
        table.bad_row(name.span, message, hint)
    return False


def _stretches(building: Building, table: Table) -> Iterator[Coverage]:
    for row in table.rows:
        since = _past_day(building, table, row, "from")
        until = _past_day(building, table, row, "to")
        name = row.cells["name"]
        if since is None or until is None:
            continue
        if since > until:
            message = f"it runs from {since} back to {until}"
            table.bad_row(row.span, message, "Write the earlier day first.")
        elif name.value in building.events or _is_known(
            building, table, name, "variable"
        ):
            yield Coverage(since=since, until=until, names=(name.value,), span=row.span)


def _past_day(building: Building, table: Table, row: Row, column: str) -> date | None:
    """A day up to the start; None, and the row is told, where it is none."""
    day = parse_day(row.cells[column])
    if isinstance(day, Problem):
        table.bad_row(day.span, day.message, day.hint)
        return None
    if building.start is not None and day > building.start:
        message = f"{day} is after the start of the case, {building.start}"
        hint = "History ends with the start; what came later is a report."
        table.bad_row(row.cells[column].span, message, hint)
        return None
    return day
