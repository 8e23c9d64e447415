"""Export: futures as tidy tables, a row for each jump and a row for each future."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from forewarn.engine.asking import futures_asked
from forewarn.engine.compiling import telling_of_compiling
from forewarn.engine.effort import Effort
from forewarn.engine.job import run_of
from forewarn.engine.network import Network
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.record import Recorded, record_futures
from forewarn.engine.simulate.run import Run
from forewarn.model.case import Case
from forewarn.model.changes import Changes
from forewarn.model.estimate import Ask
from forewarn.model.units import DAYS_PER_YEAR, date_after
from forewarn.model.version import VERSION

IntArray = npt.NDArray[np.signedinteger]
#: Called with what is being done, the futures that are done and all there will be.
Progress = Callable[[str, int, int], None]

#: How exported futures are laid out.
Layout = Literal["csv", "parquet"]
#: How a cell may not start: a spreadsheet would take it for a formula.
FORMULA = r"^[=+\-@\t\r]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Some futures: every jump and event of theirs, and what each answers."""

    #: World, future, years, date, and the variable with its states or the event.
    jumps: pl.DataFrame
    #: World, future, the state each variable starts in, and each outcome.
    futures: pl.DataFrame


def file_names(layout: Layout) -> tuple[str, str, str]:
    """Names of the files of an export: jumps, futures, and what makes them again."""
    return f"jumps.{layout}", f"futures.{layout}", "run.json"


def export_futures(  # noqa: PLR0913  # what, how and where to
    case: Case,
    asks: Sequence[Ask],
    effort: Effort,
    changes: Changes,
    *,
    layout: Layout,
    places: Mapping[str, Path],
    belief: Belief | None = None,
    progress: Progress | None = None,
) -> None:
    """Write futures to files, in memory that does not grow with them.

    Args:
        case: The case; each future goes as far as it does.
        asks: What is asked of each; what is asked about a number is left out.
        effort: Which futures.
        changes: How the case differs from the one in its files.
        layout: Comma-separated text, in which a cell that a spreadsheet would take for
            a formula gets an apostrophe in front; or Parquet, by way of text.
        places: Where each file goes, by its name.
        belief: What is believed on a day, where futures go on from there.
        progress: Called as futures are written.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: as for a run that is summed up.
    """
    run, asked = run_of(case, effort, belief=belief), futures_asked(asks)
    jumps, futures, record = (places[name] for name in file_names(layout))
    day = None if belief is None else belief.as_of
    text = run_record(case, effort, changes, asked, as_of=day)
    record.write_text(text, encoding="utf-8")
    tables = future_tables(run, asked, until=case.horizon)
    counted = _counted(tables, run.plan.futures, progress)
    write = write_csv if layout == "csv" else write_parquet
    with telling_of_compiling(progress):
        write(counted, jumps=jumps, futures=futures)


def future_tables(run: Run, asks: Sequence[Ask], *, until: float) -> Iterator[Tables]:
    """Every future of a run, some at a time.

    Args:
        run: Which futures.
        asks: What is asked of each; none about a number.
        until: How far each goes at least, in years.
    """
    for recorded in record_futures(run, asks, until=until):
        jumps = _jumps(run.network, run.case.start, recorded)
        yield Tables(jumps=jumps, futures=_futures(run, asks, recorded))


def write_csv(tables: Iterable[Tables], *, jumps: Path, futures: Path) -> None:
    """Write tables to two files of comma-separated values, some rows at a time."""
    with ExitStack() as open_files:
        files = [open_files.enter_context(path.open("wb")) for path in (jumps, futures)]
        for place, both in enumerate(tables):
            for table, file in zip((both.jumps, both.futures), files, strict=True):
                _inert(table).write_csv(file, include_header=place == 0)


def write_parquet(tables: Iterable[Tables], *, jumps: Path, futures: Path) -> None:
    """Write tables to two Parquet files, by way of text beside them."""
    texts = [path.with_name(f"{path.name}.csv") for path in (jumps, futures)]
    schemas: list[pl.Schema] = []

    def watched() -> Iterator[Tables]:
        for both in tables:
            schemas[:] = [both.jumps.schema, both.futures.schema]
            yield both

    try:
        write_csv(watched(), jumps=texts[0], futures=texts[1])
        for text, schema, path in zip(texts, schemas, (jumps, futures), strict=True):
            pl.scan_csv(text, schema=schema).sink_parquet(path)
    finally:
        for text in texts:
            text.unlink(missing_ok=True)


