"""Templates of the brief, with everything from a case escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def template(name: str) -> Template:
    """A template by its file name; all that is put into it is escaped."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        loader=PackageLoader("forewarn.brief"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
