"""The whole case, built part by part, so that one mistake hides no other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from forewarn.errors import NOWHERE, Span
from forewarn.language.building.building import Building
from forewarn.language.building.causes import build_common_cause, build_variant
from forewarn.language.building.claims import build_claim
from forewarn.language.building.events import build_event, build_unforeseen
from forewarn.language.building.happened import check_happened
from forewarn.language.building.head import build_head
from forewarn.language.building.headlines import headlines_of
from forewarn.language.building.history import build_history
from forewarn.language.building.indicators import build_indicator
from forewarn.language.building.joining import check_once, whole_of
from forewarn.language.building.losses import build_loss, unit_of
from forewarn.language.building.measures import build_measure, stocks_of
from forewarn.language.building.questions import build_question
from forewarn.language.building.reports import build_coverage, build_report
from forewarn.language.building.schedules import build_schedule, build_trigger
from forewarn.language.building.sources import build_dynamic, build_source
from forewarn.language.building.variables import build_variable, skeleton_of
from forewarn.language.found import Found
from forewarn.language.layout.file import ModelFile
from forewarn.language.tables import Table
from forewarn.language.tree import Text
from forewarn.model.case import Basis, Case
from forewarn.model.evidence import Evidence

Part = TypeVar("Part")
Written = TypeVar("Written")


def build_case(
    files: Mapping[str, ModelFile], tables: Sequence[Table], found: Found
) -> Case | None:
    """The case that some files make together; None where an error stands in the way.

    Args:
        files: Layouts of the files, by name.
        tables: Tables of history.
        found: What did not fit the layout; what does not fit here is added to it.
    """
    building = Building(found=found, bases=_bases_of(files))
    found.extend(check_once(files))
    head = _head_of(building, files)
    parts = _parts_of(building, files, tables)
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
    first = min(files, key=lambda file: (not file.startswith("model"), file))
    return Span(file=first, line=1, column=1, end_line=1, end_column=1)


def _parts_of(
    building: Building, files: Mapping[str, ModelFile], tables: Sequence[Table]
) -> dict[str, Any]:
    """Everything declared, each kind after what it may name."""
    whole = whole_of(files, building.found)
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
        **_moves(building, whole),
        "dynamics": tuple(
            build_dynamic(building, name, written)
            for name, written in whole.dynamics.items()
        ),
        **_costs(building, whole),
        **_seen(building, whole, tables),
        **_shared(building, whole),
        **_asked(building, files, whole),
    }


def _moves(building: Building, whole: ModelFile) -> dict[str, Any]:
    """What moves variables, and the events; each by its rate or its chance."""
    variables = tuple(
        build_variable(building, building.variables[name.value], written)
        for name, written in whole.variables.items()
        if name.value in building.variables
    )
    building.variables = {variable.name: variable for variable in variables}
    return {
        "variables": variables,
        "events": _made(building, build_event, whole.events),
        "schedules": _made(building, build_schedule, whole.schedule),
        "triggers": _kept(build_trigger(building, each) for each in whole.triggers),
    }


def _costs(building: Building, whole: ModelFile) -> dict[str, Any]:
    """What it would cost, and what could be done about it."""
    building.losses = {
        name.value: unit_of(written) for name, written in whole.losses.items()
    }
    return {
        "losses": _made(building, build_loss, whole.losses),
        "unforeseen": build_unforeseen(building, whole.unforeseen),
        "stocks": stocks_of(building, whole.stocks),
        "measures": _made(building, build_measure, whole.measures),
    }


def _seen(
    building: Building, whole: ModelFile, tables: Sequence[Table]
) -> dict[str, Any]:
    """What can be seen, and what was."""
    indicators = _made(building, build_indicator, whole.indicators)
    reports = _kept(build_report(building, each) for each in whole.reports)
    coverage = _kept(build_coverage(building, each) for each in whole.fully_reported)
    history, history_coverage = build_history(building, tables)
    evidence = Evidence(
        reports=reports,
        coverage=coverage,
        history=history,
        history_coverage=history_coverage,
    )
    return {"indicators": indicators, "evidence": evidence}


def _shared(building: Building, whole: ModelFile) -> dict[str, Any]:
    """What speaks of numbers by name, once all of them are known."""
    return {
        "common_causes": _made(building, build_common_cause, whole.common_causes),
        "variants": _made(building, build_variant, whole.variants),
    }


def _made(
    building: Building,
    build: Callable[[Building, Text, Written], Part | None],
    section: Mapping[Text, Written],
) -> tuple[Part, ...]:
    """Each part of a section that can be read, in the order written."""
    return _kept(build(building, *each) for each in section.items())


def _kept(made: Iterable[Part | None]) -> tuple[Part, ...]:
    return tuple(part for part in made if part is not None)


def _asked(
    building: Building, files: Mapping[str, ModelFile], whole: ModelFile
) -> dict[str, Any]:
    made = (build_question(building, *each) for each in whole.questions.items())
    questions = {question.name: question for question in made if question}
    check_happened(building, whole.questions, questions)
    claims = tuple(
        build_claim(building, name, written, questions)
        for name, written in whole.claims.items()
    )
    heads = [file.case for file in files.values() if file.case]
    headlines = headlines_of(building, heads[0], questions) if heads else ()
    return {
        "questions": tuple(questions.values()),
        "claims": claims,
        "headlines": headlines,
    }
