"""The first stage: every question answered, and how each answer grows."""

from dataclasses import replace

from forewarn.brief.findings import Findings
from forewarn.engine.answer import answer_growing
from forewarn.engine.asking import Grown
from forewarn.stages.stage import Setting, Stage


def _run(setting: Setting) -> Grown:
    case, effort = setting.findings.case, setting.effort
    return answer_growing(case, setting.asks, effort, progress=setting.progress)


def _fill(findings: Findings, grown: Grown) -> Findings:
    return replace(findings, answer=grown.answer, curves=grown.curves)


ANSWERS = Stage(
    name="answers",
    doing="answering",
    makes=Grown,
    run=_run,
    fill=_fill,
    wanted=lambda setting: bool(setting.asks),
)
