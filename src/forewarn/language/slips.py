"""Slips of the pen: what is often typed for what, and what to type instead."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple


class _Slip(NamedTuple):
    """What stands at a mistake, what stands before it, and what to write instead."""

    seen: re.Pattern[str]
    before: re.Pattern[str]
    hint: str


def _slip(seen: str, hint: str, before: str = "") -> _Slip:
    return _Slip(re.compile(seen), re.compile(f"(?:{before})$"), hint)


# Dashes, quotation marks and the like are named by number, since they look alike.
_SMALL = "Write and, or, not and in with small letters."
_ENDS = "Write 'to' between the ends, such as '0.02 to 0.16'."
_TENS = "Write k, m, bn or tn right after the digits, such as 3bn."
_COUNT = (
    "Write '1 in 5 years' for a count, 'every 5 years' for a mean wait, or '3 of 12' "
    "for a share."
)
_IN_CONDITIONS = (
    _slip(r"=", "Write a single '='.", r"="),
    _slip(r"=", "Write 'or' between conditions; '|' joins states.", r"\|\s*[\w-]+\s*"),
    _slip(r"==", "Write a single '='."),
    _slip(r">", "Write '>=' for at least, or '->' for a jump.", r"="),
    _slip(r"=>", "Write '>=' for at least, or '->' for a jump."),
    _slip(r"=<", "Write '<=' for at most."),
    _slip(r"<", "Write '<=' for at most.", r"="),
    _slip(r">", "Write '!=' for not equal.", r"<"),
    _slip(r"<>", "Write '!=' for not equal."),
    _slip(r"[≠]", "Write '!='."),
    _slip(r"[≥]", "Write '>='."),
    _slip(r"[≤]", "Write '<='."),
    _slip(r"[→⇒⟶]|[\u2013\u2014]>|-->|=>", "Write '->'."),
    _slip(r"&", "Write 'and'."),
    _slip(r"\|", "Write 'or' between conditions, and one '|' between states.", r"\|"),
    _slip(r"(?i:and|or|not|in)\b", _SMALL),
    _slip(r"\w", _SMALL, r"\b(?:NOT|Not)\s+"),
    _slip(r"[\w(]", "Write 'x in a|b' for one of several states.", r"\bin\s+"),
    _slip(r"\[", "Write 'x in a|b' for one of several states."),
    _slip(r"(?:is|equals|be)\b", "Write '=', such as 'x = a'."),
    _slip(r"!", "Write 'not'."),
    _slip(r",", "Write 'and' or 'or' between conditions, and '|' between states."),
    _slip(r"['\"\u2018-\u201d]", "Write names without quotes."),
)
_IN_QUANTITIES = (
    _slip(r",\d{3}\b", "Write digits without commas: 1000, 1_000 or 1k.", r"\d"),
    _slip(r",\d", "Write a point before decimals, such as 0.2.", r"\d"),
    _slip(r"[-\u2013\u2014\u2212]|\.\.|,\s|between\b|and\b", _ENDS),
    _slip(r"/", "Write 'per', such as '0.2 per year'; or '3 of 12' for a share."),
    _slip(
        r"(?i:yrs?|y|a|annum|mos?|mths?|wks?|hours?|quarters?|decades?|century|centuries)\b",
        "Times are day, week, month and year.",
    ),
    _slip(
        r"(?i:years?|months?|weeks?|days?)\b",
        "Write day, week, month and year with small letters.",
    ),
    _slip(r"(?i:p\.?a\b|annually|yearly|monthly|weekly|daily)", "Write 'per year'."),
    _slip(r"\.a", "Write 'per year'.", r"\bp"),
    _slip(r"±|\+/-", "Write the ends, such as '0.06 (0.02 to 0.16)'."),
    _slip(
        r"[~≈<>≤≥]|(?i:ca|about|around|approximately|roughly|maybe|at)\b",
        "Write the number alone; doubt is an interval, such as '0.02 to 0.16'.",
    ),
    _slip(r"[\[\]{}]", "Write round brackets, such as '0.06 (0.02 to 0.16)'."),
    _slip(r"", "Write '%'.", r"\d\s*(?i:percent|per\s+cent|pct)\s+"),
    _slip(r"", _TENS, r"\d\s+(?i:million|thousand|billion|trillion)s?\s+"),
    _slip(r"of\b|$", _COUNT, r"\d\s+(?:out|in\s+[\d.]+)\s*"),
    _slip(r"\d", "Write 'within', such as '5% to 20% within 5 years'.", r"%\s+in\s+"),
    _slip(r"\d", _COUNT, r"\bper\s+"),
    _slip(r"(?i:once|twice|never|thrice)\b", _COUNT),
    _slip(
        r"(?i:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b",
        "Write digits, such as '2 per year'.",
    ),
    _slip(r"[\u00d7x*]", "Write the number alone: 3 multiplies by three."),
    _slip(r"[$€£¥]", "Write the unit as a word after the number, such as '3bn USD'."),
)


def condition_hint(text: str, offset: int) -> str:
    """What to write instead of a slip in a condition; empty where none is known.

    >>> condition_hint("ukr == intense", 5)
    "Write a single '='."
    """
    return _hint(text, offset, _IN_CONDITIONS)


def quantity_hint(text: str, offset: int) -> str:
    """What to write instead of a slip in a quantity; empty where none is known.

    >>> quantity_hint("0,2 per year", 1)
    'Write a point before decimals, such as 0.2.'
    """
    return _hint(text, offset, _IN_QUANTITIES)


def _hint(text: str, offset: int, slips: Sequence[_Slip]) -> str:
    if _is_unseen(text[offset : offset + 1]):
        return "Remove the character that stands here; it cannot be seen."
    before = text[:offset]
    fitting = (
        slip.hint
        for slip in slips
        if slip.seen.match(text, offset) and slip.before.search(before)
    )
    return next(fitting, _bracket_hint(text))


def _bracket_hint(text: str) -> str:
    opened, closed = text.count("("), text.count(")")
    if opened == closed:
        return ""
    return "Close the bracket with ')'." if opened > closed else "Take a ')' away."


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character or "a") in ("Cc", "Cf", "Co", "Cn")
