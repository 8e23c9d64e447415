"""A small case on disk, and the command line run as a user would."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forewarn.cli.main import run

GOOD = """\
forewarn: 1
case:
  title: A strait
  start: 2024-01-01
  horizon: 10 years
basis: judgement
variables:
  strait:
    title: The strait
    states:
      open: Ships pass.
      closed: Ships turn back.
    start: open
    transitions:
      open -> closed: 0.1 (0.04 to 0.25) per year
      closed -> open: 2 per year
  crisis:
    title: The crisis
    states:
      none: Nobody moves.
      acute: Fleets are at sea.
    start: none
    transitions:
      none -> acute:
        rate: 0.2 (0.1 to 0.4) per year
        times:
          strait = closed: 3 (1.5 to 6)
questions:
  shut:
    happens: strait = closed and crisis = acute
    by: 5 years
    resolves: Two governments say so.
measures:
  patrols:
    title: Patrols in the strait
    cost: 5m USD per year
    ready: 3 months
    effects:
      - {hazard: strait -> closed, times: 0.5}
"""
BAD = GOOD.replace("strait = closed: 3", "strait = clozed: 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a good case and a bad one."""
    for name, text in (("good", GOOD), ("bad", BAD)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def forewarn(
    here: Path,  # noqa: ARG001  # commands run in that folder
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Ran]:
    def forewarn(*words: str) -> Ran:
        status = run(words)
        out, err = capsys.readouterr()
        return Ran(status=status, out=out, err=err)

    return forewarn
