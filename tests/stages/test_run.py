"""Running stages: what was finished is used, whatever else happened."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from forewarn.engine.effort import Effort
from forewarn.errors import Interrupted
from forewarn.stages import answers
from forewarn.stages.key import key_of
from forewarn.stages.order import STAGES
from forewarn.stages.stage import Setting
from forewarn.workbench import open_case

FEW = Effort(worlds=64, futures_per_world=4)


def brief_of(keep: Path | None, effort: Effort = FEW, **changes: object):
    return open_case("two-way-race").changed(**changes).brief(effort, keep=keep).files


def test_a_brief_of_kept_stages_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    fresh, kept = brief_of(None), tmp_path / ".forewarn"
    assert brief_of(kept) == fresh == brief_of(kept)
    assert list(kept.glob("*.json"))


def test_what_is_kept_is_not_computed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = brief_of(tmp_path / ".forewarn")

    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(answers, "answer_growing", fail)
    assert brief_of(tmp_path / ".forewarn") == first


def test_a_stage_that_is_stopped_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Interrupted("stopped")

    monkeypatch.setattr(answers, "answer_growing", stop)
    with pytest.raises(Interrupted):
        brief_of(tmp_path / ".forewarn")
    assert not list(tmp_path.rglob("*.json"))


def setting(effort: Effort = FEW, **changes: object) -> Setting:
    opened = open_case("two-front").changed(**changes)
    return Setting(findings=opened.findings(None), asks=(), effort=effort)


@pytest.mark.parametrize(
    "other",
    [
        setting(replace(FEW, seed=2)),
        setting(replace(FEW, worlds=65)),
        setting(replace(FEW, method="simulated")),
        setting(fix={"taiwan": "invasion"}),
        setting(replace(FEW, central=True)),
    ],
    ids=range(5),
)
def test_another_run_has_another_key(other: Setting) -> None:
    assert key_of(STAGES[0], other) != key_of(STAGES[0], setting())


def test_threads_change_no_key() -> None:
    assert key_of(STAGES[0], setting(replace(FEW, threads=1))) == key_of(
        STAGES[0], setting()
    )


def test_a_case_without_files_has_no_key() -> None:
    bare = setting()
    case = replace(bare.findings.case, digest="")
    bare = replace(bare, findings=replace(bare.findings, case=case))
    assert key_of(STAGES[0], bare) == ""


def test_every_stage_has_a_name_of_its_own() -> None:
    assert len({stage.name for stage in STAGES}) == len(STAGES)


def test_progress_says_which_stage_of_how_many() -> None:
    told: list[str] = []
    open_case("two-way-race").brief(FEW, progress=lambda doing, *_: told.append(doing))
    first, _, doing = told[0].partition(": ")
    assert doing == "answering"
    assert re.fullmatch(r"1 of [2-9]", first)
    assert all(one.partition(" of ")[2][:1] == first[-1] for one in told[:-1])
    assert told[-1] == "writing the brief"
