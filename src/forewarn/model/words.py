"""Words for names, days, amounts and rates, the same wherever a case is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from forewarn.model.units import DAYS_PER_YEAR

TIMES = "×"  # noqa: RUF001  # the sign itself, not the letter
#: Significant digits that need no more.
FEW = 2
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Names of large numbers, largest first; above the first, powers of ten.
_LARGE = ((12, "trillion"), (9, "billion"), (6, "million"))
_NAMED_UP_TO = 15
# What a float was written as: 12.5 even where it is held as 12.499999999999998.
_AS_WRITTEN = Context(prec=12)


def spaced(name: str) -> str:
    """A name as words.

    >>> spaced("post_war")
    'post war'
    """
    return name.replace("_", " ")


def called(title: str, name: str) -> str:
    """What a thing is called: its title, or its name as words where it has no other.

    >>> called("", "post_war"), called("After the war", "post_war")
    ('post war', 'After the war')
    """
    return spaced(name) if title in ("", name) else title


def day_text(day: date) -> str:
    """A day as British English writes it, whatever the machine's language.

    >>> day_text(date(2033, 9, 4))
    '4 September 2033'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """A day for tables and pictures.

    >>> short_day(date(2033, 9, 4))
    '4 Sep 2033'
    """
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a list in a sentence; empty for none.

    >>> listed(["calm", "tense", "war"], "or")
    'calm, tense or war'
    """
    *first, end = (*words,) or ("",)
    return f"{', '.join(first)} {last} {end}" if first else end


def rounded(exact: Decimal, digits: int) -> Decimal:
    """A number to some significant digits, halves away from zero.

    >>> rounded(Decimal(1 / 0.08), 2)
    Decimal('13')
    """
    context = Context(prec=digits, rounding=ROUND_HALF_UP)
    return context.plus(_AS_WRITTEN.plus(exact))


def amount_text(amount: float | Decimal, *, digits: int = FEW) -> str:
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
    short = rounded(exact, digits)
    if not short:
        return "0"
    power = short.adjusted()
    if power >= _NAMED_UP_TO or power < -4:
        raised = str(power).translate(_RAISED)
        return f"{_plain(short.scaleb(-power))} {TIMES} 10{raised}"
    for least, name in _LARGE:
        if power >= least:
            return f"{_plain(short.scaleb(-least))} {name}"
    return _plain(short)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a rate is said: as a wait of so many units, or as so many times in one."""

    waits: bool
    unit: str
    #: Units in a year.
    each: float

    def count(self, per_year: float) -> float:
        """The wait in units, or the times in one, of a rate above 0."""
        return self.each / per_year if self.waits else per_year / self.each


def pace_of(per_year: float) -> Pace:
    """The pace at which a rate is best said.

    Args:
        per_year: The rate; above 0.

    >>> pace_of(0.06).unit, pace_of(0.8).unit, pace_of(100).unit
    ('year', 'month', 'month')
    """
    if per_year < 1 and amount_text(per_year) != "1":
        months = 1 / per_year < 2
        unit, each = ("month", 12.0) if months else ("year", 1.0)
        return Pace(waits=True, unit=unit, each=each)
    if per_year < 24:
        return Pace(waits=False, unit="year", each=1.0)
    months = per_year < 2 * DAYS_PER_YEAR
    unit, each = ("month", 12.0) if months else ("day", DAYS_PER_YEAR)
    return Pace(waits=False, unit=unit, each=each)


def rate_words(per_year: float) -> str:
    """A rate in words: how often, or how long it takes.

    Args:
        per_year: The rate; at least 0.

    >>> [rate_words(r) for r in (0.06, 0.8, 1, 2.4, 100, 0)]
    ['about once in 17 years', 'about once in 15 months', 'about once a year', \
'about 2.4 times a year', 'about 8.3 times a month', 'never']
    """
    if per_year <= 0:
        return "never"
    pace = pace_of(per_year)
    count = amount_text(pace.count(per_year))
    if pace.waits:
        return f"about once in {count} {pace.unit}s"
    often = {"1": "once", "2": "twice"}.get(count, f"{count} times")
    return f"about {often} a {pace.unit}"
