"""Conditions as people write them: a line of text read into a small tree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import cast

from lark import Lark, Token, Tree, UnexpectedInput

from forewarn.language.mistakes import PhraseError
from forewarn.language.names import length_of_word, nearest_hint, short
from forewarn.language.slips import condition_hint
from forewarn.model.case import Variable
from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Jump,
    Not,
    Operator,
    Or,
    Pulse,
    has_pulse,
)

LONGEST_TEXT = 10_000  # characters; far over any line a person can check by eye
DEEPEST = 50  # brackets and nots within each other; the tree is read by recursion

_PARSER = Lark.open("conditions.lark", rel_to=__file__, parser="lalr")
_COMPARE = {"=": eq, "!=": ne, ">=": ge, "<=": le, ">": gt, "<": lt}


class ConditionError(PhraseError):
    """A text that is not a condition on the variables and events there are."""

    def __init__(  # noqa: PLR0913  # all that a problem needs
        self,
        message: str,
        hint: str,
        offset: int,
        *,
        code: str = "E401",
        unknown: str = "",
        length: int = 1,
    ) -> None:
        super().__init__(message, hint, offset, code=code, length=length)
        #: The name that is not known, where that is the mistake.
        self.unknown = unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    variables: Mapping[str, Variable]
    events: Collection[str]


def parse_condition(
    text: str, *, variables: Mapping[str, Variable], events: Collection[str] = ()
) -> Condition:
    """The condition a line stands for, every name in it known.

    Args:
        text: The line, such as ``taiwan -> invasion and not korea = calm``.
        variables: Variables by name.
        events: Names of classes of events.

    Returns:
        The condition; alternatives are in declared order.

    Raises:
        ConditionError: if the line is no condition, or names what does not exist.

    >>> parse_condition("raid", variables={}, events=["raid"])
    Pulse(event='raid')
    >>> parse_condition("raids", variables={}, events=["raid"])
    Traceback (most recent call last):
    forewarn.language.conditions.ConditionError: event "raids" is not declared
    """
    tree = _parse_tree(text)
    return _built(tree, _Names(variables=variables, events=events), 0)


def check_state(
    name: str, *, variable: Variable, variables: Mapping[str, Variable]
) -> None:
    """Nothing, when a variable has a state of that name.

    Raises:
        ConditionError: if it has not; says whose state it is, or which is near.
    """
    if name not in variable.state_names:
        token = Token("NAME", name, start_pos=0)
        raise _unknown_state(token, variable, _Names(variables=variables, events=()))


def _parse_tree(text: str) -> Tree[Token]:
    if len(text) > LONGEST_TEXT:
        raise ConditionError(
            f"the condition has {len(text):,} characters; the most is {LONGEST_TEXT:,}",
            "Write it shorter, or as several questions.",
            LONGEST_TEXT,
        )
    try:
        return _PARSER.parse(text)
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        at_end = token is not None and token.type == "$END"
        offset = len(text) if at_end else error.pos_in_stream or 0
        seen = text[offset : offset + 20].strip()
        raise ConditionError(
            f"{seen!r} does not fit here" if seen else "the condition ends too soon",
            condition_hint(text, offset)
            or "Write such as 'x = a', 'x in a|b' or 'x -> a', joined by and, or, not.",
            offset,
            length=length_of_word(text, offset),
        ) from None


def _mistake(at: Token, code: str, message: str, hint: str) -> ConditionError:
    return ConditionError(message, hint, at.start_pos or 0, code=code, length=len(at))


def _built(tree: Tree[Token], names: _Names, depth: int) -> Condition:
    match str(tree.data):
        case "test":
            return _test(tree, names)
        case "jump":
            return _jump(tree, names)
        case "pulse":
            return _pulse(tree, names)
        case "negated":
            return _negated(tree, names, _deeper(tree, depth))
        case "bracketed":
            depth = _deeper(tree, depth)
    parts = tuple(_built(child, names, depth) for child in _trees(tree))
    if len(parts) == 1:
        return parts[0]
    return And(parts=parts) if tree.data == "all" else Or(parts=parts)


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _deeper(tree: Tree[Token], depth: int) -> int:
    if depth >= DEEPEST:
        raise _mistake(
            _first(tree),
            "E401",
            f"brackets and nots stand over {DEEPEST} deep",
            "Take away brackets that change nothing.",
        )
    return depth + 1


def _first(tree: Tree[Token]) -> Token:
    # A loop, since this also speaks of trees too deep to recurse into.
    node: Tree[Token] | Token = tree
    while isinstance(node, Tree):
        node = node.children[0]
    return node


def _negated(tree: Tree[Token], names: _Names, depth: int) -> Not:
    part = _built(_trees(tree)[0], names, depth)
    if has_pulse(part):
        raise _mistake(
            _first(tree),
            "E407",
            "a jump or an event cannot stand under 'not'",
            "Write 'not' before a state, such as 'not x = a'.",
        )
    return Not(part=part)


def _test(tree: Tree[Token], names: _Names) -> Holds:
    name, operator = (token for token in tree.children if isinstance(token, Token))
    variable = _variable(name, names)
    states = _states(_trees(tree)[0], variable, names)
    if len(states) > 1 and operator != "in":
        raise _mistake(
            operator,
            "E401",
            f"{str(operator)!r} takes one state",
            f"Write '{name} in {'|'.join(states)}'.",
        )
    if operator not in ("=", "!=", "in") and not variable.scaled:
        raise _mistake(
            operator,
            "E406",
            f"{str(operator)!r} needs an order, and {str(name)!r} has no scale",
            f"Declare the states of '{name}' with 'scale:', or use 'in'.",
        )
    return Holds(
        variable=str(name),
        operator=cast("Operator", str(operator)),
        states=states,
        within=_within(variable, str(operator), states),
    )


def _within(
    variable: Variable, operator: str, states: tuple[str, ...]
) -> tuple[str, ...]:
    if operator == "in":
        return states
    order = variable.state_names
    compare, bound = _COMPARE[operator], order.index(states[0])
    return tuple(name for rank, name in enumerate(order) if compare(rank, bound))


def _jump(tree: Tree[Token], names: _Names) -> Jump:
    name = _first(tree)
    variable = _variable(name, names)
    *sources, targets = (_states(child, variable, names) for child in _trees(tree))
    return Jump(
        variable=str(name), sources=sources[0] if sources else (), targets=targets
    )


def _pulse(tree: Tree[Token], names: _Names) -> Pulse:
    name = _first(tree)
    if name in names.events:
        return Pulse(event=str(name))
    if name in names.variables:
        raise _mistake(
            name,
            "E410",
            f'"{name}" is a variable, and no state of it is named',
            f"Write such as '{name} = {names.variables[name].state_names[0]}'.",
        )
    hint = _state_hint(name, names)
    hint = hint or nearest_hint(name, (*names.events, *names.variables))
    raise _unknown(
        name,
        "E405",
        f'event "{short(name)}" is not declared',
        hint or "Declare it, or name a variable and a state, such as 'x = a'.",
    )


def _state_hint(name: Token, names: _Names) -> str:
    """What to write where a state stands alone, as in "x = a or b"."""
    owners = (v for v in names.variables.values() if name in v.state_names)
    owner = next(owners, None)
    if owner is None:
        return ""
    return f'"{name}" is a state of "{owner.name}"; write \'{owner.name} = {name}\'.'


def _variable(name: Token, names: _Names) -> Variable:
    if name not in names.variables:
        message = f'variable "{short(name)}" is not declared'
        raise _unknown(name, "E402", message, nearest_hint(name, names.variables))
    return names.variables[name]


def _states(tree: Tree[Token], variable: Variable, names: _Names) -> tuple[str, ...]:
    order = variable.state_names
    tokens = [token for token in tree.children if isinstance(token, Token)]
    for token in tokens:
        if token not in order:
            raise _unknown_state(token, variable, names)
    return tuple(name for name in order if name in tokens)


def _unknown_state(token: Token, variable: Variable, names: _Names) -> ConditionError:
    """A state that is no state of this variable; perhaps it is one of another."""
    message = f'state "{short(token)}" is not declared in "{variable.name}"'
    owners = (v for v in names.variables.values() if token in v.state_names)
    owner = next(owners, None)
    if owner is not None:
        hint = f'"{token}" is a state of "{owner.name}".'
        return _mistake(token, "E404", message, hint)
    known = variable.state_names
    hint = nearest_hint(token, known) or f"Its states are: {', '.join(known)}."
    return _unknown(token, "E403", message, hint)


def _unknown(name: Token, code: str, message: str, hint: str) -> ConditionError:
    return ConditionError(
        message,
        hint or "Declare it, or correct it.",
        name.start_pos or 0,
        code=code,
        unknown=str(name),
        length=len(name),
    )
