"""Keeping: forecasts that were made, a line each, used again where all is the same."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from forewarn.insight.backtest.forecast import Drawn
from forewarn.model.backtest import Law

#: Files of forecasts that are kept, those written last.
MOST_KEPT: Final = 20


@dataclass(slots=True, kw_only=True)
class Keeper:
    """Forecasts of one back-test on disk.

    A line is added as soon as a forecast is made, so that a stopped run loses none;
    one that a stop cut short is no line. What cannot be written is said once.
    """

    #: The file; None where nothing shall be kept.
    path: Path | None
    #: Why forecasts could not be kept; empty where nothing was in the way.
    trouble: str = field(default="", init=False)
    _found: dict[str, Drawn] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        try:
            text = self.path.read_text(encoding="utf-8") if self.path else ""
        except (OSError, ValueError):  # none yet, or no text
            return
        for line in text.splitlines():
            self._read(line)

    def found(self, key: str) -> Drawn | None:
        """The forecast of that key; None where it was not made yet."""
        return self._found.get(key)

    def keep(self, key: str, drawn: Drawn) -> None:
        """Add a forecast that was just made."""
        self._found[key] = drawn
        if self.path is None or self.trouble:
            return
        try:
            self._write(json.dumps({"key": key, **asdict(drawn)}))
        except OSError as cause:
            self.trouble = f"{self.path.parent}: {cause.strerror or cause}"

    def _read(self, line: str) -> None:
        try:
            said = json.loads(line)
            key, law = said.pop("key"), Law(counts=tuple(said.pop("law")["counts"]))
            self._found[key] = Drawn(law=law, **said)
        except (ValueError, KeyError, TypeError, AttributeError):
            return  # cut short, or changed by hand: it is made again

    def _write(self, line: str) -> None:
        assert self.path is not None  # noqa: S101  # told by the caller
        new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")  # a line cut short before stays alone
        if new:
            self._forget(self.path.parent)

    def _forget(self, folder: Path) -> None:
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        files = sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime_ns)
        for path in files[:-MOST_KEPT]:
            path.unlink(missing_ok=True)


def key_of(parts: Mapping[str, Any]) -> str:
    """A hash of all that something hangs on, as plain parts.

    >>> key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})
    True
    """
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
