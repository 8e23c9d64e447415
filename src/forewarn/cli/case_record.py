"""What a case says, as JSON has it."""

from collections.abc import Iterator, Mapping
from typing import Any

from forewarn.influences import leaning_of
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
from forewarn.model.evidence import Indicator
from forewarn.model.exits import dead_ends
from forewarn.model.losses import Loss, LossTerm
from forewarn.model.measures import Measure
from forewarn.model.numbers import effect_parts
from forewarn.model.standing import Standing, standing_of
from forewarn.model.structure import CommonCause, Schedule, Trigger, Variant


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
        "schedule": [_schedule(schedule) for schedule in case.schedules],
        "triggers": [_trigger(trigger) for trigger in case.triggers],
        "common_causes": [_cause(cause) for cause in case.common_causes],
        "variants": [_variant(variant) for variant in case.variants],
        "losses": [_loss(loss) for loss in case.losses],
        "indicators": [_indicator(indicator) for indicator in case.indicators],
        "measures": [_measure(measure) for measure in case.measures],
        "reports": len(case.evidence.reports),
        "questions": [_question(question) for question in case.questions],
        "claims": [_claim(claim) for claim in case.claims],
        "basis": basis_shares(standing_of(case)),
        **standing_record(case),
        **leaning_record(case),
    }


def leaning_record(case: Case) -> dict[str, Any]:
    """Share of influences that push towards worse states, and states without exit."""
    leaning = leaning_of(case)
    share = leaning.worse / leaning.told if leaning.told else None
    ends = [
        {"variable": variable.name, "state": state.name}
        for variable, state in dead_ends(case)
    ]
    return {"towards_worse": share, "without_exit": ends}


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
    for name, effects in _acted_on(case):
        for effect in effects:
            for kind, condition, times in effect_rows(effect):
                yield {
                    "on": name,
                    "kind": kind,
                    "condition": condition,
                    "times": times.quantity.text,
                    **_reasons(times),
                }


def _acted_on(case: Case) -> Iterator[tuple[str, tuple[Effect, ...]]]:
    """Everything that has effects, by the name of its rate or chance."""
    yield from ((one.name, one.effects) for one in transitions_of(case))
    yield from ((one.name, one.effects) for one in case.events)
    yield from ((one.name, one.effects) for one in case.schedules)
    yield from ((one.chance.name, one.effects) for one in case.triggers)


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


def _schedule(schedule: Schedule) -> dict[str, Any]:
    draw = schedule.draw
    return {
        "name": schedule.name,
        "title": schedule.title,
        "dates": [day.isoformat() for day in schedule.dates],
        "window": schedule.window_text,
        "jump": schedule.leap.text if schedule.leap else None,
        "draw": {s: n.quantity.text for s, n in draw.shares} if draw else None,
        "variable": draw.variable if draw else None,
        **(_chance(schedule.chance) if schedule.chance else {"chance": None}),
    }


def _trigger(trigger: Trigger) -> dict[str, Any]:
    return {
        "name": trigger.chance.name,
        "after": text_of(trigger.after),
        "jump": trigger.leap.text,
        **_chance(trigger.chance),
    }


def _chance(chance: Number) -> dict[str, Any]:
    return {"chance": chance.quantity.text, **_reasons(chance)}


def _cause(cause: CommonCause) -> dict[str, Any]:
    return {
        "name": cause.name,
        "title": cause.title,
        "share": cause.share,
        "raises": list(cause.raises),
        "lowers": list(cause.lowers),
        "because": cause.because,
    }


def _variant(variant: Variant) -> dict[str, Any]:
    return {
        "name": variant.name,
        "title": variant.title,
        "weight": variant.weight,
        "set": {name: quantity.text for name, quantity in variant.changes},
        "because": variant.because,
    }


def _loss(loss: Loss) -> dict[str, Any]:
    return {
        "name": loss.name,
        "title": loss.title,
        "unit": loss.unit,
        "per_jump": [_term(term) for term in loss.per_jump],
        "per_year": [_term(term) for term in loss.per_year],
    }


def _term(term: LossTerm) -> dict[str, Any]:
    return {
        "on": text_of(term.on),
        "when": text_of(term.when) if term.when else None,
        "size": term.size.quantity.text,
        "varies": term.varies,
        **_reasons(term.size),
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    seen, silent = indicator.seen, indicator.silent
    return {
        "name": indicator.name,
        "title": indicator.title,
        "kind": indicator.kind,
        "of": indicator_text(indicator),
        "ahead": indicator.ahead_text,
        "seen": seen.quantity.text if seen else None,
        "silent": silent.quantity.text if silent else None,
        "window": indicator.window_text,
        "group": indicator.group,
        "rates": {state: rate.quantity.text for state, rate in indicator.rates},
        "how": indicator.how,
    }


def indicator_text(indicator: Indicator) -> str:
    """What an indicator is a sign of, as a case writes it."""
    return text_of(indicator.condition) if indicator.condition else indicator.counted


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "title": measure.title,
        "actor": measure.actor,
        "cost": cost_text(measure),
        "ready": ready_text(measure),
        "effects": [
            {
                "kind": effect.kind,
                "on": effect.target,
                "when": text_of(effect.when) if effect.when else None,
                "times": effect.times.quantity.text,
                **_reasons(effect.times),
            }
            for effect in measure.effects
        ],
        "draws_on": dict(measure.draws_on),
        "side_effect": measure.side_effect,
    }


def cost_text(measure: Measure) -> str:
    """What a measure costs, as a case writes it."""
    return measure.cost.quantity.text if measure.cost else "unpriced"


def ready_text(measure: Measure) -> str:
    """When a measure is ready, as a case writes it."""
    if measure.ready is not None:
        return measure.ready.quantity.text
    return f"by {measure.ready_by.isoformat()}" if measure.ready_by else ""
