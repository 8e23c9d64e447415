"""``forewarn numbers``: every number before and after what is known."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.printing import plain, print_json
from forewarn.cli.progress import showing_progress
from forewarn.cli.run_options import SeedOption, ThreadsOption, effort_of
from forewarn.cli.screen import open_console
from forewarn.workbench import Learned, LearnedAll, OpenCase, Stretch

EXAMPLES = (
    "forewarn numbers two-front",
    "forewarn numbers north-korea --as-of 2026-08-20",
    "forewarn numbers north-korea --as-of 2026-08-20 --json",
)
#: Numbers that a screen shows.
SHOWN = 15
#: Stretches of history that nothing is learned from, of those that a screen shows.
UNUSED = 8


def numbers(
    case: CaseArgument,
    *,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            show_default="the case's start",
            help="Learn from what was known on this day.",
        ),
    ] = None,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the evidence makes of each number, and what contradicts it.

    Those that moved most stand first: by how many standard deviations of what was
    written. What came is counted apart for each combination of influences.
    """
    opened = open_or_leave(case, as_json=as_json)
    effort = effort_of(
        seed=seed, worlds=None, futures=None, central=False, threads=threads
    )
    with showing_progress() as progress:
        found = opened.numbers(as_of or "", effort=effort, progress=progress)
    if as_json:
        print_json(numbers_record(opened, found))
    else:
        _print(opened, found, open_console())


def numbers_record(opened: OpenCase, found: LearnedAll) -> dict[str, Any]:
    """Every number before and after, as JSON has it."""
    return {
        "case": opened.case.name,
        "as_of": found.as_of.isoformat(),
        "numbers": [_record(one) for one in found.numbers],
        "tested": found.tested,
        "flagged": sum(one.flag for one in found.numbers),
        "expected_false": found.expected_false,
        "false_discovery": found.false_discovery,
        "worlds": found.worlds,
        "ess": found.ess,
        "rhat": found.rhat,
        "history": [_stretch(one) for one in found.history],
        "notes": list(found.notes),
    }


def _stretch(one: Stretch) -> dict[str, Any]:
    return {
        "about": one.about,
        "from": one.since.isoformat(),
        "to": one.until.isoformat(),
        "use": one.use,
        "count": one.count,
        "exposure": one.exposure,
        "why": one.why,
    }


def _record(one: Learned) -> dict[str, Any]:
    return {
        "name": one.number.name,
        "prior": _quantiles(one.prior),
        "count": one.count,
        "exposure": one.exposure,
        "seen": [
            {"acting": list(s.acting), "count": s.count, "exposure": s.exposure}
            for s in one.seen
        ],
        "posterior": _quantiles(one.posterior),
        "moved": one.moved,
        "tail": one.tail,
        "flag": one.flag,
        "rhat": one.rhat,
        "ess": one.ess,
        "basis": one.number.basis,
        "quantity": one.number.quantity.text,
        "file": one.number.span.file,
        "line": one.number.span.line,
    }


def _quantiles(values: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("p10", "p50", "p90"), values, strict=True))


def _print(opened: OpenCase, found: LearnedAll, console: Console) -> None:
    title = f"{opened.case.title}: numbers as of {found.as_of}"
    console.print(Text(plain(title), "bold"))
    shown = [one for one in found.numbers if one.flag or one.moved or one.seen]
    for one in shown[:SHOWN]:
        flag = Text("  contradicted by the data", "red") if one.flag else Text()
        console.print(Text(plain(f"  {one.number.name}")) + flag)
        told = Text(plain("; ".join(_facts(one))), "dim")
        console.print(Padding(told, (0, 0, 0, 4), expand=False))
    for line in _last(found, len(shown)):
        console.print(Text(f"note: {plain(line)}", "dim"), soft_wrap=True)


def _facts(one: Learned) -> Iterator[str]:
    yield f"{_range(one.prior)} became {_range(one.posterior)}"
    yield f"moved {one.moved:+.2f} standard deviations"
    if one.exposure > 0:
        yield f"{one.count:.3g} in {one.exposure:.3g}"
    if one.number.span.file:
        yield f"{one.number.span.file}:{one.number.span.line}"


def _range(values: tuple[float, float, float]) -> str:
    low, middle, high = values
    return f"{middle:.2g} ({low:.2g} to {high:.2g})"


def _last(found: LearnedAll, shown: int) -> Iterator[str]:
    if shown > SHOWN:
        yield f"{shown - SHOWN} more numbers in --json"
    flagged = sum(one.flag for one in found.numbers)
    yield (
        f"{flagged} of {found.tested} numbers with counts of their own are "
        f"contradicted; {found.expected_false:.2g} of these by chance"
    )
    yield (
        f"{found.worlds:,} worlds, worth {found.ess:,.0f} for the number that mixes "
        f"worst; R-hat at most {found.rhat:.3f}"
    )
    yield from found.notes
    unused = [one for one in found.history if one.use != "learned"]
    for one in unused[:UNUSED]:
        use = "used once" if one.use == "counted" else one.use
        yield f"{use}: {one.about}, {one.since} to {one.until}: {one.why}"
    if len(unused) > UNUSED:
        yield f"{len(unused) - UNUSED} more stretches of history in --json"
