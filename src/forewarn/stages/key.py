"""Keys: what a finished stage hangs on, so that it is used only where it holds."""

import json
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from forewarn.stages.stage import Setting, Stage

#: What computes with us, and may give other bits in another version.
BESIDE = ("numpy", "scipy", "numba")


def key_of(stage: Stage, setting: Setting) -> str:
    """A hash of everything that what a stage finds hangs on.

    Args:
        stage: The stage.
        setting: What it works on.

    Returns:
        Hexadecimal digits; empty where the case has no digest, so nothing can be told.
    """
    findings, effort = setting.findings, setting.effort
    if not findings.case.digest:
        return ""
    parts = {
        "case": findings.case.digest,
        "as_of": findings.as_of.isoformat(),
        "fixed": findings.changes.fixed,
        "settings": findings.changes.settings,
        "adopted": [(name, str(day)) for name, day in findings.changes.adopted],
        "asks": [(ask.question, ask.years) for ask in setting.asks],
        "effort": list(effort.options()),
        "stage": stage.name,
        "code": _code(),
    }
    return sha256(json.dumps(parts).encode()).hexdigest()


@cache
def _code() -> str:
    """A hash of the program itself and of what computes with it."""
    whole = sha256(" ".join(version(name) for name in BESIDE).encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()
