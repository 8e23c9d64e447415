"""Export: futures as tidy tables, a row for each jump and a row for each future."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from forewarn.engine.network import Network
from forewarn.engine.simulate.record import Recorded, record_futures
from forewarn.engine.simulate.run import Run
from forewarn.model.case import Case
from forewarn.model.estimate import Ask
from forewarn.model.units import DAYS_PER_YEAR, date_after

IntArray = npt.NDArray[np.signedinteger]
#: Called with the futures that are done.
Progress = Callable[[int], None]

#: How a cell may not start: a spreadsheet would take it for a formula.
FORMULA = r"^[=+\-@\t\r]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Some futures: every jump and event of theirs, and what each answers."""

    #: World, future, years, date, and the variable with its states or the event.
    jumps: pl.DataFrame
    #: World, future, the state each variable starts in, and each outcome.
    futures: pl.DataFrame


def future_tables(
    run: Run, asks: Sequence[Ask], *, until: float
) -> Iterator[tuple[int, Tables]]:
    """Every future of a run, some at a time, with the number of futures so far.

    Args:
        run: Which futures.
        asks: What is asked of each; a question about a number is left out.
        until: How far each goes at least, in years.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: as for a run that is summed up.
    """
    kept = [ask for ask in asks if run.case.question(ask.question).kind != "number"]
    done = 0
    for recorded in record_futures(run, kept, until=until):
        done += len(recorded.worlds)
        jumps = _jumps(run.network, run.case.start, recorded)
        yield done, Tables(jumps=jumps, futures=_futures(run, kept, recorded))


def write_csv(
    tables: Iterable[tuple[int, Tables]],
    *,
    jumps: Path,
    futures: Path,
    progress: Progress | None = None,
) -> None:
    """Write futures to two files of comma-separated values, in bounded memory.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.

    Args:
        tables: Some futures at a time, as ``future_tables`` yields them.
        jumps: Where the jumps go.
        futures: Where the futures go.
        progress: Called as futures are written.
    """
    with ExitStack() as open_files:
        files = [open_files.enter_context(path.open("wb")) for path in (jumps, futures)]
        for place, (done, both) in enumerate(tables):
            for table, file in zip((both.jumps, both.futures), files, strict=True):
                _inert(table).write_csv(file, include_header=place == 0)
            if progress:
                progress(done)


def write_parquet(
    tables: Iterable[tuple[int, Tables]],
    *,
    jumps: Path,
    futures: Path,
    progress: Progress | None = None,
) -> None:
    """Write futures to two Parquet files, by way of text, in bounded memory.

    Args:
        tables: Some futures at a time, as ``future_tables`` yields them.
        jumps: Where the jumps go.
        futures: Where the futures go.
        progress: Called as futures are written.
    """
    texts = [path.with_name(f"{path.name}.csv") for path in (jumps, futures)]
    schemas: list[pl.Schema] = []

    def watched() -> Iterator[tuple[int, Tables]]:
        for done, both in tables:
            schemas[:] = [both.jumps.schema, both.futures.schema]
            yield done, both

    try:
        write_csv(watched(), jumps=texts[0], futures=texts[1], progress=progress)
        for text, schema, path in zip(texts, schemas, (jumps, futures), strict=True):
            pl.scan_csv(text, schema=schema).sink_parquet(path)
    finally:
        for text in texts:
            text.unlink(missing_ok=True)


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
    days = np.minimum(np.floor(years * DAYS_PER_YEAR + 0.5), last)
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
