"""``forewarn brief``: the whole brief of a case, on disk."""

import typer

from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption, OutOption
from forewarn.cli.printing import plain, print_json

EXAMPLES = (
    "forewarn brief two-front",
    "forewarn brief my-korea --out pages",
)


def brief(
    case: CaseArgument, *, out: OutOption = None, as_json: JsonOption = False
) -> None:
    """Write the brief of a case, as a page and as text.

    brief.html opens in any browser and needs nothing beside it; brief.md is the same
    as text, brief.json as a record. Each file is replaced whole or not at all.
    """
    opened = open_or_leave(case, as_json=as_json)
    written = opened.brief().save(out or opened.out)
    if as_json:
        print_json({"case": opened.case.name, "files": [str(path) for path in written]})
        return
    for path in written:
        typer.echo(plain(str(path)))
