"""Forms of phrases: which of them measure what, and in which unit."""

from dataclasses import dataclass
from datetime import date

from lark import Token, Tree

from forewarn.language.spans import (
    QuantityError,
    first_token,
    mistake_at,
    tokens_of,
    tokens_of_type,
)
from forewarn.model.quantities import Dimension

_FORMS: dict[Dimension, tuple[str, ...]] = {
    "rate": ("rate", "every", "count_for", "count_between", "window"),
    "probability": ("bare", "share"),
    "multiplier": ("bare",),
    "duration": ("duration",),
    "amount": ("amount", "bare"),
    "flow": ("flow", "rate"),
    "odds": ("odds",),
}
_EXAMPLES: dict[Dimension, str] = {
    "rate": "0.02 to 0.16 per year",
    "probability": "12% (3% to 30%)",
    "multiplier": "3 (1.5 to 6)",
    "duration": "18 to 36 months",
    "amount": "60_000 to 1_500_000 people",
    "flow": "20m to 60m USD per year",
    "odds": "3% (0.5% to 11%) of exits",
}
_CALLED: dict[Dimension, str] = {"amount": "an amount", "odds": "a share of exits"}
#: Forms that only lack a unit to be of the dimension.
_UNITLESS: dict[Dimension, tuple[str, ...]] = {
    "rate": ("bare",),
    "duration": ("bare",),
    "flow": ("bare", "amount"),
}
#: Forms that measure the dimension where the unit is known without a word.
_UNSAID: dict[Dimension, tuple[str, ...]] = {
    "amount": ("bare",),
    "flow": ("bare", "amount"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a phrase is read as."""

    dimension: Dimension
    start: date | None
    #: The unit of a phrase that names none; empty where it must name one.
    unit: str


def check_fits(form: Tree[Token], asked: Asked) -> None:
    """Nothing, when a phrase of this form measures what is asked, in its unit.

    Raises:
        QuantityError: if it does not; says which form would.
    """
    dimension = asked.dimension
    hint = f"Write such as '{_EXAMPLES[dimension]}'."
    at = first_token(form)
    unsaid = _UNSAID.get(dimension, ()) if asked.unit else ()
    if not asked.unit and _lacks_unit(form, dimension):
        raise _misfit(form, f"the {dimension} has no unit", hint, "E302")
    normal = at.type == "NORMAL" and dimension not in ("amount", "flow")
    if form.data not in (*_FORMS[dimension], *unsaid) or normal:
        what = _CALLED.get(dimension, f"a {dimension}")
        raise _misfit(form, f"this is not {what}", hint, "E303")
    _check_unit(form, asked)
    _check_percent(form, dimension)


def _misfit(form: Tree[Token], message: str, hint: str, code: str) -> QuantityError:
    """The error for a whole phrase."""
    *_, last = tokens_of(form)
    start = first_token(form).start_pos or 0
    length = (last.start_pos or 0) + len(last) - start
    return QuantityError(message, hint, start, code=code, length=length)


def _check_percent(form: Tree[Token], dimension: Dimension) -> None:
    """A rate counts; "20% per year" may mean a chance or a number of times."""
    if dimension != "rate" or form.data not in ("rate", "every"):
        return
    for number in tokens_of_type(form, "NUMBER"):
        if number.endswith("%"):
            raise mistake_at(
                number,
                "a rate is how often, and this is a share",
                "Write a chance as '20% within 1 year', how often as '0.2 per year'.",
                code="E303",
            )


def _check_unit(form: Tree[Token], asked: Asked) -> None:
    word = next(iter(tokens_of_type(form, "WORD")), None)
    if asked.unit and word and unit_of(form) != asked.unit:
        raise mistake_at(
            word,
            f"this is in {str(word)!r}, and belongs in {asked.unit!r}",
            "Write it in that unit, without naming it.",
            code="E315",
        )


def _lacks_unit(form: Tree[Token], dimension: Dimension) -> bool:
    if form.data in _UNITLESS.get(dimension, ()):
        return True
    wordless = (dimension, form.data) in (("amount", "bare"), ("flow", "rate"))
    # A share of something, such as "normal -4% to 1%", is a unit by itself.
    return wordless and not all(n.endswith("%") for n in tokens_of_type(form, "NUMBER"))


def unit_of(form: Tree[Token]) -> str:
    """The unit that a phrase names; empty where it names none.

    Raises:
        QuantityError: if it is short for thousands or millions, and stands apart.
    """
    for word in tokens_of_type(form, "WORD"):
        if word.lower() in ("k", "m", "bn", "tn", "b", "t"):
            # "20 m USD" cannot be meant as 20 of a unit called m.
            raise mistake_at(
                word,
                f"{str(word)!r} is not a unit",
                "Write k, m, bn or tn right after the number, then the unit.",
            )
        return str(word)
    return ""
