"""The brief as JSON: every number of every format, at full precision."""

import json
import re
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

    A shown number is an object of its value, its text, the number of its note, and the
    id by which fields of the Word file name it; words are strings, everything else an
    object with its kind.

    Args:
        brief: A composed brief.

    Returns:
        JSON in UTF-8 text with a line end; the same bytes for the same brief.
    """
    record = record_of(brief)
    return json.dumps(record, allow_nan=False, ensure_ascii=False, indent=1) + "\n"


def record_of(brief: Brief) -> dict[str, Any]:
    """The brief as plain lists, objects, texts and numbers."""
    notes = brief.note_numbers()
    parts = {part.name: getattr(brief, part.name) for part in fields(brief)}
    return {
        "layout": LAYOUT,
        **{name: _plain(part, notes) for name, part in parts.items()},
        "notes": [
            {"note": number, **_trace(trace, notes)} for trace, number in notes.items()
        ],
    }


def shown_id(shown: Shown, notes: Mapping[Trace, int]) -> str:
    """The id of a shown number: its note, and its words where letters and digits are.

    >>> trace = Trace(origin="count", line=())
    >>> shown_id(Shown(value=0.061, text="6.1%", trace=trace), {trace: 12})
    'n12-6-1-'
    """
    words = re.sub(r"[^0-9A-Za-z]+", "-", shown.text)
    return f"n{notes[shown.trace]}-{words}"


def _plain(part: object, notes: Mapping[Trace, int]) -> Any:  # noqa: PLR0911  # one a type
    match part:
        case Shown():
            value, note = _plain(part.value, notes), notes[part.trace]
            known = {"id": shown_id(part, notes), "note": note}
            return {"kind": "shown", "value": value, "text": part.text, **known}
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
