"""The brief in Word: its numbers are fields of the record, its texts stay texts."""

import io
import json
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from made_answers import made_answer
from numerals import numerals, recorded
from strategies import case_of

from forewarn.brief.compose import compose
from forewarn.brief.document import Picture, visible
from forewarn.brief.findings import Findings
from forewarn.brief.json_text import render_json
from forewarn.brief.word import render_word

HOSTILE = (
    "{ INCLUDETEXT C:\\secret }",
    '=HYPERLINK("http://example.org")',
    "]]></w:t><w:instrText>DDEAUTO</w:instrText>",
    "\u202egnp.exe \u0627\u0644\u0639",
    "\x00\x07\ufffe\uffff\ud800",
    "A" * 10_000,
)


@pytest.fixture(scope="module")
def content(brief):
    return render_word(brief)


def opened(content):
    return docx.Document(io.BytesIO(content))


def words_of(content):
    """Every text, in order, of the body; page numbers stand in its foot."""
    body = opened(content).element.body
    return " ".join(node.text or "" for node in body.iter(qn("w:t")))


def codes_of(content):
    body = opened(content).element.body
    return [node.text.strip() for node in body.iter(qn("w:instrText"))]


def parts_of(part):
    if isinstance(part, dict):
        yield part
    if isinstance(part, dict | list):
        for one in part.values() if isinstance(part, dict) else part:
            yield from parts_of(one)


def test_every_number_is_a_field_named_after_the_record(brief, content):
    shown = [
        (part["id"], part["text"])
        for part in parts_of(json.loads(render_json(brief)))
        if part.get("kind") == "shown"
    ]
    assert set(codes_of(content)) == {f"DOCPROPERTY {name}" for name, _ in shown}
    properties = zipfile.ZipFile(io.BytesIO(content)).read("docProps/custom.xml")
    held = re.findall(r'name="(\S+)"><vt:lpwstr>(.*?)<', properties.decode())
    assert sorted(held) == sorted(set(shown))
    assert len({name for name, _ in held}) == len(held)


def test_every_number_in_word_is_in_the_record(brief, content):
    assert numerals(words_of(content)) <= recorded(render_json(brief))


def test_every_link_has_its_bookmark(content):
    body = opened(content).element.body
    names = [node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))]
    links = {node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))}
    assert links - {None} <= set(names)
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 40


def test_every_picture_has_words(content):
    pictures = opened(content).inline_shapes
    assert len(pictures) > 5
    assert all(picture._inline.docPr.get("descr") for picture in pictures)


def test_the_same_brief_gives_the_same_file(brief, content):
    assert render_word(brief) == content


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_of_a_case_is_shown_and_does_nothing(text, answered):
    case = answered.case
    claims = tuple(replace(claim, says=text) for claim in case.claims)
    questions = tuple(replace(q, title=text) for q in case.questions[:2])
    case = replace(case, title=text, handling=text, claims=claims, questions=questions)
    findings = Findings(
        case=case, as_of=case.start, version="0", answer=made_answer(case)
    )
    content = render_word(compose(findings))
    assert visible(text) in words_of(content)
    assert all(code.startswith("DOCPROPERTY n") for code in codes_of(content))


@pytest.mark.parametrize("seed", range(6))
def test_any_case_can_be_written(seed):
    case = case_of(seed)
    findings = Findings(case=case, as_of=case.start, version="0")
    assert opened(render_word(compose(findings))).paragraphs


def test_a_picture_taller_than_a_page_is_made_to_fit_in_its_proportions(unanswered):
    brief = compose(unanswered)
    tall = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="1000" '
        'viewBox="0 0 100 1000"><rect width="100" height="1000"/></svg>'
    )
    blocks = tuple(
        replace(block, svg=tall, spec=None) if isinstance(block, Picture) else block
        for block in brief.front.blocks
    )
    brief = replace(brief, front=replace(brief.front, blocks=blocks))
    shapes = opened(render_word(brief)).inline_shapes
    first = shapes[0]
    assert first.height.mm <= 215
    assert first.width.mm / first.height.mm == pytest.approx(0.1, rel=0.01)
