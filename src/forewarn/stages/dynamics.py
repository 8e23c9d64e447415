"""The stage of dynamics: the headline answers without each dynamic."""

from dataclasses import replace

from forewarn.brief.findings import Findings
from forewarn.brief.headlines import open_asks
from forewarn.engine.effort import Effort
from forewarn.insight.dynamics import find_dynamics
from forewarn.model.comparison import Comparison
from forewarn.stages.stage import Setting, Stage

#: Worlds at most, and pairs of futures: those of a draft.
WORLDS, PAIRS = 1024, 65_536


def _run(setting: Setting) -> Comparison:
    findings = setting.findings
    return find_dynamics(
        findings.case,
        open_asks(findings.case, findings.answer),
        few_of(setting.effort, WORLDS, PAIRS),
        belief=setting.belief.some(WORLDS) if setting.belief else None,
        progress=setting.progress,
    )


def few_of(effort: Effort, worlds: int, pairs: int) -> Effort:
    """At most so many worlds and pairs of futures, simulated or as was asked."""
    few = min(effort.worlds, worlds)
    method = "auto" if effort.method == "rare" else effort.method
    each = max(1, min(effort.futures_per_world, pairs // few))
    return replace(effort, worlds=few, futures_per_world=each, method=method)


def _fill(findings: Findings, found: Comparison) -> Findings:
    return replace(findings, dynamics=found)


DYNAMICS = Stage(
    name="dynamics",
    doing="leaving out dynamics",
    makes=Comparison,
    run=_run,
    fill=_fill,
    wanted=lambda setting: bool(setting.asks and setting.findings.case.dynamics),
)
