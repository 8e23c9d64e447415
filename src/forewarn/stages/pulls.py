"""The stage of pulls: which numbers the first headline answer hangs on."""

from dataclasses import dataclass, replace

from forewarn.brief.findings import Findings
from forewarn.brief.headlines import headline_asks
from forewarn.engine.effort import PRECISIONS, Effort
from forewarn.errors import NotComputable
from forewarn.insight.sensitivity import find_sensitivity
from forewarn.model.estimate import Ask
from forewarn.model.sensitivity import Lever, Levers, Sensitivity
from forewarn.stages.stage import Setting, Stage

#: Numbers that are kept: more than a page has room for.
KEPT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the first open headline answer hangs on; None where it cannot be told."""

    levers: Levers | None


def _run(setting: Setting) -> Found:
    case, ask = setting.findings.case, _ask(setting)
    if ask is None:
        return Found(levers=None)
    try:
        found = find_sensitivity(
            case, ask, _draft(setting.effort), progress=setting.progress
        )
    except NotComputable:
        return Found(levers=None)
    return Found(levers=_levers(found))


def _ask(setting: Setting) -> Ask | None:
    """The first headline question of futures that is not settled, as it was asked."""
    findings = setting.findings
    asks = headline_asks(findings.case, findings.answer)
    estimates = findings.answer.estimates if findings.answer else ()
    open_ones = {(e.question, e.years) for e in estimates if 0 < e.value < 1}
    return next((a for a in asks if (a.question, a.years) in open_ones), None)


def _draft(effort: Effort) -> Effort:
    """Draft precision at most, by whichever method tells slopes."""
    worlds, futures = PRECISIONS["draft"]
    return replace(
        effort,
        worlds=min(effort.worlds, worlds),
        futures_per_world=min(effort.futures_per_world, futures),
        method="auto" if effort.method == "rare" else effort.method,
    )


def _levers(found: Sensitivity) -> Levers:
    return Levers(
        question=found.question,
        years=found.years,
        value=found.value,
        error=found.error,
        method=found.method,
        worlds=found.worlds,
        futures=found.futures,
        levers=tuple(
            Lever(
                number=pull.number.name,
                elasticity=pull.elasticity,
                error=pull.error,
                share=pull.share,
            )
            for pull in found.pulls[:KEPT]
        ),
        notes=found.notes,
    )


def _fill(findings: Findings, found: Found) -> Findings:
    return replace(findings, levers=found.levers)


PULLS = Stage(
    name="pulls",
    doing="seeing what moves the first answer",
    makes=Found,
    run=_run,
    fill=_fill,
    wanted=lambda setting: bool(setting.asks),
)
