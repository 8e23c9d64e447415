"""A case as one canonical model file: reading it gives the case again."""

from types import MappingProxyType

from forewarn.language.writer_costs import (
    loss_map,
    measure_map,
    stocks_map,
    unforeseen_tree,
)
from forewarn.language.writer_evidence import (
    coverage_map,
    indicator_map,
    report_map,
    write_history,
)
from forewarn.language.writer_numbers import (
    Section,
    commonest_basis,
    day,
    decimal,
    filled,
    number_map,
    percent,
    short,
    times_map,
    titled,
)
from forewarn.language.writer_structure import (
    cause_map,
    schedule_map,
    trigger_map,
    variant_map,
)
from forewarn.language.writer_yaml import Figure, Inline, Prose, Tree, render_yaml
from forewarn.model.case import (
    Basis,
    Case,
    Claim,
    Dynamic,
    Event,
    Question,
    Source,
    Transition,
    Variable,
)
from forewarn.model.conditions import Condition, text_of
from forewarn.model.numbers import is_certain
from forewarn.model.quantities import Dimension
from forewarn.model.yardstick import ICD_203, Yardstick


def write_case(case: Case) -> str:
    """The canonical text of a case: one YAML file, its sections in the usual order.

    Reading the text gives the same case, whatever file or program the case came from;
    a history stands in tables of its own, see :func:`write_files`. The basis that most
    numbers have stands once, at the top.
    """
    basis = commonest_basis(case.numbers())
    sections: Section = {
        "forewarn": Figure(text="1"),
        "case": _head(case),
        "basis": basis or "",
        "sources": {each.name: _source(each) for each in case.sources},
        "dynamics": {each.name: _dynamic(each) for each in case.dynamics},
        "variables": {each.name: _variable(each, basis) for each in case.variables},
        "events": {each.name: _event(each, basis) for each in case.events},
        **_structure(case, basis),
        **_costs(case, basis),
        **_evidence(case, basis),
        "questions": {each.name: _question(each, case) for each in case.questions},
        "claims": {each.name: _claim(each) for each in case.claims},
    }
    return render_yaml(filled(sections))


def write_files(case: Case) -> dict[str, str]:
    """The canonical files of a case, by name: the model, and tables of its history."""
    return {"model.yaml": write_case(case), **write_history(case)}


def _structure(case: Case, basis: Basis | None) -> Section:
    return {
        "schedule": {each.name: schedule_map(each, basis) for each in case.schedules},
        "triggers": [trigger_map(each, basis) for each in case.triggers],
        "common_causes": {each.name: cause_map(each) for each in case.common_causes},
        "variants": {each.name: variant_map(each) for each in case.variants},
    }


def _costs(case: Case, basis: Basis | None) -> Section:
    return {
        "losses": {each.name: loss_map(each, basis) for each in case.losses},
        "unforeseen": unforeseen_tree(case.unforeseen, basis),
        "stocks": stocks_map(case.stocks),
        "measures": {each.name: measure_map(each, basis) for each in case.measures},
    }


def _evidence(case: Case, basis: Basis | None) -> Section:
    return {
        "indicators": {
            each.name: indicator_map(each, basis) for each in case.indicators
        },
        "fully_reported": [coverage_map(each) for each in case.evidence.coverage],
        "reports": [report_map(each) for each in case.evidence.reports],
    }


def _head(case: Case) -> Section:
    cap, correlation = case.measure_cap, case.author_correlation
    return {"title": case.title} | filled(
        {
            "start": day(case.start),
            "horizon": Figure(text=case.horizon_text),
            "written": day(case.written),
            "status": case.status,
            "handling": case.handling,
            "measure_cap": Figure(text=percent(cap) if cap != 0.5 else ""),
            "author_correlation": Figure(
                text=decimal(correlation) if correlation else ""
            ),
            "headlines": Inline(of=list(case.headlines)) if case.headlines else "",
            "yardstick": _yardstick(case.yardstick),
        }
    )


def _yardstick(yardstick: Yardstick) -> Tree:
    if yardstick.name:
        return "" if yardstick == ICD_203 else yardstick.name
    return {
        band.word: Figure(text=f"{percent(band.low)} to {percent(band.high)}")
        for band in yardstick.bands
    }


