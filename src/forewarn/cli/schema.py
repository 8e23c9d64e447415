"""``forewarn schema``: the JSON Schema of model files."""

from forewarn.cli.printing import print_json
from forewarn.workbench import schema as schema_of_files

EXAMPLES = ("forewarn schema > forewarn.schema.json",)


def schema() -> None:
    """Print the JSON Schema of model files, for completion in editors.

    Save it, and name it in the first line of a model file:
    # yaml-language-server: $schema=forewarn.schema.json
    """
    print_json(schema_of_files())
