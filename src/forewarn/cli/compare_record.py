"""What differs between two cases, as JSON has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from forewarn.cli.answer_record import changes_record
from forewarn.cli.printing import finite_or_null
from forewarn.workbench import Comparison, Difference, OpenCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several changes, made alone."""

    kind: str
    what: str

    @property
    def name(self) -> str:
        """What the comparison calls it."""
        return f"{self.kind}: {self.what}"


def compare_record(
    before: OpenCase, after: OpenCase, found: Comparison, parts: Sequence[Part]
) -> dict[str, Any]:
    """By how much each answer differs, and what each change does alone.

    Args:
        before: The first case.
        after: The second, or the first as changed.
        found: By how much they differ; the whole change first.
        parts: Changes that were made alone too, by their names there.
    """
    alone = {
        (part.name, one.question, one.years): one
        for part in parts
        for one in found.of(part.name)
    }
    whole = found.of(found.differences[0].change) if found.differences else ()
    return {
        "case": before.case.name,
        "with": after.case.name,
        **changes_record(after),
        "changes": [
            {**_record(one), "parts": list(_parts(one, parts, alone))} for one in whole
        ],
        "worlds": found.worlds,
        "futures_per_world": found.futures_per_world,
        "seed": found.seed,
        "notes": list(found.notes),
    }


def _parts(
    whole: Difference,
    parts: Sequence[Part],
    alone: dict[tuple[str, str, float], Difference],
) -> Iterator[dict[str, Any]]:
    for part in parts:
        one = alone.get((part.name, whole.question, whole.years))
        if one is not None:
            yield {
                "kind": part.kind,
                "what": part.what,
                "delta": finite_or_null(one.difference),
                "error": finite_or_null(one.error),
                "note": one.note,
            }


def _record(one: Difference) -> dict[str, Any]:
    return {
        "question": one.question,
        "kind": one.kind,
        "by": one.by.isoformat(),
        "before": finite_or_null(one.before),
        "after": finite_or_null(one.after),
        "difference": finite_or_null(one.difference),
        "error": finite_or_null(one.error),
        "freedom": one.freedom,
        "correlation": finite_or_null(one.correlation),
        "method": one.method,
        "years": one.years,
        "note": one.note,
    }