def _source(source: Source) -> Section:
    return titled(source.title, source.name) | filled(
        {
            "publisher": source.publisher,
            "date": day(source.published),
            "url": source.url,
        }
    )


def _dynamic(dynamic: Dynamic) -> Section:
    without: Section = {"without": Inline(of=dict(dynamic.without))}
    return titled(dynamic.title, dynamic.name) | without


def _variable(variable: Variable, basis: Basis | None) -> Section:
    return titled(variable.title, variable.name) | filled(
        {
            "group": variable.group,
            "scale": " < ".join(variable.state_names) if variable.scaled else "",
            "states": _states(variable),
            "start": _start(variable, basis),
            "transitions": {
                f"{each.source} -> {each.target}": short(
                    _transition(each, basis), "rate"
                )
                for each in variable.transitions
            },
        }
    )


def _states(variable: Variable) -> Tree:
    if any(state.definition for state in variable.states):
        return {state.name: Prose(text=state.definition) for state in variable.states}
    return Inline(of=list(variable.state_names))


def _start(variable: Variable, basis: Basis | None) -> Tree:
    if len(variable.start) == 1 and is_certain(variable.start[0][1]):
        return variable.start[0][0]
    shares = {
        state: short(number_map(share, "share", basis), "share")
        for state, share in variable.start
    }
    bare = {
        state: share for state, share in shares.items() if isinstance(share, Figure)
    }
    return Inline(of={**bare}) if len(bare) == len(shares) else shares


def _transition(transition: Transition, basis: Basis | None) -> Section:
    return number_map(transition.rate, "rate", basis) | times_map(
        transition.effects, basis
    )


def _event(event: Event, basis: Basis | None) -> Section:
    return (
        titled(event.title, event.name)
        | number_map(event.rate, "rate", basis)
        | times_map(event.effects, basis)
    )


def _question(question: Question, case: Case) -> Section:
    dates = [Figure(text=deadline.text) for deadline in question.by]
    by: Tree = dates[0] if len(dates) == 1 else Inline(of=[*dates])
    base_rate = question.base_rate.text if question.base_rate else ""
    return titled(question.title, question.name) | filled(
        {
            **_asked(question, case),
            "at" if question.kind == "holds" else "by": by,
            "base_rate": Figure(text=base_rate),
            "resolves": Prose(text=question.resolves),
        }
    )


def _asked(question: Question, case: Case) -> Section:
    match question.kind:
        case "order":
            return {"order": Inline(of=[text_of(each) for each in question.order])}
        case "happened":
            return {"happened": Inline(of=[*question.happened])}
        case "number":
            return {"number": question.number, "above": _above(question, case)}
        case "given":
            return {
                "happens": _text(question.condition),
                "given": _text(question.given),
                "within": Figure(text=question.within_text),
            }
        case kind:
            return {kind: _text(question.condition)}


#: What is written after a bound, for it to measure what its number does.
_UNITS: MappingProxyType[Dimension, str] = MappingProxyType(
    {"rate": " per year", "duration": " years", "odds": " of exits"}
)


def _above(question: Question, case: Case) -> Figure:
    """The bound in the unit of the number it is a bound of."""
    if question.above is None:
        return Figure(text="")
    quantities = {number.name: number.quantity for number in case.numbers()}
    quantity = quantities[question.number]
    unit = _UNITS.get(quantity.dimension, "")
    costs = {measure.cost.name for measure in case.measures if measure.cost}
    if question.number in costs:  # other amounts are in the unit of their loss
        unit = f" {quantity.unit}" + " per year" * (quantity.dimension == "flow")
    return Figure(text=decimal(question.above) + unit)


def _text(condition: Condition | None) -> str:
    return text_of(condition) if condition else ""


def _claim(claim: Claim) -> Section:
    return {"says": Prose(text=claim.says)} | filled(
        {
            "tested_by": Inline(of=[*claim.tested_by]),
            "fails_if": Prose(text=claim.fails_if),
            "waits_for": Prose(text=claim.waits_for),
        }
    )
