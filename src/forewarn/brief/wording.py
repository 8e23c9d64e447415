"""Words for numbers: likelihoods, chances, amounts, rates and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Literal

Digits = Literal[1, 2]
#: Digits that need no more: two in a table.
TABLE: Digits = 2

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: Where there is nothing to show.
DASH = "–"  # noqa: RUF001  # the sign itself
TIMES = "×"  # noqa: RUF001  # the sign itself, not the letter
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Names of large numbers, largest first; above the first, powers of ten.
_LARGE = ((12, "trillion"), (9, "billion"), (6, "million"))
_NAMED_UP_TO = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The chances a likelihood word may stand for."""

    word: str
    low: float
    high: float


#: ICD 203 has no word under 1 % or over 99 %; the number must speak there.
BANDS = (
    Band(word="almost no chance", low=0.01, high=0.05),
    Band(word="very unlikely", low=0.05, high=0.20),
    Band(word="unlikely", low=0.20, high=0.45),
    Band(word="roughly even chance", low=0.45, high=0.55),
    Band(word="likely", low=0.55, high=0.80),
    Band(word="very likely", low=0.80, high=0.95),
    Band(word="almost certain", low=0.95, high=0.99),
)
BANDS_SOURCE = (
    "Intelligence Community Directive 203, Analytic Standards, 2 January 2015, "
    "section D.6.e(2)(a)"
)
BELOW_WORDS = "under 1%"
ABOVE_WORDS = "over 99%"


def likelihood(chance: float) -> str:
    """The likelihood word of a chance, by ICD 203.

    A chance where two bands meet takes the upper word. ICD 203 names nothing under 1 %
    or over 99 %; such a chance is said to be that rather than stretched onto a word.

    Args:
        chance: Probability, 0 to 1.

    Returns:
        The word.

    Raises:
        ValueError: if ``chance`` is no probability.

    Source:
        ``BANDS_SOURCE``.

    >>> likelihood(0.061), likelihood(0.003)
    ('very unlikely', 'under 1%')
    """
    _checked(chance)
    if chance < BANDS[0].low:
        return BELOW_WORDS
    if chance > BANDS[-1].high:
        return ABOVE_WORDS
    return next(band.word for band in reversed(BANDS) if chance >= band.low)


def chance_text(chance: float, *, digits: Digits = TABLE) -> str:
    """A chance in digits, never rounded to nothing or to certainty.

    From 1 % to 99 % per cent with the digits asked; below, "about 1 in N"; above, per
    cent with the digits of what is missing to certainty, then "all but about 1 in N".

    Args:
        chance: Probability, 0 to 1; the ends are for what is settled.
        digits: Significant digits.

    Returns:
        The text; "0" and "1" for the ends only.

    Raises:
        ValueError: if ``chance`` is no probability.

    >>> [chance_text(p) for p in (0.0031, 0.061, 0.28, 0.9969, 1 - 1e-7)]
    ['about 1 in 320', '6.1%', '28%', '99.69%', 'all but about 1 in 10 million']
    >>> chance_text(0.28, digits=1), chance_text(0.96, digits=1)
    ('30%', '96%')
    """
    exact = Decimal(_checked(chance))
    missing = 1 - exact
    if exact in (0, 1):
        return str(int(exact))
    if exact < Decimal("0.01"):
        return f"about 1 in {_amount(1 / exact, digits)}"
    if missing < Decimal("0.0001"):
        return f"all but about 1 in {_amount(1 / missing, digits)}"
    if missing < Decimal("0.01"):
        return f"{100 - 100 * _rounded(missing, digits):f}%"
    # One digit would lift 95 % and more to 100 %.
    kept = 2 if missing <= Decimal("0.05") else digits
    return f"{_rounded(100 * exact, kept):f}%"


