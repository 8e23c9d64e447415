"""Numbers as we write them: a phrase, and what it rests on where that must be said."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import cast

from forewarn.language.quantities import MOST_DIGITS
from forewarn.language.writer_yaml import Figure, Inline, Prose, Tree
from forewarn.model.case import (
    BASES,
    Basis,
    Effect,
    Influence,
    Ladder,
    Number,
    Pool,
)
from forewarn.model.conditions import Holds, text_of
from forewarn.model.numbers import is_certain
from forewarn.model.quantities import RateCount, ShareCount

#: Keys and what stands under them.
Section = dict[str, Tree]


def day(written: date | None) -> Figure:
    """A day; empty for none."""
    return Figure(text=written.isoformat() if written else "")


def percent(share: float) -> str:
    """A share in percent, with every digit it has.

    >>> percent(0.29)
    '29%'
    """
    return f"{_spelt(Decimal(repr(share)).scaleb(2))}%"


def decimal(value: float) -> str:
    """A value with every digit it has.

    >>> decimal(0.1 + 0.2)
    '0.30000000000000004'
    """
    return _spelt(Decimal(repr(value)))


def _spelt(value: Decimal) -> str:
    """Every digit, and an exponent only where a row of zeros would be refused."""
    plain = f"{value.normalize():f}"
    return plain if len(plain) <= MOST_DIGITS else str(value.normalize())


def titled(title: str, name: str) -> Section:
    """The title, where it is not the name again."""
    return {} if title == name else {"title": title}


def filled(section: Section) -> Section:
    """The keys that have something to say."""
    return {key: value for key, value in section.items() if not _is_empty(value)}


def _is_empty(value: Tree) -> bool:
    match value:
        case Figure() | Prose():
            return not value.text
        case Inline():
            return not value.of
        case _:
            return not value


def commonest_basis(numbers: Iterable[Number]) -> Basis | None:
    """The basis to write once; None where a number has none, since it would get it."""
    unsaid = [number for number in numbers if not _says_its_basis(number)]
    counts = Counter(number.basis for number in unsaid)
    if None in counts or not counts:
        return None
    return max(BASES, key=lambda basis: counts[basis])


def _says_its_basis(number: Number) -> bool:
    """Whether the number itself, without a word, says what it rests on."""
    counted = isinstance(number.quantity.law, (RateCount, ShareCount))
    return counted or number.count is not None or is_certain(number)


def number_map(number: Number, key: str, basis: Basis | None) -> Section:
    """A number under its key, and why we believe it."""
    cited = number.citation
    place = f", {cited.place}" if cited and cited.place else ""
    return filled(
        {
            key: Figure(text=number.quantity.text),
            "count": Figure(text=number.count.text if number.count else ""),
            "basis": _basis_said(number, basis),
            "source": cited.source + place if cited else "",
            "known": day(number.known),
            "because": Prose(text=number.because),
        }
    )


def _basis_said(number: Number, default: Basis | None) -> str:
    """The basis where it must be written; a count alone would say data."""
    counted = isinstance(number.quantity.law, (RateCount, ShareCount))
    implied = "data" if counted else default
    if number.count is None and number.basis == implied:
        return ""
    return number.basis or ""


def short(section: Section, key: str) -> Tree:
    """The value alone where nothing else is said."""
    return section[key] if list(section) == [key] else section


def times_map(effects: Iterable[Effect], basis: Basis | None) -> Section:
    """What multiplies a rate, under ``times``; nothing where nothing does."""
    times: Section = {}
    for effect in effects:
        match effect:
            case Influence():
                times[text_of(effect.condition)] = _multiplier(effect, basis)
            case Ladder():
                rungs = {_state(r): _multiplier(r, basis) for r in effect.rungs}
                times[effect.variable] = rungs
            case Pool():
                # Pools stand together, where the first of them is.
                times["each"] = [*_listed(times.get("each")), _pool(effect, basis)]
    each = _listed(times.get("each"))
    if len(each) == 1:
        times["each"] = each[0]
    return {"times": times} if times else {}


def _listed(value: Tree | None) -> list[Tree]:
    return value if isinstance(value, list) else []


def _multiplier(influence: Influence, basis: Basis | None) -> Tree:
    return short(number_map(influence.times, "times", basis), "times")


def _state(rung: Influence) -> str:
    return cast("Holds", rung.condition).states[0]


def _pool(pool: Pool, basis: Basis | None) -> Section:
    of: Section = {"of": Inline(of=[text_of(each) for each in pool.of])}
    return of | number_map(pool.times, "times", basis)
