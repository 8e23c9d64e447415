"""The stage of moves: how single reports moved the headline answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forewarn.brief.findings import Findings
from forewarn.brief.from_run import AMOUNTS
from forewarn.brief.headlines import headline_asks
from forewarn.insight.moves import find_moves
from forewarn.model.estimate import Ask
from forewarn.model.moves import Moves
from forewarn.stages.stage import Setting, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What reports did to the headline answers; None where none are chances."""

    moves: Moves | None


def _asks(setting: Setting) -> Sequence[Ask]:
    findings = setting.findings
    asks = headline_asks(findings.case, findings.answer)
    kinds = {question.name: question.kind for question in findings.case.questions}
    told = AMOUNTS | {"given", "number"}
    return [ask for ask in asks if ask.years and kinds[ask.question] not in told]


def _run(setting: Setting) -> Found:
    asks, findings = _asks(setting), setting.findings
    if not asks:
        return Found(moves=None)
    return Found(
        moves=find_moves(
            findings.case,
            asks,
            findings.as_of,
            setting.effort,
            progress=setting.progress,
        )
    )


def _fill(findings: Findings, found: Found) -> Findings:
    return replace(findings, moves=found.moves)


def _wanted(setting: Setting) -> bool:
    case = setting.findings.case
    later = setting.findings.as_of > case.start
    return bool(setting.asks and later and case.evidence.reports)


MOVES = Stage(
    name="moves",
    doing="weighing reports",
    makes=Found,
    run=_run,
    fill=_fill,
    wanted=_wanted,
)
