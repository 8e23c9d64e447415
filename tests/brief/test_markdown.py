"""The brief as Markdown: the same words, and text of a case stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_answers import made_answer
from markdown_it import MarkdownIt
from page_parts import Page
from strategies import case_of

from forewarn.brief.compose import compose
from forewarn.brief.document import visible
from forewarn.brief.findings import Findings
from forewarn.brief.markdown import escape, render_markdown

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKS = st.text(st.sampled_from("ab1 \\`*_[]()<>&|~$#^!{}@=+-.:/\"'") | st.characters())


def read(markdown):
    return Page(READER.render(markdown))


@given(MARKS)
def test_an_escaped_text_is_read_as_the_text_it_was(text):
    text = visible(text)
    page = read(escape(text))
    assert page.text == text
    assert {tag for tag, _ in page.elements} <= {"p"}


@given(MARKS)
def test_an_escaped_text_stays_in_its_cell(text):
    text = visible(text)
    page = read(f"| a | b |\n| --- | --- |\n| {escape(text)} | after |\n")
    assert len(page.tags("td")) == 2
    assert page.text.endswith("after")


def test_addresses_are_not_made_links_by_eager_readers():
    assert "http:" not in escape("see http://example.org")
    assert "www." not in escape("see www.example.org")


def test_every_number_has_its_note_and_every_note_its_number(brief):
    text = render_markdown(brief)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    written = set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert used == written == {str(n) for n in range(1, len(brief.notes) + 1)}


def test_the_sections_are_those_of_the_brief(brief):
    titles = [section.title for section in (brief.front, *brief.sections)]
    text = render_markdown(brief)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE)[:-1] == titles


def test_tables_have_one_cell_a_column(brief):
    page = read(render_markdown(brief))
    # Notes are not read by this reader; tables are.
    assert len(page.tags("table")) > 5
    assert len(page.tags("td")) > len(page.tags("th"))


@pytest.mark.parametrize("seed", range(12))
def test_no_case_writes_markup_of_its_own(seed):
    case = case_of(seed)
    answer = made_answer(case) if case.questions else None
    findings = Findings(case=case, as_of=case.start, version="0", answer=answer)
    page = read(render_markdown(compose(findings)))
    ours = ("h1", "h2", "h3", "h4", "p", "strong", "ul", "li", "code", "a")
    tables = ("table", "thead", "tbody", "tr", "th", "td", "blockquote")
    assert {tag for tag, _ in page.elements} <= {*ours, *tables}
    assert all(a["href"].startswith("http") for a in page.tags("a"))
