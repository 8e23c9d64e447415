"""Numbers as people write them: a short phrase read into a quantity."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from math import fsum, isfinite

from lark import Lark, Token, Tree, UnexpectedInput

from forewarn.language.forms import Asked, check_fits, unit_of
from forewarn.language.names import length_of_word
from forewarn.language.slips import quantity_hint
from forewarn.language.spans import (
    QuantityError,
    first_token,
    law_of_span,
    mistake_at,
    tokens_of,
    tokens_of_type,
    value_of,
)
from forewarn.model.quantities import (
    Dimension,
    Fixed,
    Interval,
    Law,
    Mixture,
    Quantity,
    RateCount,
    Scale,
    ShareCount,
    Window,
)
from forewarn.model.units import YEARS_PER, years_between

__all__ = ["QuantityError", "parse_quantity"]

LONGEST_TEXT = 2_000  # characters; the longest phrase of use is under 200
MOST_DIGITS = 40  # a float holds 17; more is a slip, or an attack on the reader
MOST_CLASSES = 20  # a draw picks among them with numpy.choose, which takes 32

_PARSER = Lark.open("quantities.lark", rel_to=__file__, parser="lalr")
_SCALES: dict[Dimension, Scale] = {
    "rate": "log",
    "probability": "logit",
    "multiplier": "log",
    "duration": "log",
    "amount": "log",
    "flow": "log",
    "odds": "logit",
}
_Part = Fixed | Interval | RateCount | ShareCount | Window


def parse_quantity(
    text: str, dimension: Dimension, *, start: date | None = None, unit: str = ""
) -> Quantity:
    """The quantity a short phrase stands for.

    Args:
        text: The phrase, such as ``0.02 to 0.16 per year``.
        dimension: What the phrase must measure.
        start: The case's start: the day that ``1 in 1961-07-06 to start`` ends on.
        unit: What an amount or flow is in that names no unit; a flow that names no
            time is then per year. Another unit does not fit.

    Returns:
        The quantity, in years, per year and probabilities 0 to 1. Its text has one
        space between words; reading it again gives the same quantity.

    Raises:
        QuantityError: if the phrase is not a quantity of that dimension.

    >>> parse_quantity("0.02  to 0.16 per year", "rate").text
    '0.02 to 0.16 per year'
    >>> parse_quantity("1 in 62.2 years", "rate").law
    RateCount(count=1, exposure=62.2)
    >>> parse_quantity("3 to 2 per year", "rate")
    Traceback (most recent call last):
    forewarn.language.spans.QuantityError: the interval runs from 3 down to 2
    """
    tree = _parse_tree(text)
    tokens = list(tokens_of(tree))
    _check_digits(tokens)
    written = " ".join(_spelt(token, start) for token in tokens)
    form = _only_tree(tree)
    asked = Asked(dimension=dimension, start=start, unit=unit)
    law, named = (
        _mixture(form, asked)
        if form.data == "mixture"
        else (_law(form, asked), unit_of(form))
    )
    return Quantity(
        text=written.replace("( ", "(").replace(" )", ")"),
        dimension=dimension,
        law=law,
        unit=named or unit,
    )


def _parse_tree(text: str) -> Tree[Token]:
    if len(text) > LONGEST_TEXT:
        raise QuantityError(
            f"the text has {len(text):,} characters; a quantity has at most "
            f"{LONGEST_TEXT:,}",
            "Write a number or a short phrase; prose belongs in 'because'.",
            LONGEST_TEXT,
        )
    try:
        return _PARSER.parse(text)
    except UnexpectedInput as error:
        offset = _offset_of(error, text)
        seen = text[offset : offset + 20].strip()
        raise QuantityError(
            f"{seen!r} does not fit here" if seen else "the text ends too soon",
            quantity_hint(text, offset)
            or "Write such as '0.06 per year', '2 to 5 per year' or '5% (1% to 9%)'.",
            offset,
            length=length_of_word(text, offset),
        ) from None


def _offset_of(error: UnexpectedInput, text: str) -> int:
    token = getattr(error, "token", None)
    at_end = token is not None and token.type == "$END"
    return len(text) if at_end else error.pos_in_stream or 0


def _spelt(token: Token, start: date | None) -> str:
    if token.type == "START":
        return _day(token, start).isoformat()
    return "".join(token.split())


def _check_digits(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "NUMBER" and sum(map(str.isdigit, token)) > MOST_DIGITS:
            raise mistake_at(
                token,
                f"a number has over {MOST_DIGITS} digits",
                "Write it shorter, such as '1e-12' or '3bn'.",
                code="E309",
            )


def _only_tree(tree: Tree[Token]) -> Tree[Token]:
    return next(child for child in tree.children if isinstance(child, Tree))


def _count(token: Token) -> int:
    digits = token.replace("_", "")
    if not digits.isdigit():
        raise mistake_at(
            token,
            f"{str(token)!r} is not a count",
            "Write a whole number, 0 or more, without a sign.",
            code="E308",
        )
    return int(digits)


def _years(number: float, time: Token) -> float:
    return number * YEARS_PER[time.removesuffix("s")]


def _law(form: Tree[Token], asked: Asked) -> _Part:
    check_fits(form, asked)
    match str(form.data):
        case "count_for" | "count_between":
            return _rate_count(form, asked.start)
        case "share":
            return _share_count(form)
        case "window":
            return _window(form)
        case _:
            return _spread(form, asked.dimension)


def _rate_count(form: Tree[Token], start: date | None) -> RateCount:
    numbers = tokens_of_type(form, "NUMBER")
    last = next(reversed(list(tokens_of(form))))
    if form.data == "count_for":
        years = _years(value_of(numbers[1]), last)
    else:
        opens = tokens_of_type(form, "DATE")[0]
        years = years_between(_day(opens, start), _day(last, start))
    if not (years > 0 and isfinite(years)):
        raise mistake_at(
            last,
            "the count's window has no length",
            "Write the earlier date first.",
            code="E308",
        )
    return RateCount(count=_count(numbers[0]), exposure=years)


def _day(token: Token, start: date | None) -> date:
    if token.type == "START":
        if start is None:
            raise mistake_at(token, "no start is known here", "Write the date itself.")
        return start
    try:
        return date.fromisoformat(token)
    except ValueError:
        raise mistake_at(
            token, f"{str(token)!r} is not a date", "Write year-month-day."
        ) from None


def _share_count(form: Tree[Token]) -> ShareCount:
    first, last = tokens_of_type(form, "NUMBER")
    count, trials = _count(first), _count(last)
    if count > trials or trials == 0:
        raise mistake_at(
            first,
            f"{count} of {trials} is not a share",
            "Write how often it happened, then out of how many times.",
            code="E308",
        )
    return ShareCount(count=count, trials=trials)


def _window(form: Tree[Token]) -> Window:
    span = _only_tree(form)
    length, time = tokens_of_type(form, "NUMBER")[-1], tokens_of_type(form, "TIME")[0]
    chance = law_of_span(span, "logit", float)
    years = _years(value_of(length), time)
    if years <= 0:
        raise mistake_at(length, "the window has no length", "Write such as '5 years'.")
    if chance == Fixed(value=1.0):
        raise mistake_at(
            first_token(span),
            "a certain event has no rate",
            "Write under 100%.",
            code="E306",
        )
    return Window(chance=chance, years=years)


def _spread(form: Tree[Token], dimension: Dimension) -> Fixed | Interval:
    span = _only_tree(form)
    normal = first_token(form).type == "NORMAL"
    scale: Scale = "linear" if normal else _SCALES[dimension]
    times = tokens_of_type(form, "TIME")
    if form.data == "odds":
        _check_leaves_others(span)
    match str(form.data):
        case "rate" | "flow":
            change = _per_year(times[0])
        case "every":
            _check_wait(span)
            change = _wait_to_rate(times[0])
        case "duration":
            change = _in_years(times[0])
        case _:
            change = float
    if dimension not in ("amount", "flow"):
        _check_at_least_zero(span, dimension)
    return law_of_span(span, scale, change)


def _per_year(time: Token) -> Callable[[float], float]:
    return lambda number: number / _years(1.0, time)


def _in_years(time: Token) -> Callable[[float], float]:
    return lambda number: _years(number, time)


def _wait_to_rate(time: Token) -> Callable[[float], float]:
    # One rounding only, so that "every 10 years" is 0.1 per year.
    return lambda number: (1 / number) / _years(1.0, time)


def _check_wait(span: Tree[Token]) -> None:
    for token in tokens_of_type(span, "NUMBER"):
        if value_of(token) <= 0:
            raise mistake_at(
                token, "a mean wait must be above 0", "Write such as 'every 5 years'."
            )


def _check_at_least_zero(span: Tree[Token], dimension: Dimension) -> None:
    for token in tokens_of_type(span, "NUMBER"):
        if value_of(token) < 0:
            raise mistake_at(
                token,
                f"a {dimension} cannot be negative",
                "Take the minus away.",
                code="E307",
            )


def _check_leaves_others(span: Tree[Token]) -> None:
    for token in tokens_of_type(span, "NUMBER"):
        if value_of(token) == 1:
            raise mistake_at(
                token,
                "all of the exits leave none to share with",
                "Write under 100%, or a rate.",
                code="E306",
            )


def _mixture(form: Tree[Token], asked: Asked) -> tuple[Law, str]:
    classes = [child for child in form.children if isinstance(child, Tree)]
    _check_classes(classes)
    inner = [_only_tree(each) for each in classes]
    units = [unit_of(each) or asked.unit for each in inner]
    for each, (unit, other) in zip(inner[1:], pairwise(units), strict=True):
        if unit != other:
            raise mistake_at(
                first_token(each),
                f"the classes are in different units, {unit!r} and {other!r}",
                "Write every class in the same unit.",
                code="E310",
            )
    weights = tuple(value_of(first_token(each)) for each in classes)
    laws = tuple(_law(each, asked) for each in inner)
    return Mixture(weights=weights, laws=laws), units[0]


def _check_classes(classes: list[Tree[Token]]) -> None:
    at = first_token(classes[0])
    if len(classes) > MOST_CLASSES:
        raise mistake_at(
            at,
            f"there are over {MOST_CLASSES} classes",
            "Join those that are alike.",
            code="E310",
        )
    weights = [value_of(first_token(each)) for each in classes]
    # 1e-9 forgives rounding of floats, not of what was written.
    if min(weights) <= 0 or abs(fsum(weights) - 1) > 1e-9:
        raise mistake_at(
            at,
            f"the weights sum to {100 * fsum(weights):.6g}%, or one is not above 0",
            "Write weights above 0 that sum to 100%.",
            code="E310",
        )
