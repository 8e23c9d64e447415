"""Which commands there are, and a group that imports only the one asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from itertools import groupby
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from forewarn.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: module and function of its name in ``forewarn.cli`` do the work."""

    name: str
    #: Heading it stands under in ``forewarn --help``.
    group: str
    #: First sentence of its function's docstring, repeated so help imports nothing.
    summary: str


COMMANDS = (
    Command(
        name="new",
        group="Write",
        summary="Start a case of your own: a small one that runs, or a copy.",
    ),
    Command(
        name="check",
        group="Write",
        summary="Show everything wrong with a case, with its place and what to do.",
    ),
    Command(
        name="show",
        group="Write",
        summary="Show what a case says: variables, influences, questions, evidence.",
    ),
    Command(
        name="schema",
        group="Write",
        summary="Print the JSON Schema of model files, for completion in editors.",
    ),
    Command(
        name="brief",
        group="Ask",
        summary="Write the brief of a case, for the screen, for paper and as a record.",
    ),
    Command(
        name="answer",
        group="Ask",
        summary="Answer the questions of a case, for every date they ask for.",
    ),
    Command(
        name="export",
        group="Ask",
        summary="Write simulated futures as tables: one row a jump, and one row a "
        "future.",
    ),
    Command(
        name="why",
        group="Explain",
        summary="Show which numbers an answer hangs on, and what they rest on.",
    ),
    Command(
        name="compare",
        group="Explain",
        summary="Show by how much each answer differs between two cases, or with a "
        "change.",
    ),
    Command(
        name="numbers",
        group="Explain",
        summary="Show what the evidence makes of each number, and what contradicts it.",
    ),
    Command(
        name="publish",
        group="Score",
        summary="Add today's answers to the ledger of forecasts, so that they can be "
        "scored.",
    ),
    Command(
        name="resolve",
        group="Score",
        summary="Add to the ledger how a question turned out, with the source that "
        "says so.",
    ),
    Command(
        name="score",
        group="Score",
        summary="Score forecasts against what happened, the worst misses first.",
    ),
    Command(
        name="backtest",
        group="Score",
        summary="Forecast an event through the past, each day from what was known by "
        "then.",
    ),
)


class Commands(TyperGroup):
    """The group of all commands; one is imported when it is called, not before."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of the commands, in the order help shows them."""
        del ctx
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, None where there is none."""
        return build_command(cmd_name) if cmd_name in self.list_commands(ctx) else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the words typed name; UsageError where there is none."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            near = get_close_matches(name, known, n=1) or known
            raise UsageError(
                f"there is no command {name}; did you mean {' or '.join(near)}?"
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands, group by group."""
        del ctx
        for group, members in groupby(COMMANDS, key=lambda command: command.group):
            with formatter.section(group):
                formatter.write_dl([(one.name, one.summary) for one in members])


def build_command(name: str) -> Any:
    """The command of that name, ready to be called with arguments."""
    module = import_module(f"forewarn.cli.{name}")
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    examples: Sequence[str] = module.EXAMPLES
    alone.command(name=name, epilog=_epilog(examples))(getattr(module, name))
    return get_command(alone)


def _epilog(examples: Sequence[str]) -> str:
    """Examples and exit codes; the mark keeps the lines as they are."""
    return "\n".join(("\b", "Examples:", *(f"  {one}" for one in examples)))
