"""The stage of measures: what each changes of the headline answers by itself."""

from dataclasses import replace

from forewarn.brief.findings import Findings
from forewarn.brief.headlines import open_asks
from forewarn.insight.measures import try_measures
from forewarn.model.tried import TriedAll
from forewarn.stages.dynamics import few_of
from forewarn.stages.stage import Setting, Stage

#: Worlds at most, and pairs of futures of each measure and day: thirty measures on two
#: days take as long as a million futures.
WORLDS, PAIRS = 1024, 16_384


def _run(setting: Setting) -> TriedAll:
    findings = setting.findings
    return try_measures(
        findings.case,
        open_asks(findings.case, findings.answer),
        few_of(setting.effort, WORLDS, PAIRS),
        belief=setting.belief.some(WORLDS) if setting.belief else None,
        progress=setting.progress,
    )


def _fill(findings: Findings, found: TriedAll) -> Findings:
    return replace(findings, measures=found)


MEASURES = Stage(
    name="measures",
    doing="trying measures",
    makes=TriedAll,
    run=_run,
    fill=_fill,
    wanted=lambda setting: bool(setting.asks and setting.findings.case.measures),
)
