"""Options of every command that computes, and what they ask for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

import typer

from forewarn.cli.words import BETWEEN
from forewarn.errors import UsageError
from forewarn.workbench import Effort, OpenCase, Precision, size_of

SeedOption = Annotated[
    int, typer.Option("--seed", metavar="N", help="Which draw of worlds and futures.")
]
PrecisionOption = Annotated[
    Precision | None,
    typer.Option(
        "--precision",
        show_default="normal",
        help="draft: 1,024 worlds of 64 futures; normal: 4,096 of 256; fine: 16,384 of "
        "256.",
    ),
]
WorldsOption = Annotated[
    int | None,
    typer.Option(
        "--worlds", metavar="W", show_default=False, help="How many worlds instead."
    ),
]
FuturesOption = Annotated[
    int | None,
    typer.Option(
        "--futures-per-world",
        metavar="F",
        show_default=False,
        help="How many futures of each world instead.",
    ),
]
MethodOption = Annotated[
    Literal["auto", "exact", "simulated", "rare"],
    typer.Option("--method", help="How to compute; auto says what it chose and why."),
]
CentralOption = Annotated[
    bool, typer.Option("--central", help="All numbers at their medians: one world.")
]
FixOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fix",
        metavar="VAR=STATE",
        show_default=False,
        help="Move a variable to a state at the start and keep it there; repeatable.",
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME QUANTITY",
        show_default=False,
        help="Give a number another quantity, both in quotes; repeatable.",
    ),
]
ByOption = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="DATE|DURATION",
        show_default=False,
        help="Ask for this date rather than those written; repeatable.",
    ),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option(
        "--threads",
        metavar="N",
        show_default="one a processor",
        help="Threads that share the work; the answers are the same for any.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        show_default="the case's start",
        help="The day answers stand at: what was known by then is taken in.",
    ),
]
AdoptOption = Annotated[
    list[str] | None,
    typer.Option(
        "--adopt",
        metavar="MEASURE[@DATE]",
        show_default=False,
        help="Adopt a measure, at the start or on a day; repeatable.",
    ),
]


def effort_of(  # noqa: PLR0913  # what the options say
    *,
    seed: int,
    precision: Precision | None = None,
    worlds: int | None,
    futures: int | None,
    method: Literal["auto", "exact", "simulated", "rare"] = "auto",
    central: bool,
    threads: int | None = None,
) -> Effort:
    """The effort that options ask for; a size told by itself wins over a precision."""
    size = size_of(precision, worlds, futures)
    return Effort(
        seed=seed,
        worlds=size[0],
        futures_per_world=size[1],
        method=method,
        central=central,
        threads=threads,
    )


def changed_case(
    opened: OpenCase,
    fix: Sequence[str] | None,
    settings: Sequence[str] | None,
    adopt: Sequence[str] | None = None,
) -> OpenCase:
    """The case as ``--fix``, ``--set`` and ``--adopt`` change it.

    Raises:
        UsageError: if one cannot be read, comes twice or does not fit.
    """
    return opened.changed(
        fix=_pairs("--fix", "VAR=STATE", [_split(word) for word in fix or ()]),
        settings=_pairs(
            "--set",
            "NAME QUANTITY",
            [word.partition(BETWEEN)[::2] for word in settings or ()],
        ),
        adopt=_adopted(adopt or ()),
    )


def change_lines(opened: OpenCase) -> Iterator[str]:
    """How the case of this run differs from the one in its files."""
    for variable, state in opened.changes.fixed:
        yield f"not the case as written: {variable} is held at {state}"
    for name, text in opened.changes.settings:
        yield f"not the case as written: {name} is {text}"
    for measure, day in opened.changes.adopted:
        yield f"not the case as written: {measure} is adopted on {day}"


def refuse_not_yet(opened: OpenCase, as_of: str | None) -> None:
    """Refuse by name what cannot be computed yet.

    Raises:
        UsageError: if a day other than the start is asked for.
    """
    start = opened.case.start.isoformat()
    if as_of is not None and as_of.strip() != start:
        raise UsageError(
            f"--as-of {as_of} is not read yet: answers stand at the start of the case, "
            f"{start}"
        )


def _adopted(words: Sequence[str]) -> Mapping[str, str]:
    """When each measure is adopted; empty where nothing is said."""
    found: dict[str, str] = {}
    for word in words:
        name, at, day = (part.strip() for part in word.partition("@"))
        if not name or (at and not day):
            raise UsageError("--adopt takes MEASURE or MEASURE@DATE")
        if name in found:
            raise UsageError(f"--adopt comes twice for {name}; keep one")
        found[name] = day
    return found


def _split(word: str) -> tuple[str, str]:
    variable, _, state = (part.strip() for part in word.partition("="))
    return variable, state


def _pairs(
    option: str, form: str, pairs: Sequence[tuple[str, str]]
) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in ((" ".join(first.split()), second) for first, second in pairs):
        if not (name and value):
            raise UsageError(f"{option} takes {form}, and one of them is missing")
        if name in found:
            raise UsageError(f"{option} comes twice for {name}; keep one")
        found[name] = value
    return found
