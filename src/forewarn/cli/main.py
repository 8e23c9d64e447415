"""The door: runs one command, and turns what went wrong into words and a status."""

import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.main import get_command

from forewarn.cli.commands import Commands
from forewarn.cli.printing import plain, print_json
from forewarn.cli.records import complaint_record
from forewarn.cli.words import paired
from forewarn.errors import CaseError, ForewarnError, Interrupted, UsageError
from forewarn.model.version import VERSION

FINE, HAS_ERRORS, WRONG_USAGE, NOT_DONE, INTERRUPTED = 0, 1, 2, 3, 130
# The products of numpy that we ask for are small: sharing each out over all processors
# takes several times as long as doing it. It must be said before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
#: Objects made before rubbish is looked for. A case is some hundred thousand objects
#: that stay: looking through them again and again takes a sixth of reading it.
MADE_BEFORE_LOOKING = 100_000
NOBODY_READS = 141  # what a shell reports of a program whose reader has gone
EXITS = """
Exit status: 0 fine, 1 the case has errors, 2 wrong usage, 3 could not be computed or
written, 130 interrupted.
"""

app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,  # drawing boxes around the help takes a tenth of a second
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXITS,
)


def _say_version(asked: bool) -> None:  # noqa: FBT001  # typer calls it so
    if asked:
        typer.echo(f"forewarn {VERSION}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def forewarn(
    context: typer.Context,
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Strategic warning as code.

    Write the argument as a model, compute its futures, keep the score.
    """
    del version
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(WRONG_USAGE)


def main() -> None:
    """Run the command line and leave with its exit status."""
    gc.set_threshold(MADE_BEFORE_LOOKING)
    status = run(sys.argv[1:])
    gc.freeze()  # a last look for rubbish takes a tenth of a check, and all goes anyway
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: What stands after ``forewarn`` on the command line.

    Returns:
        The exit status: 0 fine, 1 the case has errors, 2 wrong usage, 3 could not be
        computed or written, 130 interrupted, 141 nobody reads the output any more.
    """
    if not _streams_are_open():
        return NOT_DONE
    try:
        status = _told(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
        return NOBODY_READS
    except OSError as cause:  # a full disk behind standard output, say
        _hush()
        typer.echo(f"forewarn: {_reason(cause)}", err=True)
        return NOT_DONE
    return status


def _streams_are_open() -> bool:
    """Make both streams take any text; False where there is nowhere to write."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        typer.echo("forewarn: standard output is closed", err=True)
    return sys.stdout is not None


def _hush() -> None:
    """Send what is still to be printed nowhere, so that leaving is quiet."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except io.UnsupportedOperation:
        return  # a program holds the output in memory; nothing is left to print


def _reason(cause: OSError) -> str:
    """What the system says, and of what."""
    return f"{cause.filename or 'standard output'}: {cause.strerror or cause}"


def _told(arguments: Sequence[str]) -> int:
    """Run one command; what it raises becomes a message."""
    as_json = "--json" in arguments
    try:
        return _called(arguments)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("stopped", INTERRUPTED, as_json=as_json)
    except typer.TyperException as cause:
        return _complain(_usage(cause), WRONG_USAGE, as_json=as_json)
    except ForewarnError as cause:
        return _complain(str(cause), status_of(cause), as_json=as_json)
    except MemoryError:
        return _complain("there is not enough memory", NOT_DONE, as_json=as_json)


def _called(arguments: Sequence[str]) -> int:
    command: Any = get_command(app)
    try:
        with command.make_context("forewarn", paired(arguments)) as context:
            command.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    return FINE


def status_of(cause: ForewarnError) -> int:
    """The exit status that says what kind of thing went wrong.

    >>> status_of(UsageError("there is no such question"))
    2
    """
    match cause:
        case CaseError():
            return HAS_ERRORS
        case UsageError():
            return WRONG_USAGE
        case Interrupted():
            return INTERRUPTED
        case _:
            return NOT_DONE


def _usage(cause: typer.TyperException) -> str:
    """What is wrong with the words typed, and where to look."""
    context = getattr(cause, "ctx", None)
    where = context.command_path if context else "forewarn"
    said = cause.format_message().replace("Value error, ", "")  # of what checks choices
    return f"{said}\ntry: {where} --help"


def _complain(message: str, status: int, *, as_json: bool) -> int:
    """Say what went wrong: in JSON where that was asked for, else in words."""
    if as_json:
        print_json({"problems": [complaint_record(message, status)]})
    else:
        typer.echo(f"forewarn: {plain(message)}", err=True)
    return status
