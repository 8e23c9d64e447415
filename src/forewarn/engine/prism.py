"""The model in PRISM's language, for a model checker to hold our answers against.

PRISM (prismmodelchecker.org) and Storm read it. A variable becomes a module,
a state a number, a transition and an event an action. One world is written: its numbers
stand in the text. What the language cannot say is told in ``notes``, never left out in
silence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forewarn.model.case import (
    Case,
    Deadline,
    Effect,
    Event,
    Influence,
    Ladder,
    Question,
    Transition,
    Variable,
)
from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Jump,
    Not,
    Or,
    Pulse,
    has_pulse,
    leaves,
)
from forewarn.model.units import years_between

Mover = Transition | Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PrismModel:
    """A case in PRISM's language."""

    #: The model: modules, labels and rewards.
    text: str
    #: Question, date in years, and the property that asks it.
    properties: tuple[tuple[str, float, str], ...]
    #: What the language cannot say, one sentence each.
    notes: tuple[str, ...]


def write_prism(case: Case, numbers: Mapping[str, float]) -> PrismModel:
    """One world of a case in PRISM's language.

    Args:
        case: The case.
        numbers: Value of every number in that world, by its name.
    """
    movers = [t.name for v in case.variables for t in v.transitions]
    return _Writer(
        case,
        # As plain numbers: others would be written with their type.
        {name: float(value) for name, value in numbers.items()},
        names=_identifiers("", [v.name for v in case.variables]),
        actions=_identifiers("do_", [*movers, *(e.name for e in case.events)]),
        labels=_identifiers("q_", [q.name for q in case.questions]),
    ).model()


