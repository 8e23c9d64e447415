"""Names: what may be one, and which known ones are near to an unknown one."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

#: What a condition can read as one word.
NAME = r"\w+(?:-\w+)*"
_MOST_COMPARED = 2_000  # names; each comparison takes microseconds, and nobody waits
_LONGEST_COMPARED = 60  # characters; the comparison is quadratic in them
_LONGEST_SHOWN = 60  # characters; a longer name hides what is said of it
_RESERVED = frozenset({"and", "or", "not", "in", "each"})
_BOOLEANS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


def is_name(text: str) -> bool:
    """Whether a text can be a name in conditions and commands.

    >>> is_name("rus_dprk"), is_name("two words"), is_name("and")
    (True, False, False)
    """
    return (
        bool(re.fullmatch(NAME, text))
        and not text[0].isdigit()
        and (text not in _RESERVED and text.lower() not in _BOOLEANS)
    )


def is_word(text: str) -> bool:
    """Whether a text is one word to a condition, so that it may name a variable."""
    return bool(re.fullmatch(NAME, text))


def length_of_word(text: str, offset: int) -> int:
    """How many characters the word has that starts there; at least one.

    >>> length_of_word("x = a xor y", 6)
    3
    """
    found = re.compile(r"[\w.-]+").match(text, offset)
    return len(found[0]) if found else 1


def short(text: str) -> str:
    """A text as a message can show it, cut where it is too long for a line.

    >>> short("a" * 100)[-3:]
    'aa…'
    """
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The known names nearest to an unknown one, at most three, nearest first."""
    if len(name) > _LONGEST_COMPARED:
        return []
    # Whatever the case: WAR is near to war.
    spelt = {each.casefold(): each for each in islice(known, _MOST_COMPARED)}
    return [spelt[near] for near in get_close_matches(name.casefold(), spelt, n=3)]


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """A hint with the known names nearest to an unknown one; empty if none is near.

    >>> nearest_hint("invasoin", ["greyzone", "invasion"])
    'Did you mean "invasion"?'
    """
    near = [f'"{each}"' for each in nearest(name, known)]
    if not near:
        return ""
    listed = ", ".join(near[:-1]) + " or " + near[-1] if near[1:] else near[0]
    return f"Did you mean {listed}?"
