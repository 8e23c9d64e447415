"""The whole case, built part by part, so that one mistake hides no other."""

from collections.abc import Mapping
from typing import Any, cast

from forewarn.errors import NOWHERE, Span
from forewarn.language.building.building import Building
from forewarn.language.building.claims import build_claim
from forewarn.language.building.events import build_event
from forewarn.language.building.happened import check_happened
from forewarn.language.building.head import build_head
from forewarn.language.building.joining import check_once, joined
from forewarn.language.building.questions import build_question
from forewarn.language.building.sources import build_dynamic, build_source
from forewarn.language.building.variables import build_variable, skeleton_of
from forewarn.language.found import Found
from forewarn.language.layout.file import ModelFile
from forewarn.model.case import Basis, Case, Event, Variable

#: Sections that are maps of names, which several files may each have a part of.
_JOINED = tuple(
    key
    for key, section in ModelFile.model_fields.items()
    if section.default_factory is dict
)


def build_case(files: Mapping[str, ModelFile], found: Found) -> Case | None:
    """The case that some files make together; None where an error stands in the way.

    Args:
        files: Layouts of the files, by name.
        found: What did not fit the layout; what does not fit here is added to it.
    """
    building = Building(found=found, bases=_bases_of(files))
    found.extend(check_once(files))
    head = _head_of(building, files)
    parts = _parts_of(building, files)
    if head is None or found.errors:
        return None
    return Case(**head, **parts)


def _bases_of(files: Mapping[str, ModelFile]) -> dict[str, Basis]:
    """What each file says; a word that cannot be read is taken to be there."""
    bases: dict[str, Basis] = {}
    for name, file in files.items():
        if file.basis:
            bases[name] = cast("Basis", file.basis.value)
        elif file.lacks("basis"):
            bases[name] = "judgement"
    return bases


def _head_of(
    building: Building, files: Mapping[str, ModelFile]
) -> dict[str, Any] | None:
    heads = [file.case for file in files.values() if file.case]
    _check_there(building, files)
    return build_head(building, heads[0]) if heads else None


def _check_there(building: Building, files: Mapping[str, ModelFile]) -> None:
    """The two keys without which no model says what it is."""
    for key, hint in (
        ("forewarn", "Write at the top of one file: forewarn: 1"),
        ("case", "Write 'case:' with title, start and horizon in one file."),
    ):
        if not any(getattr(file, key) or file.lacks(key) for file in files.values()):
            message = f"the model has no '{key}:'"
            building.error("E202", _top(files), message, hint)


def _top(files: Mapping[str, ModelFile]) -> Span:
    if not files:
        return NOWHERE
    return Span(file=min(files), line=1, column=1, end_line=1, end_column=1)


def _parts_of(building: Building, files: Mapping[str, ModelFile]) -> dict[str, Any]:
    """Everything declared, each kind after what it may name."""
    whole = _whole(building, files)
    building.sources = {
        name.value: build_source(building, name, written)
        for name, written in whole.sources.items()
    }
    skeletons = [skeleton_of(building, *each) for each in whole.variables.items()]
    for skeleton in skeletons:
        if skeleton.states:
            building.variables[skeleton.name] = skeleton
        else:
            building.spoil(skeleton.name)
    building.events = {name.value for name in whole.events}
    return {
        "sources": tuple(building.sources.values()),
        "variables": _variables(building, whole),
        "events": _events(building, whole),
        "dynamics": tuple(
            build_dynamic(building, name, written)
            for name, written in whole.dynamics.items()
        ),
        **_asked(building, whole),
    }


def _whole(building: Building, files: Mapping[str, ModelFile]) -> ModelFile:
    """All files as one, without the head."""
    return ModelFile.model_construct(
        _fields_set=None,
        **{
            section: joined(
                [getattr(file, section) for file in files.values()],
                building.found,
            )
            for section in _JOINED
        },
    )


def _variables(building: Building, whole: ModelFile) -> tuple[Variable, ...]:
    return tuple(
        build_variable(building, building.variables[name.value], written)
        for name, written in whole.variables.items()
        if name.value in building.variables
    )


def _events(building: Building, whole: ModelFile) -> tuple[Event, ...]:
    made = (build_event(building, *each) for each in whole.events.items())
    return tuple(event for event in made if event)


def _asked(building: Building, whole: ModelFile) -> dict[str, Any]:
    made = (build_question(building, *each) for each in whole.questions.items())
    questions = {question.name: question for question in made if question}
    check_happened(building, whole.questions, questions)
    claims = tuple(
        build_claim(building, name, written, questions)
        for name, written in whole.claims.items()
    )
    return {"questions": tuple(questions.values()), "claims": claims}
