"""Running stages: each is found kept or computed, and then kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from forewarn.brief.findings import Findings
from forewarn.engine.effort import Effort
from forewarn.model.estimate import Ask
from forewarn.stages.keep import Keeper, from_plain, plain_of
from forewarn.stages.key import key_of
from forewarn.stages.order import STAGES
from forewarn.stages.stage import Progress, Setting, Stage


def run_stages(
    findings: Findings,
    asks: Sequence[Ask],
    effort: Effort,
    *,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Findings, str]:
    """Everything a brief needs computed, found kept where it was finished before.

    Args:
        findings: The case, and nothing computed yet.
        asks: What is asked of it.
        effort: How much may be computed, and how.
        folder: Where finished stages are kept; None to keep nothing.
        progress: Called as work is done.

    Returns:
        The findings, filled; and why finished stages could not be kept, if they could
        not.

    Raises:
        NotComputable: where an answer cannot be had this way.
        Interrupted: where the user stops it; what was finished is kept.
    """
    keeper = Keeper(folder=folder)
    setting = Setting(findings=findings, asks=tuple(asks), effort=effort)
    for stage, place, total in _numbered(setting):
        told = _telling(progress, f"{place} of {total}")
        setting = replace(setting, progress=told)
        setting = _after(stage, setting, keeper)
    return setting.findings, keeper.trouble


def _numbered(setting: Setting) -> Iterator[tuple[Stage, int, int]]:
    wanted = [stage for stage in STAGES if stage.wanted(setting)]
    for place, stage in enumerate(wanted, start=1):
        yield stage, place, len(wanted)


def _after(stage: Stage, setting: Setting, keeper: Keeper) -> Setting:
    """The setting with what one stage found, now or before."""
    key = key_of(stage, setting)
    product = keeper.found(stage.name, key, stage.makes)
    if product is None:
        if setting.progress:
            setting.progress(stage.doing, 0, 0)
        plain = plain_of(stage.run(setting), stage.makes)
        keeper.keep(stage.name, key, plain)
        # Read back, so that a brief made of kept stages is the same to the last bit.
        product = from_plain(plain, stage.makes)
    setting = replace(setting, findings=stage.fill(setting.findings, product))
    return stage.hand(setting, product) if stage.hand else setting


def _telling(progress: Progress | None, place: str) -> Progress | None:
    """Progress that says which stage of how many is at work."""
    if progress is None:
        return None

    def tell(doing: str, done: int, total: int) -> None:
        progress(f"{place}: {doing}", done, total)

    return tell