def points_text(error: float) -> str:
    """A standard error of a chance, in percentage points.

    >>> points_text(0.00092), points_text(0.0)
    ('0.092 points', 'none')
    """
    if error == 0:
        return "none"
    amount = amount_text(100 * error)
    return f"{amount} {'point' if amount == '1' else 'points'}"


def amount_text(amount: float, *, digits: int = TABLE) -> str:
    """A number of any size in significant digits, without trailing zeros.

    Args:
        amount: Any finite number.
        digits: Significant digits.

    Returns:
        The text; words from a million, powers of ten past the words and below 0.0001.

    Raises:
        ValueError: if ``amount`` is not finite.

    >>> [amount_text(x) for x in (0, 0.35, 17.46, 1234, 4.6e6, 2e-9)]
    ['0', '0.35', '17', '1,200', '4.6 million', '2 × 10⁻⁹']
    """
    exact = Decimal(amount)
    if not exact.is_finite():
        raise ValueError(f"{amount} is no amount that words can give")
    return _amount(exact, digits)


def digits_for(low: float, high: float) -> Digits:
    """Digits that prose may give a number whose interval is ``low`` to ``high``.

    >>> digits_for(0.02, 0.13), digits_for(0.2, 0.3)
    (1, 2)
    """
    return 1 if low <= 0 or high / low > 5 else 2


def rate_words(per_year: float) -> str:
    """A rate in words: how often, or how long it takes.

    >>> [rate_words(r) for r in (0.06, 0.8, 1, 2.4, 0)]
    ['about once in 17 years', 'about once in 15 months', 'about once a year', \
'about 2.4 times a year', 'never']
    """
    if per_year <= 0:
        return "never"
    often = amount_text(per_year)
    if often == "1":
        return "about once a year"
    if per_year > 1:
        return f"about {often} times a year"
    wait = 1 / Decimal(per_year)
    if wait < 2:
        return f"about once in {_amount(12 * wait, TABLE)} months"
    return f"about once in {_amount(wait, TABLE)} years"


def multiplier_text(times: float) -> str:
    """A multiplier.

    >>> multiplier_text(3.0), multiplier_text(0.346)
    ('×3', '×0.35')
    """
    return f"{TIMES}{amount_text(times)}"


def day_text(day: date) -> str:
    """A day as British English writes it, whatever the machine's language.

    >>> day_text(date(2033, 9, 4))
    '4 September 2033'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """A day for tables and pictures.

    >>> short_day(date(2033, 9, 4))
    '4 Sep 2033'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """The noun that fits a number.

    >>> counted(1, "question"), counted(2, "country", "countries")
    ('question', 'countries')
    """
    return one if number == 1 else many or f"{one}s"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence.

    >>> listed(["calm", "tense", "war"], "or")
    'calm, tense or war'
    """
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def shorten(text: str, letters: int) -> str:
    """A text cut to some letters, the last an ellipsis where something was left out.

    >>> shorten("Relationship of two countries", 13)
    'Relationship…'
    """
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _checked(chance: float) -> float:
    if not 0 <= chance <= 1:
        raise ValueError(f"{chance} is no probability; it lies between 0 and 1")
    return chance


def _rounded(exact: Decimal, digits: int) -> Decimal:
    # As many digits as asked, zeros included: 6 % at two digits is 6.0 %.
    rounded = Context(prec=digits).plus(exact)
    step = Decimal(1).scaleb(rounded.adjusted() - digits + 1)
    return rounded.quantize(step) if step < 1 else rounded.quantize(Decimal(1))


def _amount(exact: Decimal, digits: int) -> str:
    rounded = Context(prec=digits).plus(exact)
    if not rounded:
        return "0"
    power = rounded.adjusted()
    if power >= _NAMED_UP_TO or power < -4:
        raised = str(power).translate(_RAISED)
        return f"{_plain(rounded.scaleb(-power))} {TIMES} 10{raised}"
    for least, name in _LARGE:
        if power >= least:
            return f"{_plain(rounded.scaleb(-least))} {name}"
    return _plain(rounded)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
