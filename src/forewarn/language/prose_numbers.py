"""Numbers as a person would say them, each with what it rests on."""

import re
import unicodedata
from collections.abc import Iterator

from forewarn.language.prose_words import called, plain, sentence, with_days
from forewarn.model.case import Basis, Case, Number
from forewarn.model.quantities import (
    Fixed,
    Interval,
    Law,
    Mixture,
    RateCount,
    ShareCount,
    Window,
)
from forewarn.model.words import TIMES, amount_text, day_text, pace_of, rate_words

#: What a number rests on, in words.
BASIS_WORDS: dict[Basis | None, str] = {
    "data": "counted",
    "published": "published",
    "adjusted": "counted and then moved by judgement",
    "judgement": "judged",
    "definition": "so by definition",
    None: "without a basis that anybody named",
}
_POWER = re.compile(rf"(\S+) {TIMES} 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


def spoken_rate(number: Number, source: str = "") -> str:
    """How often something comes; ``source`` is the state whose exits are shared out."""
    quantity = number.quantity
    if quantity.dimension == "odds":
        return f"in {quantity.text} from {source}"
    match quantity.law:
        case Mixture():
            return f"{_classes(quantity.law)} [{with_days(quantity.text)}]"
        case RateCount() | ShareCount():
            return f"counted as {with_days(quantity.text)}"
        case Window():
            return f"with a chance of {quantity.text}"
    if quantity.text.startswith("every"):
        return f"once {quantity.text}"
    return f"{_often(quantity.law)} [{quantity.text}]"


def _classes(law: Mixture) -> str:
    parts = zip(law.weights, law.laws, strict=True)
    said = (f"with {_digits(100 * weight)}%, {_often(part)}" for weight, part in parts)
    return f"in one of these ways, and nobody knows in which: {'; '.join(said)}"


def _often(law: Law) -> str:
    match law:
        case Fixed():
            return _about(law.value, ())
        case Interval():
            return _about(law.median, (law.low, law.high))
        case RateCount():
            return f"{law.count} times in {_digits(law.exposure)} years"
        case Window():
            return (
                f"a chance of {_chance(law.chance)} within {_digits(law.years)} years"
            )
        case _:
            raise ValueError(f"{law} is no rate")


def _about(rate: float, ends: tuple[float, ...]) -> str:
    """A rate in words, and in the same unit the ends it lies between."""
    often = _heard(rate_words(rate))
    if not ends:
        return often
    pace = pace_of(rate)
    low, high = (_digits(end) for end in sorted(map(pace.count, ends)))
    return f"{often} (somewhere between {low} and {high})"


def _chance(law: Fixed | Interval) -> str:
    if isinstance(law, Fixed):
        return f"{_digits(100 * law.value)}%"
    low, median, high = (
        _digits(100 * share) for share in (law.low, law.median, law.high)
    )
    return f"{median}% ({low}% to {high}%)"


def _digits(value: float) -> str:
    """A value to two digits, without signs that a person cannot hear.

    >>> _digits(16.67), _digits(123456), _digits(0.00123), _digits(3e20)
    ('17', '120,000', '0.0012', '3 times 10 to the power 20')
    """
    return _heard(amount_text(value))


def _heard(text: str) -> str:
    """A text with its powers of ten spelt out.

    >>> _heard("about once in 1 × 10³⁰⁰ years")
    'about once in 10 to the power 300 years'
    """
    return _POWER.sub(_spelt_power, text)


def _spelt_power(found: re.Match[str]) -> str:
    factor, raised = found.groups()
    power = unicodedata.normalize("NFKC", raised).replace("\N{MINUS SIGN}", "minus ")
    times = "" if factor == "1" else f"{factor} times "
    return f"{times}10 to the power {power}"


def spoken_reasons(number: Number, case: Case, usual: Basis | None) -> str:
    """What a number rests on, as sentences; the usual basis goes without saying."""
    return "".join(f" {each}" for each in _reasons(number, case, usual))


def _tells_its_basis(number: Number) -> bool:
    """Whether the number was said to be counted when it was said."""
    counted = isinstance(number.quantity.law, (RateCount, ShareCount))
    return counted and number.basis == "data"


def _reasons(number: Number, case: Case, usual: Basis | None) -> Iterator[str]:
    if number.basis != usual and not _tells_its_basis(number):
        yield sentence(BASIS_WORDS[number.basis].capitalize())
    if number.count:
        yield f"The count behind it is {with_days(number.count.text)}."
    if number.citation:
        titles = {source.name: source.title for source in case.sources}
        cited = called(titles[number.citation.source], number.citation.source)
        place = number.citation.place
        yield sentence(f"Source: {cited}, {place}" if place else f"Source: {cited}")
    if number.known:
        late = ", after the start" if number.known > case.start else ""
        yield f"Known since {day_text(number.known)}{late}."
    if number.because:
        yield f"Because: {sentence(plain(number.because))}"
