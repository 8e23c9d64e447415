"""Words typed, before they are read as options."""

from collections.abc import Sequence

#: Between the two words of ``--set`` once they are one; no terminal types it.
BETWEEN = "\x1f"


def paired(arguments: Sequence[str]) -> list[str]:
    r"""Words typed, with the two of each ``--set`` as one.

    typer has no option that takes two words and may be repeated.

    >>> paired(["answer", "x", "--set", "raid", "1 per year", "--central"])[2:]
    ['--set', 'raid\x1f1 per year', '--central']
    """
    words, rest = list[str](), list(arguments)
    while rest:
        word = rest.pop(0)
        words.append(word)
        if word == "--set" and len(rest) > 1:
            words.append(f"{rest.pop(0)}{BETWEEN}{rest.pop(0)}")
    return words