@dataclass(frozen=True, slots=True)
class _Writer:
    """The case, its numbers, and names that PRISM reads."""

    case: Case
    numbers: Mapping[str, float]
    #: Identifier of each variable, of each transition and event, of each question.
    names: Mapping[str, str]
    actions: Mapping[str, str]
    labels: Mapping[str, str]

    def model(self) -> PrismModel:
        parts = ["ctmc", *map(self._module, self.case.variables)]
        if self.case.events:
            parts.append(self._events())
        said = [q for q in self.case.questions if _can_be_said(q)]
        return PrismModel(
            text="\n\n".join([*parts, *map(self._asked, said)]) + "\n",
            properties=tuple(p for q in said for p in self._properties(q)),
            notes=(*self._notes_on_starts(), *_notes_on_questions(self.case)),
        )

    # Modules.

    def _module(self, variable: Variable) -> str:
        name, states = self.names[variable.name], variable.state_names
        start = states.index(_likeliest(variable, self.numbers))
        lines = [
            f"// {variable.name}: {', '.join(states)}",
            f"module module_{name}",
            f"  {name} : [0..{max(len(states) - 1, 1)}] init {start};",
            *(self._command(t, variable) for t in variable.transitions),
            "endmodule",
        ]
        return "\n".join(lines)

    def _command(self, transition: Transition, variable: Variable) -> str:
        name, states = self.names[variable.name], variable.state_names
        source, target = (
            states.index(s) for s in (transition.source, transition.target)
        )
        action, rate = self.actions[transition.name], self._rate(transition, variable)
        return f"  [{action}] {name}={source} -> {rate} : ({name}'={target});"

    def _events(self) -> str:
        commands = [
            f"  [{self.actions[event.name]}] true -> {self._product(event)} : true;"
            for event in self.case.events
        ]
        return "\n".join(["module events", *commands, "endmodule"])

    def _rate(self, transition: Transition, variable: Variable) -> str:
        exits = [t for t in variable.transitions if t.source == transition.source]
        shares = [t for t in exits if t.rate.quantity.dimension == "odds"]
        if transition not in shares:
            return self._product(transition)
        left = 1 - sum(self.numbers[t.rate.name] for t in shares)
        others = [self._product(t) for t in exits if t not in shares] or ["0"]
        return f"{self._product(transition)} / {left!r} * ({' + '.join(others)})"

    def _product(self, mover: Mover) -> str:
        factors = [repr(self.numbers[mover.rate.name])]
        for effect in mover.effects:
            factors.extend(self._factors(effect))
        return " * ".join(factors)

    def _factors(self, effect: Effect) -> Iterator[str]:
        match effect:
            case Ladder():
                for rung in effect.rungs:
                    yield from self._factors(rung)
            case Influence():
                times = self.numbers[effect.times.name]
                yield f"({self._condition(effect.condition)} ? {times!r} : 1)"
            case _:
                times = self.numbers[effect.times.name]
                counts = [f"({self._condition(c)} ? 1 : 0)" for c in effect.of]
                yield f"pow({times!r}, {' + '.join(counts)})"

    def _condition(self, condition: Condition) -> str:
        match condition:
            case Holds():
                return self._test(condition)
            case Not():
                return f"!{self._condition(condition.part)}"
            case And():
                return f"({' & '.join(map(self._condition, condition.parts))})"
            case Or():
                return f"({' | '.join(map(self._condition, condition.parts))})"
            case _:
                raise ValueError("a jump or an event is an action, not a state")

    def _test(self, test: Holds) -> str:
        states = self.case.variable(test.variable).state_names
        name = self.names[test.variable]
        tests = [f"{name}={states.index(state)}" for state in test.within]
        return f"({' | '.join(tests)})" if tests else "false"

    # Questions.

    def _asked(self, question: Question) -> str:
        label, condition = self.labels[question.name], question.condition
        if condition is None or question.kind == "count":
            lines = [
                f"  [{self.actions[name]}] true : 1;"
                for name in self._pulses(condition)
            ]
            return _rewards(label, lines)
        if question.kind == "time":
            return _rewards(label, [f"  {self._condition(condition)} : 1;"])
        return f'label "{label}" = {self._condition(condition)};'

    def _properties(self, question: Question) -> Iterator[tuple[str, float, str]]:
        label = self.labels[question.name]
        forms = {
            "happens": 'P=? [ F<={0!r} "{1}" ]',
            "holds": 'P=? [ F[{0!r},{0!r}] "{1}" ]',
        }
        form = forms.get(question.kind, 'R{{"{1}"}}=? [ C<={0!r} ]')
        for deadline in question.by:
            if not deadline.from_now:
                years = _years(self.case, deadline)
                yield question.name, years, form.format(years, label)

    def _pulses(self, condition: Condition | None) -> list[str]:
        """Transitions and events that a condition without states watches."""
        match condition:
            case Pulse():
                return [condition.event]
            case Jump():
                transitions = self.case.variable(condition.variable).transitions
                return [t.name for t in transitions if _is_watched(t, condition)]
            case Or():
                parts = [
                    name for part in condition.parts for name in self._pulses(part)
                ]
                return list(dict.fromkeys(parts))
            case _:
                return []

    def _notes_on_starts(self) -> Iterator[str]:
        for variable in self.case.variables:
            if len(variable.start) > 1:
                yield (
                    f"'{variable.name}' starts in one of {len(variable.start)} states, "
                    f"and here in the likeliest, '{_likeliest(variable, self.numbers)}'"
                )


def _likeliest(variable: Variable, numbers: Mapping[str, float]) -> str:
    return max(variable.start, key=lambda start: numbers[start[1].name])[0]


def _years(case: Case, deadline: Deadline) -> float:
    if deadline.day is not None:
        return years_between(case.start, deadline.day)
    return deadline.years or 0.0


def _is_watched(transition: Transition, jump: Jump) -> bool:
    sources = jump.sources or (transition.source,)
    return transition.target in jump.targets and transition.source in sources


def _can_be_said(question: Question) -> bool:
    condition = question.condition
    if condition is None:
        return False
    if question.kind == "count":
        return not any(isinstance(leaf, Holds) for leaf in leaves(condition))
    return question.kind in ("happens", "holds", "time") and not has_pulse(condition)


def _notes_on_questions(case: Case) -> Iterator[str]:
    for question in case.questions:
        if not _can_be_said(question):
            yield f"'{question.name}' asks what a property over states cannot say"


def _rewards(name: str, lines: Sequence[str]) -> str:
    return "\n".join([f'rewards "{name}"', *lines, "endrewards"])


def _identifiers(prefix: str, names: Sequence[str]) -> dict[str, str]:
    """A word of letters, digits and underscores for each name, no two alike."""
    words: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
        # A digit or one of PRISM's own words cannot begin a name; "v_" makes both fit.
        word = f"{prefix or 'v_'}{plain}"
        while word in words.values():
            word += "_"
        words[name] = word
    return words
