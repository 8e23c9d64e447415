"""The stage of costs: what the losses of the case come to, by every date asked."""

from dataclasses import dataclass, replace

from forewarn.brief.findings import Findings
from forewarn.engine.costing.costs import price
from forewarn.model.estimate import Cost
from forewarn.stages.stage import Setting, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What each loss comes to."""

    costs: tuple[Cost, ...]


def _run(setting: Setting) -> Found:
    case, asks = setting.findings.case, setting.asks
    costs = price(
        case, asks, setting.effort, belief=setting.belief, progress=setting.progress
    )
    return Found(costs=costs)


def _fill(findings: Findings, found: Found) -> Findings:
    return replace(findings, costs=found.costs)


COSTS = Stage(
    name="costs",
    doing="adding up losses",
    makes=Found,
    run=_run,
    fill=_fill,
    wanted=lambda setting: bool(setting.asks and setting.findings.case.losses),
)
