"""Kinds told apart by a key: exactly one of some, and what goes with it."""

from collections.abc import Mapping, Sequence

from forewarn.language.building.building import Building
from forewarn.language.layout.base import Section
from forewarn.language.names import short


def kind_of(
    building: Building, written: Section, kinds: Sequence[str], what: str
) -> str | None:
    """Which one of some keys is written; None, and a problem, unless it is one.

    Args:
        building: Where a mistake is told.
        written: The section.
        kinds: The keys, of which one belongs there.
        what: What a message calls the section.
    """
    if written.lacks(*kinds):
        return None
    there = [kind for kind in kinds if getattr(written, kind) is not None]
    if len(there) == 1:
        return there[0]
    said = " and ".join(f"'{kind}:'" for kind in there) or "none of its kinds"
    building.error(
        "E209",
        written.span,
        f"{short(what)} has {said}",
        f"Write one of: {', '.join(kinds)}.",
    )
    return None


def goes_together(
    building: Building,
    written: Section,
    kind: str,
    needs: Mapping[str, Sequence[str]],
) -> bool:
    """Whether beside a kind's key stands what it needs, and nothing of another kind.

    Args:
        building: Where a mistake is told.
        written: The section.
        kind: The key that says its kind.
        needs: For each kind, the keys that belong to it; those that it does not need
            end in a question mark.
    """
    own = {key.rstrip("?") for key in needs[kind]}
    others = {key.rstrip("?") for keys in needs.values() for key in keys} - own
    required = [key for key in needs[kind] if not key.endswith("?")]
    lacking = [
        key
        for key in required
        if getattr(written, key) is None and not written.lacks(key)
    ]
    stray = sorted(key for key in others if getattr(written, key) is not None)
    for key in lacking:
        message = f"'{kind}:' stands without '{key}:'"
        building.error("E202", written.span, message, f"Write '{key}:' beside it.")
    for key in stray:
        message = f"'{key}:' does not go with '{kind}:'"
        span = getattr(getattr(written, key), "span", written.span)
        building.error("E209", span, message, f"Remove '{key}:'.")
    return not (lacking or stray or written.lacks(*own))
