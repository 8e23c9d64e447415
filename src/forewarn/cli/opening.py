"""Opening a case for a command, or leaving with its errors shown."""

import typer

from forewarn.cli.printing import print_json, print_note
from forewarn.cli.problems import count_of, print_problems, problem_records
from forewarn.cli.screen import open_console
from forewarn.workbench import OpenCase, check, opened


def open_or_leave(target: str, *, as_json: bool) -> OpenCase:
    """The case; where it has errors they are shown and the command ends with 1."""
    reading = check(target)
    for note in reading.notes:
        print_note(note)
    if reading.case is not None:
        return _mentioning_warnings(opened(reading), target)
    if as_json:
        print_json({"problems": problem_records(reading)})
    else:
        print_problems(reading, open_console(stderr=True))
    raise typer.Exit(1)


def _mentioning_warnings(case: OpenCase, target: str) -> OpenCase:
    if case.problems:
        print_note(f"{count_of(case.problems)}; see them with: forewarn check {target}")
    return case
