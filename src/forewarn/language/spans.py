"""Spans: a number, or an interval with or without a centre, read into a law."""

import re
from collections.abc import Callable, Iterator
from math import isfinite

from lark import Token, Tree

from forewarn.language.mistakes import PhraseError
from forewarn.laws import from_scale, to_scale
from forewarn.model.quantities import Fixed, Interval, Scale

_NUMBER = re.compile(
    r"(?P<digits>[+-]?[0-9.]+)(?:[eE](?P<power>[+-]?[0-9]+))?(?P<suffix>%|k|m|bn|tn)?"
)
_TENS = {"%": -2, "k": 3, "m": 6, "bn": 9, "tn": 12}


class QuantityError(PhraseError):
    """A text that is not a quantity of the dimension asked."""

    def __init__(
        self,
        message: str,
        hint: str,
        offset: int,
        *,
        code: str = "E301",
        length: int = 1,
    ) -> None:
        super().__init__(message, hint, offset, code=code, length=length)


def tokens_of(tree: Tree[Token]) -> Iterator[Token]:
    """Every token of a tree, left to right."""
    for child in tree.children:
        if isinstance(child, Token):
            yield child
        else:
            yield from tokens_of(child)


def first_token(tree: Tree[Token]) -> Token:
    """The first token of a tree."""
    return next(tokens_of(tree))


def tokens_of_type(tree: Tree[Token], kind: str) -> list[Token]:
    """The tokens of one kind in a tree, left to right."""
    return [token for token in tokens_of(tree) if token.type == kind]


def mistake_at(
    at: Token, message: str, hint: str, *, code: str = "E301"
) -> QuantityError:
    """The error for a mistake at a token."""
    return QuantityError(message, hint, at.start_pos or 0, code=code, length=len(at))


def value_of(token: Token) -> float:
    """The value of a written number: percents over 100, k, m, bn, tn multiplied out."""
    parts = _NUMBER.fullmatch("".join(token.replace("_", "").split()))
    if parts is None:
        raise mistake_at(token, f"{str(token)!r} is no number", "Write such as '0.5'.")
    power = int(parts["power"] or 0) + _TENS.get(parts["suffix"], 0)
    value = float(f"{parts['digits']}e{power}")
    vanished = value == 0 and re.search("[1-9]", parts["digits"])
    if vanished or not isfinite(value):
        raise _out_of_range(token)
    return value


def _out_of_range(token: Token) -> QuantityError:
    return mistake_at(
        token,
        f"{str(token)!r} is beyond what can be computed",
        "Write a number between 1e-300 and 1e300.",
        code="E309",
    )


def law_of_span(
    span: Tree[Token], scale: Scale, change: Callable[[float], float]
) -> Fixed | Interval:
    """The law of a span, each of its numbers changed into the model's units.

    Args:
        span: One number, two ends, or a centre with two ends.
        scale: Scale on which an interval is a two-piece normal.
        change: From the number as written to the model's units; monotone.

    Raises:
        QuantityError: if the numbers are out of order or off the scale.
    """
    tokens = tokens_of_type(span, "NUMBER")
    _check_scale(tokens, scale)
    _check_order(tokens)
    values = [_changed(token, change) for token in tokens]
    if len(values) == 1:
        return Fixed(value=values[0])
    low, high = sorted(values[-2:])
    places = to_scale(scale, [low, high])
    middle = float(from_scale(scale, places[0] / 2 + places[1] / 2))
    median = values[0] if len(values) == 3 else min(max(middle, low), high)
    return Interval(scale=scale, low=low, median=median, high=high)


def _changed(token: Token, change: Callable[[float], float]) -> float:
    written = value_of(token)
    value = change(written)
    if not isfinite(value) or (value == 0 and written != 0):
        raise _out_of_range(token)
    return value


def _check_scale(tokens: list[Token], scale: Scale) -> None:
    for token in tokens:
        value = value_of(token)
        if scale == "logit" and not 0 <= value <= 1:
            raise mistake_at(
                token,
                f"{str(token)!r} is not a probability",
                "Write a number from 0% to 100%.",
                code="E306",
            )
        ends = {"linear": (), "log": (0.0,), "logit": (0.0, 1.0)}[scale]
        if len(tokens) > 1 and (value in ends or (scale == "log" and value < 0)):
            raise mistake_at(
                token,
                f"an interval cannot reach {str(token)!r} on its {scale} scale",
                "Write the P10 and P90 you mean, strictly inside.",
                code="E314",
            )


def _check_order(tokens: list[Token]) -> None:
    if len(tokens) == 1:
        return
    low, high = tokens[-2:]
    if value_of(low) >= value_of(high):
        raise mistake_at(
            low,
            f"the interval runs from {low} down to {high}"
            if value_of(low) > value_of(high)
            else f"the interval from {low} to {high} has no width",
            "Write the lower number first, or one exact value alone.",
            code="E304",
        )
    if len(tokens) == 3 and not value_of(low) < value_of(tokens[0]) < value_of(high):
        raise mistake_at(
            tokens[0],
            f"the centre {tokens[0]} is not between {low} and {high}",
            "Write the median first, then P10 and P90 in brackets.",
            code="E305",
        )
