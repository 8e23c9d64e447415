"""How it could happen, as the brief tells it."""

from dataclasses import replace

import pytest

from forewarn.brief.compose import compose
from forewarn.brief.document import Table, plain_text
from forewarn.engine.effort import Effort
from forewarn.workbench import open_case

FEW = Effort(worlds=64, futures_per_world=16)


@pytest.fixture(scope="module")
def findings():
    return open_case("two-front").findings(FEW)


def section_of(findings):
    brief = compose(findings)
    return next(one for one in brief.sections if one.anchor == "paths")


def test_each_headline_has_its_orders_and_futures(findings):
    blocks = section_of(findings).blocks
    titles = [plain_text(b.line) for b in blocks if getattr(b, "level", 0) == 3]
    assert titles == [question.title for question in findings.case.questions[:3]]
    tables = [b for b in blocks if isinstance(b, Table)]
    assert sum(table.columns[0].title == "In this order" for table in tables) == 3
    assert sum(table.columns[0].title == "Date" for table in tables) == 9


def test_a_future_says_what_shows_the_whole_of_it(findings):
    notes = [
        plain_text(block.line)
        for block in section_of(findings).blocks
        if getattr(block, "role", "") == "note"
    ]
    assert all("forewarn answer two-front " in note for note in notes)
    assert all("--worlds 64 --futures-per-world 16" in note for note in notes)


def test_without_paths_the_section_says_what_would_fill_it(findings):
    (block,) = section_of(replace(findings, paths=())).blocks
    assert block.role == "lacking"


def test_where_nobody_gets_there_it_says_so(findings):
    bare = replace(
        findings.paths[0], reached=0, told=0, orders=(), other_orders=0, examples=()
    )
    blocks = section_of(replace(findings, paths=(bare,))).blocks
    assert "no path can be told" in plain_text(blocks[-1].line)
