"""Templates of the brief, with everything from a case escaped."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def template(name: str) -> Template:
    """A template by its file name; all that is put into it is escaped."""
    return _environment().get_template(name)


def source_of(name: str) -> str:
    """The text of a template that another program fills."""
    return (files("forewarn.brief") / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        loader=PackageLoader("forewarn.brief"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
