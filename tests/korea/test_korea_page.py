"""The page on the Korea case is what the case says, and as new as its numbers."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from forewarn.language.load import load_case

ROOT = Path(__file__).parents[2]


def script(path):
    """A script of the project, as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def maker():
    return script(ROOT / "tools" / "korea_page.py")


@pytest.fixture
def repairs(monkeypatch):
    """The benchmark, which imports what lies beside it."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    yield script(ROOT / "benchmarks" / "korea_repairs.py")
    for name in [name for name in sys.modules if name.partition(".")[0] == "repairs"]:
        del sys.modules[name]


def test_the_page_says_what_the_case_says(maker):
    # Made anew by: python tools/korea_page.py
    assert maker.PAGE.read_text(encoding="utf-8") == maker.korea_page()


def test_what_the_page_tells_of_repairs_was_computed_from_these_numbers(maker, repairs):
    # Made anew by: python benchmarks/korea_repairs.py docs/korea_repairs.json
    told = json.loads(maker.REPAIRS.read_text(encoding="utf-8"))
    case = load_case("north-korea").case
    assert told["numbers"] == repairs.digest_of_numbers(case)
    assert [one["title"] for one in told["repairs"]] == [
        repair.title for repair in repairs.REPAIRS
    ]


def test_a_repair_changes_the_case_and_names_numbers_that_are_there(repairs):
    case = load_case("north-korea").case
    for repair in repairs.REPAIRS:
        assert repair.undo is None or repair.undo(case) != case, repair.title
        assert len(repairs.changes(case, repair)) == len(repair.before)


def test_relief_is_read_into_changes_that_the_case_has(maker):
    case = load_case("north-korea").case
    jumps = {jump.name for variable in case.variables for jump in variable.transitions}
    assert jumps >= maker.RELIEF
