"""Keeping: what finished stages found, on disk until it no longer holds.

Each file is written beside its place and moved there whole. What cannot be read back is
as good as absent, and what cannot be written is said once and stops nothing.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from forewarn.brief.save import save_file
from forewarn.errors import NotWritten

#: Where finished stages lie, beside the folder of results.
FOLDER = ".forewarn"
#: Files that are kept, the last used first to be spared.
MOST_KEPT = 60


@dataclass(slots=True, kw_only=True)
class Keeper:
    """Finished stages in one folder."""

    #: None where nothing shall be kept.
    folder: Path | None
    #: Why the last could not be kept; empty where nothing was in the way.
    trouble: str = field(default="", init=False)

    def found(self, name: str, key: str, makes: type) -> Any:
        """What a stage found before; None where nothing that holds is kept."""
        if self.folder is None or not key:
            return None
        path = self.folder / f"{name}-{key}.json"
        try:
            kept = json.loads(path.read_bytes())
            product = from_plain(kept["found"], makes)
            path.touch()
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return product

    def keep(self, name: str, key: str, plain: Any) -> None:
        """Keep what a stage found, as plain data."""
        if self.folder is None or not key:
            return
        try:
            self.folder.mkdir(exist_ok=True)
            ours = self.folder / ".gitignore"
            if not ours.exists():
                save_file(ours, b"*\n")
            content = json.dumps({"stage": name, "found": plain})
            save_file(self.folder / f"{name}-{key}.json", content.encode())
            self._forget()
        except OSError as cause:
            self.trouble = f"{self.folder}: {cause.strerror or cause}"
        except NotWritten as cause:
            self.trouble = str(cause)

    def _forget(self) -> None:
        """Remove what was not used for longest."""
        kept = sorted(
            self.folder.glob("*-*.json") if self.folder else (),
            key=lambda path: path.stat().st_mtime_ns,
            reverse=True,
        )
        for path in kept[MOST_KEPT:]:
            path.unlink(missing_ok=True)


def plain_of(product: Any, makes: type) -> Any:
    """What a stage found as lists, objects, texts and numbers; every bit is kept."""
    return _dateless(TypeAdapter(makes).dump_python(product))


def from_plain(plain: Any, makes: type) -> Any:
    """What a stage found, read back.

    Raises:
        ValueError: if it is not of that make.
    """
    try:
        return TypeAdapter(makes).validate_python(plain)
    except ValidationError as cause:
        raise ValueError(str(cause)) from cause


def _dateless(part: Any) -> Any:
    match part:
        case dict():
            return {name: _dateless(one) for name, one in part.items()}
        case list() | tuple():
            return [_dateless(one) for one in part]
        case date():
            return part.isoformat()
        case _:
            return part
