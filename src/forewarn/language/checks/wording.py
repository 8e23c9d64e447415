"""How messages of checks quote conditions."""

from forewarn.model.conditions import Condition, text_of

_LONGEST = 120  # characters; a message is read on one line or two


def quoted(condition: Condition) -> str:
    """A condition in quotes, cut where it would hide the message.

    >>> from forewarn.model.conditions import Pulse
    >>> quoted(Pulse(event="missile"))
    '"missile"'
    """
    text = text_of(condition)
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[: _LONGEST - 1]}…"'
