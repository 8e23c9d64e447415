"""The stage of paths: how futures come to answer the headline questions with yes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forewarn.brief.findings import Findings
from forewarn.brief.headlines import headline_asks
from forewarn.insight.paths import TOLD, find_paths
from forewarn.model.estimate import Ask
from forewarn.model.paths import Paths
from forewarn.stages.stage import Setting, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Paths of each headline question that has some."""

    paths: tuple[Paths, ...]


def _asks(setting: Setting) -> Sequence[Ask]:
    findings = setting.findings
    case = findings.case
    asks = headline_asks(case, findings.answer)
    return [ask for ask in asks if case.question(ask.question).kind in TOLD]


def _run(setting: Setting) -> Found:
    case, asks = setting.findings.case, _asks(setting)
    paths = find_paths(
        case, asks, setting.effort, belief=setting.belief, progress=setting.progress
    )
    return Found(paths=paths)


def _fill(findings: Findings, found: Found) -> Findings:
    return replace(findings, paths=found.paths)


PATHS = Stage(
    name="paths",
    doing="finding paths",
    makes=Found,
    run=_run,
    fill=_fill,
    wanted=lambda setting: bool(setting.asks),
)
