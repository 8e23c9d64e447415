"""The brief on paper: a PDF, with every text of the case handed over as a value."""

import json
import re
from collections.abc import Mapping
from math import sqrt
from typing import Any

from forewarn.brief.document import Brief, plain_text
from forewarn.brief.json_text import record_of
from forewarn.brief.on_paper import pictures_in, svg_on_paper
from forewarn.brief.templates_of import source_of
from forewarn.brief.theme import ROLES
from forewarn.brief.wording import shorten
from forewarn.model.words import day_text

#: Letters of a word that has to fit on one line; a longer one may be broken.
UNBROKEN = 22
#: Width of the text on paper, as a drawing counts it.
PAPER_WIDTH = 700.0
#: Letters of a column that is as wide as what stands in it.
SHORT = 20
#: Letters of the handling that fit over a page, and of a title under it.
HEAD_LETTERS, FOOT_LETTERS = 200, 90


def render_pdf(brief: Brief) -> bytes:
    """The brief as a PDF.

    Args:
        brief: A composed brief.

    Returns:
        The file; no hour and no machine stands in it.
    """
    import typst  # noqa: PLC0415  # heavy, and only paper needs it

    record = _breakable(_with_widths(record_of(brief)))
    inputs = {
        "record": record,
        "pictures": {p.anchor: _drawn(svg_on_paper(p), p) for p in pictures_in(brief)},
        "colours": {role.name: role.light for role in ROLES},
        "words": _words(brief),
    }
    return typst.compile(
        source_of("brief.typ").encode(),
        format="pdf",
        sys_inputs={name: json.dumps(part) for name, part in inputs.items()},
    )


def breakable(text: str) -> str:
    r"""A text whose very long words may be broken where a line ends.

    >>> breakable("a" * 25).count("\u200b"), breakable("short").count("\u200b")
    (1, 0)
    """
    return re.sub(rf"(\S{{{UNBROKEN}}})(?=\S)", "\\1\u200b", text)


def _words(brief: Brief) -> dict[str, Any]:
    """What stands on every page, and where notes lead."""
    title, handling = plain_text(brief.title), plain_text(brief.handling)
    day = day_text(brief.as_of)
    return {
        "title": title,
        "handling": breakable(shorten(handling, HEAD_LETTERS)),
        "whole_handling": breakable(handling) if len(handling) > HEAD_LETTERS else "",
        "footer": f"{shorten(title, FOOT_LETTERS)}, as of {day}",
        "made": f"Made by forewarn {brief.version}, as of {day}.",
        "places": [
            breakable(f"{trace.file}:{trace.row}") if trace.file else ""
            for trace in brief.notes
        ],
    }


def _drawn(svg: str, picture: Any) -> dict[str, Any]:
    """A drawing, how much of the paper's width it takes, and its words."""
    box = re.search(r'viewBox="\S+ \S+ (\S+) \S+"', svg)
    width = float(box[1]) if box else PAPER_WIDTH
    share = width / PAPER_WIDTH if picture.svg else 1.0
    words = plain_text(picture.alternative)
    return {"svg": svg, "share": share, "alternative": words}


def _breakable(part: Any) -> Any:
    """A record whose words may all be broken; targets of links stay as they are."""
    match part:
        case str():
            return breakable(part)
        case list():
            return [_breakable(one) for one in part]
        case dict():
            kept = ("target", "anchor", "spec", "kind", "file")
            return {k: v if k in kept else _breakable(v) for k, v in part.items()}
        case _:
            return part


def _with_widths(part: Any) -> Any:
    """A record whose tables know their widths, and whose numbers know their marks."""
    match part:
        case list():
            return [_with_widths(one) for one in _marked(part)]
        case dict():
            kept = {name: one for name, one in part.items() if name != "spec"}
            whole = {name: _with_widths(one) for name, one in kept.items()}
            if part.get("kind") == "table":
                whole["widths"] = _widths(part)
            if "spec" in part:
                whole["spec"] = part["spec"] is not None
            if "figure" in part:
                whole["figure"] = _with_widths([part["figure"]])
            return whole
        case _:
            return part


def _marked(line: list[Any]) -> list[Any]:
    """A line whose numbers of one note carry its mark once, at the last of them."""
    last = {
        piece["note"]: place
        for place, piece in enumerate(line)
        if isinstance(piece, dict) and piece.get("kind") == "shown"
    }
    return [
        {**piece, "marked": last[piece["note"]] == place}
        if isinstance(piece, dict) and piece.get("kind") == "shown"
        else piece
        for place, piece in enumerate(line)
    ]


def _widths(table: Mapping[str, Any]) -> list[float]:
    """Shares of the width that columns of words take; 0 where words are few."""
    rows = [row for group in table["groups"] for row in group["rows"]]
    longest = [
        max([len(column["title"]), *(_letters(_cell(row, place)) for row in rows)])
        for place, column in enumerate(table["columns"])
    ]
    wide = [column["holds"] == "words" for column in table["columns"]]
    return [
        sqrt(letters) if is_wide and letters > SHORT else 0
        for is_wide, letters in zip(wide, longest, strict=True)
    ]


def _cell(row: Mapping[str, Any], place: int) -> Any:
    return row["cells"][place - 1] if place else row["head"]


def _letters(line: list[Any]) -> int:
    return sum(len(one if isinstance(one, str) else one["text"]) for one in line)
