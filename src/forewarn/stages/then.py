"""The stage of then: what the case said at its start, before any report."""

from dataclasses import dataclass, replace
from typing import Final

from forewarn.brief.findings import Findings
from forewarn.engine.answer import answer
from forewarn.engine.effort import PRECISIONS
from forewarn.model.estimate import Answer
from forewarn.stages.stage import Setting, Stage

#: Worlds, and futures of each, at most; as now, all is simulated, so that what differs
#: is what is known.
MOST: Final = PRECISIONS["draft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was answered at the start."""

    answer: Answer


def _run(setting: Setting) -> Found:
    effort = replace(
        setting.effort,
        worlds=min(setting.effort.worlds, MOST[0]),
        futures_per_world=min(setting.effort.futures_per_world, MOST[1]),
        method="simulated",
    )
    case = setting.findings.case
    return Found(answer=answer(case, setting.asks, effort, progress=setting.progress))


def _fill(findings: Findings, found: Found) -> Findings:
    return replace(findings, then=found.answer)


THEN = Stage(
    name="then",
    doing="answering as of the start",
    makes=Found,
    run=_run,
    fill=_fill,
    wanted=lambda s: bool(s.asks) and s.findings.as_of > s.findings.case.start,
)
