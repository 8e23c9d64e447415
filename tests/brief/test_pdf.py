"""The brief on paper: the same numbers, and text of a case stays text."""

from dataclasses import replace

import pytest
from made_answers import made_answer
from numerals import numerals, recorded, text_of_pdf
from strategies import case_of

from forewarn.brief.compose import compose
from forewarn.brief.document import visible
from forewarn.brief.findings import Findings
from forewarn.brief.json_text import render_json
from forewarn.brief.pdf import render_pdf

HOSTILE = (
    '#import "x.typ": *',
    "$ sum $ *bold* _thin_ `raw` <label> @ref \\ #panic()",
    "= A heading\n- a list",
    "\u202egnp.exe \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "\x00\x07\ufffe\ud800",
    "A" * 10_000,
)


def paper_of(case):
    answer = made_answer(case) if case.questions else None
    return render_pdf(
        compose(Findings(case=case, as_of=case.start, version="0", answer=answer))
    )


def test_every_number_on_paper_is_in_the_record(brief, tmp_path):
    text = text_of_pdf(render_pdf(brief), tmp_path)
    assert numerals(text) <= recorded(render_json(brief))


def test_the_same_brief_gives_the_same_file(brief):
    assert render_pdf(brief) == render_pdf(brief)


def test_every_section_and_note_is_on_paper(brief, tmp_path):
    text = text_of_pdf(render_pdf(brief), tmp_path)
    assert all(section.title in text for section in brief.sections)
    assert f"\n{len(brief.notes)} " in text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_of_a_case_is_shown_and_does_nothing(text, answered, tmp_path):
    case = answered.case
    claims = tuple(replace(claim, says=text) for claim in case.claims)
    questions = tuple(replace(q, title=text) for q in case.questions[:2])
    case = replace(case, title=text, handling=text, claims=claims, questions=questions)
    read = "".join(text_of_pdf(paper_of(case), tmp_path).split())
    # Right-to-left text is drawn, and so read, in another order.
    seen = "".join(visible(text).split())
    assert seen.partition("\u0627")[0][:150] in read
    assert len(read) > len(seen)


@pytest.mark.parametrize("seed", range(6))
def test_any_case_can_be_put_on_paper(seed):
    assert paper_of(case_of(seed)).startswith(b"%PDF")
