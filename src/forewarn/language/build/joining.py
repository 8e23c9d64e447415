"""Several files made one model: maps joined, a key in two files a problem."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from forewarn.errors import Problem
from forewarn.language.layout.file import ModelFile
from forewarn.language.places import error
from forewarn.language.tree import Text

Part = TypeVar("Part")


def joined(
    maps: Sequence[Mapping[Text, Part]], problems: list[Problem]
) -> dict[Text, Part]:
    """The maps of several files as one; the first of two like keys stands."""
    whole: dict[Text, Part] = {}
    first: dict[str, Text] = {}
    for key, part in ((key, part) for one in maps for key, part in one.items()):
        earlier = first.setdefault(key.value, key)
        if earlier is key:
            whole[key] = part
        else:
            problems.append(_twice(key, earlier))
    return whole


def _twice(key: Text, earlier: Text) -> Problem:
    return error(
        "E207",
        key.span,
        f'"{key.value[:60]}" is already declared in {earlier.span.file}, line '
        f"{earlier.span.line}",
        "Keep one of the two.",
    )


def check_version(files: Mapping[str, ModelFile]) -> Iterator[Problem]:
    """``forewarn: 1`` stands once, in one file."""
    written = [file.forewarn for file in files.values() if file.forewarn]
    for version in written:
        if version.value != "1":
            yield error(
                "E208",
                version.span,
                f'this forewarn reads version 1 of the language, not "{version.value[:20]}"',
                "Write: forewarn: 1",
            )
    for version in written[1:]:
        yield _twice_in_model(version, written[0], "forewarn:")


def _twice_in_model(again: Text, earlier: Text, what: str) -> Problem:
    return error(
        "E207",
        again.span,
        f"{what} stands once in a model, and is already in {earlier.span.file}",
        "Keep one of the two.",
    )
