"""What a case says, as JSON has it."""

from collections.abc import Iterator, Mapping
from typing import Any

from forewarn.model.case import (
    BASES,
    Case,
    Claim,
    Effect,
    Event,
    Ladder,
    Number,
    Pool,
    Question,
    Transition,
    Variable,
)
from forewarn.model.conditions import text_of
from forewarn.model.numbers import effect_parts
from forewarn.model.standing import Standing, standing_of


def case_record(case: Case) -> dict[str, Any]:
    """Everything a case says, as lists of records."""
    return {
        "case": case.name,
        "title": case.title,
        "start": case.start.isoformat(),
        "horizon": case.horizon_text,
        "status": case.status,
        "digest": case.digest,
        "variables": [_variable(variable) for variable in case.variables],
        "transitions": [_transition(one) for one in transitions_of(case)],
        "influences": list(influence_records(case)),
        "events": [_event(event) for event in case.events],
        "indicators": [],  # cases have none yet: the language refuses them by name
        "measures": [],
        "questions": [_question(question) for question in case.questions],
        "claims": [_claim(claim) for claim in case.claims],
        "basis": basis_shares(standing_of(case)),
        **standing_record(case),
    }


def standing_record(case: Case) -> dict[str, int]:
    """How many numbers a case has, how many lack a reason, how many came late."""
    standing = standing_of(case)
    return {
        "numbers": len(standing.numbers),
        "without_because": len(standing.unreasoned),
        "hindsight": len(standing.late),
    }


def reasons_text(case: Case) -> str:
    """How many numbers have no reason, in words; empty where none needs one."""
    standing = standing_of(case)
    bare, whole = len(standing.unreasoned), len(standing.believed)
    noun = "number has" if bare == 1 else "numbers have"
    return f"{bare} of {whole} {noun} no 'because:', definitions apart" if whole else ""


def transitions_of(case: Case) -> Iterator[Transition]:
    """Every transition, in declared order."""
    for variable in case.variables:
        yield from variable.transitions


def influence_records(case: Case) -> Iterator[dict[str, Any]]:
    """Every influence: what it acts on, when, and how much."""
    acted_on: list[Transition | Event] = [*transitions_of(case), *case.events]
    for one in acted_on:
        for effect in one.effects:
            for kind, condition, times in effect_rows(effect):
                yield {
                    "on": one.name,
                    "kind": kind,
                    "condition": condition,
                    "times": times.quantity.text,
                    **_reasons(times),
                }


def effect_rows(effect: Effect) -> Iterator[tuple[str, str, Number]]:
    """Kind, condition and multiplier of an influence; one row for each rung."""
    kinds = {Ladder: "rung", Pool: "each"}
    kind = kinds.get(type(effect), "influence")
    for conditions, times in effect_parts(effect):
        parts = ", ".join(map(text_of, conditions))
        yield kind, f"each of [{parts}]" if kind == "each" else parts, times


def basis_shares(standing: Standing) -> Mapping[str, float]:
    """Share of the numbers that rest on each basis; what is missing to 1 says none."""
    whole = max(len(standing.numbers), 1)
    return {basis: standing.by_basis[basis] / whole for basis in BASES}


def start_text(variable: Variable) -> str:
    """The state a variable starts in, or the chance of each."""
    if len(variable.start) == 1:
        return variable.start[0][0]
    return ", ".join(f"{state} {one.quantity.text}" for state, one in variable.start)


def question_text(question: Question) -> str:
    """What a question asks, as a case writes it."""
    condition = text_of(question.condition) if question.condition else ""
    match question.kind:
        case "given":
            given = text_of(question.given) if question.given else ""
            return f"{condition}, within {question.within_text} after {given}"
        case "order":
            return ", then ".join(map(text_of, question.order))
        case "happened":
            return " and ".join(question.happened)
        case "number":
            return f"{question.number} above {question.above:g}"
        case _:
            return condition


def _variable(variable: Variable) -> dict[str, Any]:
    return {
        "name": variable.name,
        "title": variable.title,
        "group": variable.group,
        "scaled": variable.scaled,
        "states": [
            {"name": state.name, "definition": state.definition}
            for state in variable.states
        ],
        "start": {state: number.quantity.text for state, number in variable.start},
    }


def _transition(transition: Transition) -> dict[str, Any]:
    return {
        "name": transition.name,
        "variable": transition.variable,
        "from": transition.source,
        "to": transition.target,
        "rate": transition.rate.quantity.text,
        **_reasons(transition.rate),
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "name": event.name,
        "title": event.title,
        "rate": event.rate.quantity.text,
        **_reasons(event.rate),
    }


def _reasons(number: Number) -> dict[str, Any]:
    return {
        "basis": number.basis,
        "count": number.count.text if number.count else None,
        "source": number.citation.source if number.citation else None,
        "place": number.citation.place if number.citation else None,
        "because": number.because,
        "known": number.known.isoformat() if number.known else None,
        "line": number.span.line,
        "file": number.span.file,
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title,
        "kind": question.kind,
        "asks": question_text(question),
        "by": [deadline.text for deadline in question.by],
        "resolves": question.resolves,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "name": claim.name,
        "says": claim.says,
        "tested_by": list(claim.tested_by),
        "fails_if": claim.fails_if,
    }
