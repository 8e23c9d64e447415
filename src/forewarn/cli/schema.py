"""``forewarn schema``: the JSON Schema of model files."""

from typing import Annotated

import typer

from forewarn.cli.printing import print_json
from forewarn.workbench import schema as schema_of_files

EXAMPLES = (
    "forewarn schema > forewarn.schema.json",
    "and as the first line of a model file:",
    "# yaml-language-server: $schema=forewarn.schema.json",
)


def schema(
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Nothing more: the schema is JSON.")
    ] = False,
) -> None:
    """Print the JSON Schema of model files, for completion in editors.

    Save it, and name it in the first line of a model file.
    """
    del as_json
    print_json(schema_of_files())
