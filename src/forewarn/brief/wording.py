"""Words for chances: how likely, about 1 in how many, and with how many digits."""

from decimal import Decimal
from typing import Literal

from forewarn.model.words import TIMES, amount_text, rounded
from forewarn.model.yardstick import ICD_203, Yardstick

Digits = Literal[1, 2]
#: Digits that need no more: two in a table.
TABLE: Digits = 2

#: Where there is nothing to show.
DASH = "–"  # noqa: RUF001  # the sign itself


def likelihood(chance: float, yardstick: Yardstick = ICD_203) -> str:
    """The likelihood word of a chance, by a yardstick.

    A chance where two bands meet takes the upper word; one in a gap stands between two.
    A chance that a yardstick has no word for, as ICD 203 has none under 1 % or over
    99 %, is said to be that rather than stretched onto a word.

    Args:
        chance: Probability, 0 to 1.
        yardstick: Which words stand for which chances.

    Returns:
        The word.

    Raises:
        ValueError: if ``chance`` is no probability.

    Source:
        That of the yardstick.

    >>> from forewarn.model.yardstick import PHIA
    >>> likelihood(0.061), likelihood(0.003), likelihood(0.07, PHIA)
    ('very unlikely', 'under 1%', 'between remote chance and highly unlikely')
    """
    _checked(chance)
    bands = yardstick.bands
    if chance < bands[0].low:
        return f"under {100 * bands[0].low:g}%"
    if chance > bands[-1].high:
        return f"over {100 * bands[-1].high:g}%"
    place = max(at for at, band in enumerate(bands) if chance >= band.low)
    if chance <= bands[place].high:
        return bands[place].word
    return f"between {bands[place].word} and {bands[place + 1].word}"


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
        return f"about 1 in {amount_text(1 / exact, digits=digits)}"
    if missing < Decimal("0.0001"):
        return f"all but about 1 in {amount_text(1 / missing, digits=digits)}"
    if missing < Decimal("0.01"):
        return f"{100 - _to_digits(missing, digits).scaleb(2):f}%"
    shown = _to_digits(100 * exact, digits)
    if shown >= 100:  # as one digit would have it from 95 % on
        shown = _to_digits(100 * exact, 2)
    return f"{shown:f}%"


def points_text(error: float) -> str:
    """A standard error of a chance, in percentage points.

    >>> points_text(0.00092), points_text(0.0)
    ('0.092 points', 'none')
    """
    if error == 0:
        return "none"
    amount = amount_text(100 * error)
    return f"{amount} {'point' if amount == '1' else 'points'}"


def digits_for(low: float, high: float) -> Digits:
    """Digits that prose may give a number whose interval is ``low`` to ``high``.

    >>> digits_for(0.02, 0.13), digits_for(0.2, 0.3)
    (1, 2)
    """
    return 1 if low <= 0 or high / low > 5 else 2


def multiplier_text(times: float) -> str:
    """A multiplier.

    >>> multiplier_text(3.0), multiplier_text(0.346)
    ('×3', '×0.35')
    """
    return f"{TIMES}{amount_text(times)}"


def counted(number: int, one: str, many: str = "") -> str:
    """The noun that fits a number.

    >>> counted(1, "question"), counted(2, "country", "countries")
    ('question', 'countries')
    """
    return one if number == 1 else many or f"{one}s"


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


def _to_digits(exact: Decimal, digits: int) -> Decimal:
    # As many digits as asked, zeros included: 6 % at two digits is 6.0 %.
    short = rounded(exact, digits)
    step = Decimal(1).scaleb(short.adjusted() - digits + 1)
    return short.quantize(step) if step < 1 else short.quantize(Decimal(1))
