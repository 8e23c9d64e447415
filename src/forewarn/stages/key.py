"""Keys: what a finished stage hangs on, so that it is used only where it holds."""

import json
from hashlib import sha256

from forewarn.model.program import code_digest
from forewarn.stages.stage import Setting, Stage


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
        "code": code_digest(),
    }
    return sha256(json.dumps(parts).encode()).hexdigest()
