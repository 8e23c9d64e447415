"""What is printed: harmless whatever a case says, and JSON in full precision."""

import json
import sys
from math import isfinite
from typing import Any

import typer

#: Characters that steer a terminal or reorder its text, shown as a mark instead.
_STEERING = dict.fromkeys(
    (
        *(code for code in range(0x20) if code not in {0x09, 0x0A}),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ),
    "\N{REPLACEMENT CHARACTER}",
)


def plain(text: str) -> str:
    r"""Text with each character that could steer the terminal replaced, one for one.

    >>> plain("a\x1b[31mb") == "a\N{REPLACEMENT CHARACTER}[31mb"
    True
    """
    return text.translate(_STEERING)


def finite_or_null(value: float) -> float | None:
    """A number as JSON has it, which knows none but finite ones.

    >>> finite_or_null(0.5), finite_or_null(float("nan"))
    (0.5, None)
    """
    return value if isfinite(value) else None


def print_json(document: Any) -> None:
    """One JSON document on standard output, in full precision."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    typer.echo(json.dumps(document, indent=2, ensure_ascii=not utf8, allow_nan=False))


def print_note(note: str) -> None:
    """A remark on standard error, beside the answer on standard output."""
    typer.echo(f"note: {plain(note)}", err=True)
