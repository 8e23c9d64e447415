"""A case as one canonical model file: reading it gives the case again."""

from datetime import date
from decimal import Decimal

from forewarn.language.quantities import MOST_DIGITS
from forewarn.language.writer_numbers import (
    commonest_basis,
    filled,
    is_certain,
    number_map,
    short,
    times_map,
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

_Map = dict[str, Tree]


def write_case(case: Case) -> str:
    """The canonical text of a case: one YAML file, its sections in the usual order.

    Reading the text gives the same case, whatever file or program the case came from.
    The basis that most numbers have stands once, at the top.
    """
    basis = commonest_basis(case.numbers())
    sections: _Map = {
        "forewarn": Figure(text="1"),
        "case": _head(case),
        "basis": basis or "",
        "sources": {each.name: _source(each) for each in case.sources},
        "dynamics": {each.name: _dynamic(each) for each in case.dynamics},
        "variables": {each.name: _variable(each, basis) for each in case.variables},
        "events": {each.name: _event(each, basis) for each in case.events},
        "questions": {each.name: _question(each, case) for each in case.questions},
        "claims": {each.name: _claim(each) for each in case.claims},
    }
    return render_yaml(filled(sections))


def _head(case: Case) -> _Map:
    cap, correlation = case.measure_cap, case.author_correlation
    return {"title": case.title} | filled(
        {
            "start": _day(case.start),
            "horizon": Figure(text=case.horizon_text),
            "written": _day(case.written),
            "status": case.status,
            "handling": case.handling,
            "measure_cap": Figure(text=_percent(cap) if cap != 0.5 else ""),
            "author_correlation": Figure(
                text=_decimal(correlation) if correlation else ""
            ),
        }
    )


def _day(day: date | None) -> Figure:
    return Figure(text=day.isoformat() if day else "")


def _percent(share: float) -> str:
    """A share in percent, with every digit it has.

    >>> _percent(0.29)
    '29%'
    """
    return f"{_spelt(Decimal(repr(share)).scaleb(2))}%"


def _decimal(value: float) -> str:
    return _spelt(Decimal(repr(value)))


def _spelt(value: Decimal) -> str:
    """Every digit, and an exponent only where a row of zeros would be refused."""
    plain = f"{value.normalize():f}"
    return plain if len(plain) <= MOST_DIGITS else str(value.normalize())


def _titled(title: str, name: str) -> _Map:
    """The title, where it is not the name again."""
    return {} if title == name else {"title": title}


def _source(source: Source) -> _Map:
    return _titled(source.title, source.name) | filled(
        {
            "publisher": source.publisher,
            "date": _day(source.published),
            "url": source.url,
        }
    )


def _dynamic(dynamic: Dynamic) -> _Map:
    without: _Map = {"without": Inline(of=dict(dynamic.without))}
    return _titled(dynamic.title, dynamic.name) | without


def _variable(variable: Variable, basis: Basis | None) -> _Map:
    return _titled(variable.title, variable.name) | filled(
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


def _transition(transition: Transition, basis: Basis | None) -> _Map:
    return number_map(transition.rate, "rate", basis) | times_map(
        transition.effects, basis
    )


def _event(event: Event, basis: Basis | None) -> _Map:
    return (
        _titled(event.title, event.name)
        | number_map(event.rate, "rate", basis)
        | times_map(event.effects, basis)
    )


def _question(question: Question, case: Case) -> _Map:
    dates = [Figure(text=deadline.text) for deadline in question.by]
    by: Tree = dates[0] if len(dates) == 1 else Inline(of=[*dates])
    base_rate = question.base_rate.text if question.base_rate else ""
    return _titled(question.title, question.name) | filled(
        {
            **_asked(question, case),
            "at" if question.kind == "holds" else "by": by,
            "base_rate": Figure(text=base_rate),
            "resolves": Prose(text=question.resolves),
        }
    )


def _asked(question: Question, case: Case) -> _Map:
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


def _above(question: Question, case: Case) -> Figure:
    """The bound in the unit of the number it is a bound of."""
    if question.above is None:
        return Figure(text="")
    rates = {
        number.name for number in case.numbers() if number.quantity.dimension == "rate"
    }
    unit = " per year" if question.number in rates else ""
    return Figure(text=_decimal(question.above) + unit)


def _text(condition: Condition | None) -> str:
    return text_of(condition) if condition else ""


def _claim(claim: Claim) -> _Map:
    return {"says": Prose(text=claim.says)} | filled(
        {
            "tested_by": Inline(of=[*claim.tested_by]),
            "fails_if": Prose(text=claim.fails_if),
            "waits_for": Prose(text=claim.waits_for),
        }
    )
