"""Finished stages on disk: every bit back, or computed anew."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_answers import made_answer, made_curves

from forewarn.engine.asking import Grown
from forewarn.language.load import load_case
from forewarn.stages.keep import MOST_KEPT, Keeper, from_plain, plain_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    day: date | None
    numbers: tuple[float, ...]
    words: str


FOUND = st.builds(
    Found,
    day=st.none() | st.dates(),
    numbers=st.lists(st.floats()).map(tuple),
    words=st.text(st.characters(exclude_categories=["Cs"])),
)


def bits(found):
    return found.day, [number.hex() for number in found.numbers], found.words


@given(FOUND)
def test_what_was_kept_comes_back_to_the_last_bit(found) -> None:
    text = json.dumps(plain_of(found, Found))
    assert bits(from_plain(json.loads(text), Found)) == bits(found)


def test_answers_come_back_as_they_were() -> None:
    case = load_case("two-front").case
    grown = Grown(answer=made_answer(case), curves=made_curves(case))
    text = json.dumps(plain_of(grown, Grown))
    assert from_plain(json.loads(text), Grown) == grown


def kept_in(folder: Path) -> tuple[Keeper, Path]:
    keeper = Keeper(folder=folder / ".forewarn")
    found = Found(day=None, numbers=(1.0,), words="war")
    keeper.keep("stage", "abc", plain_of(found, Found))
    assert keeper.found("stage", "abc", Found) == found
    return keeper, folder / ".forewarn" / "stage-abc.json"


def test_what_is_kept_lies_in_one_folder_that_version_control_leaves_out(
    tmp_path: Path,
) -> None:
    _, path = kept_in(tmp_path)
    assert path.is_file()
    assert (path.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"found": 1}', '{"found": {"day": 1}}', "\xff\x00"]
)
def test_what_cannot_be_read_is_as_good_as_absent(text: str, tmp_path: Path) -> None:
    keeper, path = kept_in(tmp_path)
    path.write_bytes(text.encode("latin-1"))
    assert keeper.found("stage", "abc", Found) is None


def test_another_key_finds_nothing(tmp_path: Path) -> None:
    keeper, _ = kept_in(tmp_path)
    assert keeper.found("stage", "abd", Found) is None
    assert keeper.found("stage", "", Found) is None


def test_what_cannot_be_kept_is_said_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / ".forewarn").write_text("mine", encoding="utf-8")
    keeper = Keeper(folder=tmp_path / ".forewarn")
    keeper.keep("stage", "abc", {})
    assert ".forewarn" in keeper.trouble
    assert (tmp_path / ".forewarn").read_text(encoding="utf-8") == "mine"


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    keeper = Keeper(folder=tmp_path / ".forewarn")
    for place in range(MOST_KEPT + 5):
        keeper.keep("stage", f"k{place}", {})
    assert len(list((tmp_path / ".forewarn").glob("*.json"))) == MOST_KEPT


def test_nothing_is_kept_where_nobody_says_where() -> None:
    keeper = Keeper(folder=None)
    keeper.keep("stage", "abc", {})
    assert keeper.found("stage", "abc", Found) is None
    assert not keeper.trouble