def run_record(
    case: Case,
    effort: Effort,
    changes: Changes,
    asks: Sequence[Ask],
    *,
    as_of: date | None = None,
) -> str:
    """What an export holds and what makes it again, as JSON.

    Args:
        case: The case.
        effort: Which futures.
        changes: How the case differs from the one in its files.
        asks: What was asked of each future.
        as_of: The day that futures are free from; the start of the case if None.
    """
    record = {
        "case": case.name,
        "title": case.title,
        "start": case.start.isoformat(),
        "as_of": (as_of or case.start).isoformat(),
        "digest": case.digest,
        "version": VERSION,
        "seed": effort.seed,
        "worlds": effort.worlds,
        "futures_per_world": effort.futures_per_world,
        "central": effort.central,
        "fix": dict(changes.fixed),
        "set": dict(changes.settings),
        "adopt": {name: day.isoformat() for name, day in changes.adopted},
        "outcomes": [
            {"column": column, "question": ask.question, "years": ask.years}
            for column, ask in zip(outcome_columns(case, asks), asks, strict=True)
        ],
    }
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert("calm")
    ("'=1+1", 'calm')
    """
    return f"'{text}" if re.match(FORMULA, text) else text


def outcome_columns(case: Case, asks: Sequence[Ask]) -> tuple[str, ...]:
    """A column's name for each ask: its question and date, no two alike."""
    names = [_column(case, ask) for ask in asks]
    often = Counter(names)
    return tuple(
        name if often[name] == 1 else f"{name} ({ask.years:g} years)"
        for name, ask in zip(names, asks, strict=True)
    )


def _counted(
    tables: Iterable[Tables], futures: int, progress: Progress | None
) -> Iterator[Tables]:
    done = 0
    for both in tables:
        yield both
        done += len(both.futures)
        if progress:
            progress("writing futures", done, futures)


def _column(case: Case, ask: Ask) -> str:
    on = "on" if case.question(ask.question).kind == "holds" else "by"
    return f"{ask.question} {on} {date_after(case.start, ask.years or 0.0)}"


def _jumps(network: Network, start: date, recorded: Recorded) -> pl.DataFrame:
    counts = np.diff(recorded.ptr)
    pulses = recorded.pulses
    variable = network.pulse_variable[pulses]
    return pl.DataFrame(
        {
            "world": np.repeat(recorded.worlds, counts),
            "future": np.repeat(recorded.futures, counts),
            "years": recorded.years,
            "date": _dates(start, recorded.years),
            "variable": _named(network.variables, variable, variable >= 0),
            "from": _states(network, variable, network.pulse_source[pulses]),
            "to": _states(network, variable, network.pulse_target[pulses]),
            "event": _named(network.pulses, pulses, variable < 0),
        }
    )


def _futures(run: Run, asks: Sequence[Ask], recorded: Recorded) -> pl.DataFrame:
    network, columns = run.network, outcome_columns(run.case, asks)
    starts = {
        f"{name} at start": _named(network.states[place], recorded.starts[:, place])
        for place, name in enumerate(network.variables)
    }
    outcomes = {
        columns[place]: _outcome(run.case, ask, recorded.outcomes[:, place])
        for place, ask in enumerate(asks)
    }
    return pl.DataFrame(
        {"world": recorded.worlds, "future": recorded.futures, **starts, **outcomes}
    )


def _outcome(case: Case, ask: Ask, values: npt.NDArray[np.float64]) -> pl.Series:
    """Years as they are; all else whole, and nothing where no window opened."""
    column = pl.Series(values).fill_nan(None)
    is_time = case.question(ask.question).kind == "time"
    return column if is_time else column.cast(pl.Int64)


def _dates(start: date, years: npt.NDArray[np.float64]) -> npt.NDArray[np.datetime64]:
    last = (date.max - start).days
    days = np.minimum(np.ceil(years * DAYS_PER_YEAR), last)
    return np.datetime64(start, "D") + days.astype("timedelta64[D]")


def _named(
    names: Sequence[str], places: IntArray, kept: npt.NDArray[np.bool_] | None = None
) -> pl.Series:
    """Names by their places; nothing where they are not kept."""
    shown = places if kept is None else np.where(kept, places, len(names))
    return pl.Series([*names, None], dtype=pl.String)[shown]


def _states(network: Network, variable: IntArray, state: IntArray) -> pl.Series:
    names = [name for states in network.states for name in states]
    return _named(names, network.state_ptr[variable] + state, variable >= 0)


def _inert(table: pl.DataFrame) -> pl.DataFrame:
    texts = [pl.col(n) for n, kind in table.schema.items() if kind == pl.String]
    return table.with_columns(
        pl.when(text.str.contains(FORMULA))
        .then(pl.lit("'") + text)
        .otherwise(text)
        .name.keep()
        for text in texts
    ).rename(inert)
