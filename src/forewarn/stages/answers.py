"""The first stage: every question answered, and how each answer grows."""

from dataclasses import replace

from forewarn.brief.findings import Findings
from forewarn.engine.answer import answer_growing
from forewarn.engine.asking import Grown
from forewarn.engine.posterior.answering import answer_growing_believed
from forewarn.stages.stage import Setting, Stage


def _run(setting: Setting) -> Grown:
    case, effort, asks = setting.findings.case, setting.effort, setting.asks
    if setting.belief is None:
        return answer_growing(case, asks, effort, progress=setting.progress)
    return answer_growing_believed(
        case, setting.belief, asks, effort, progress=setting.progress
    )


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
