"""The whole case, built part by part, so that one mistake hides no other."""

from collections.abc import Mapping
from typing import Any, cast

from forewarn.errors import NOWHERE, Span
from forewarn.language.build.building import Building
from forewarn.language.build.claims import build_claim
from forewarn.language.build.events import build_event
from forewarn.language.build.happened import check_happened
from forewarn.language.build.head import build_head
from forewarn.language.build.joining import check_version, joined
from forewarn.language.build.questions import build_question
from forewarn.language.build.sources import build_dynamic, build_source
from forewarn.language.build.variables import build_variable, skeleton_of
from forewarn.language.layout.base import Misfits
from forewarn.language.layout.file import ModelFile
from forewarn.model.case import Basis, Case, Event, Variable


_JOINED = ("sources", "dynamics", "variables", "events", "questions", "claims")


def build_case(files: Mapping[str, ModelFile], misfits: Misfits) -> Case | None:
    """The case that some files make together; None where an error stands in the way.

    Args:
        files: Layouts of the files, by name.
        misfits: What did not fit the layout; what is found here is added to it.
    """
    building = Building(misfits=misfits, bases=_bases_of(files))
    misfits.problems.extend(check_version(files))
    head = _head_of(building, files)
    parts = _parts_of(building, files)
    if head is None or any(p.severity == "error" for p in misfits.problems):
        return None
    return Case(**head, **parts)


def _bases_of(files: Mapping[str, ModelFile]) -> dict[str, Basis]:
    written = {name: file.basis for name, file in files.items()}
    return {name: cast("Basis", b.value) for name, b in written.items() if b}


def _head_of(
    building: Building, files: Mapping[str, ModelFile]
) -> dict[str, Any] | None:
    heads = [file.case for file in files.values() if file.case]
    for again in heads[1:]:
        building.error(
            "E207",
            again.title.span,
            f"'case:' stands once in a model, and is already in {heads[0].title.span.file}",
            "Keep one of the two.",
        )
    if heads:
        return build_head(building, heads[0])
    if not building.is_broken("case"):
        building.error("E202", _top(files), "the model has no 'case:'", "Write case: …")
    return None


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
    building.variables = {
        name.value: skeleton_of(building, name, written)
        for name, written in whole.variables.items()
    }
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
                building.misfits.problems,
            )
            for section in _JOINED
        },
    )


def _variables(building: Building, whole: ModelFile) -> tuple[Variable, ...]:
    return tuple(
        build_variable(building, building.variables[name.value], written)
        for name, written in whole.variables.items()
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
