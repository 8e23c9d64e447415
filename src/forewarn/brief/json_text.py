"""The brief as JSON: every number of every format, at full precision."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from math import isfinite
from typing import Any

from forewarn.brief.document import Brief, Shown, Trace

#: Changes when keys that stand here are taken away or change their meaning.
LAYOUT = 1


def render_json(brief: Brief) -> str:
    """The brief as one JSON document.

    A shown number is an object of its value, its text and the number of its note; words
    are strings, everything else an object with its kind.

    Args:
        brief: A composed brief.

    Returns:
        JSON in UTF-8 text with a line end; the same bytes for the same brief.
    """
    notes = brief.note_numbers()
    parts = {part.name: getattr(brief, part.name) for part in fields(brief)}
    record = {
        "layout": LAYOUT,
        **{name: _plain(part, notes) for name, part in parts.items()},
        "notes": [
            {"note": number, **_trace(trace, notes)} for trace, number in notes.items()
        ],
    }
    return json.dumps(record, allow_nan=False, ensure_ascii=False, indent=1) + "\n"


def _plain(part: object, notes: Mapping[Trace, int]) -> Any:  # noqa: PLR0911  # one a type
    match part:
        case Shown():
            value, note = _plain(part.value, notes), notes[part.trace]
            return {"kind": "shown", "value": value, "text": part.text, "note": note}
        case tuple() | list():
            return [_plain(one, notes) for one in part]
        case Mapping():
            return {str(key): _plain(one, notes) for key, one in part.items()}
        case float():
            return part if isfinite(part) else None
        case date():
            return part.isoformat()
        case _ if is_dataclass(part):
            return _object(part, notes)
        case _:
            return part


def _object(part: Any, notes: Mapping[Trace, int]) -> dict[str, Any]:
    kind = {"kind": part.KIND} if hasattr(part, "KIND") else {}
    # Drawings are made from what stands here; they would only repeat it.
    shown = (each.name for each in fields(part) if each.name != "svg")
    return {**kind, **{name: _plain(getattr(part, name), notes) for name in shown}}


def _trace(trace: Trace, notes: Mapping[Trace, int]) -> dict[str, Any]:
    return _object(trace, notes)
