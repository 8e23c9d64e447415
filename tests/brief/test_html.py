"""The page: whole, safe, readable by everyone, and needing nothing beside it."""

import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from made_answers import made_answer, made_curves
from page_parts import Page
from strategies import case_of

from forewarn.brief.compose import compose
from forewarn.brief.document import visible
from forewarn.brief.findings import Findings
from forewarn.brief.html import render_html
from forewarn.language.load import load_case, read_case

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "\"><svg onload='x'>",
    "{{ brief.digest }}",
    "\u202egnp.exe",
    "=HYPERLINK(1)",
    "A" * 10_000,
)
MAKE = """
import sys
from forewarn.brief.compose import compose
from forewarn.brief.findings import Findings
from forewarn.brief.pages import render_pages
from forewarn.language.load import load_case
sys.path.insert(0, "tests")
from made_answers import made_answer, made_curves
case = load_case("two-front").case
findings = Findings(
    case=case, as_of=case.start, version="0", answer=made_answer(case),
    curves=made_curves(case),
)
for name, content in render_pages(findings).files.items():
    sys.stdout.buffer.write(content)
"""


@pytest.fixture(params=["page", "bare_page"])
def either(request):
    return request.getfixturevalue(request.param)


def page_of(case, *, answers=True):
    findings = Findings(
        case=case,
        as_of=case.start,
        version="0.1.0",
        answer=made_answer(case, note="A note.")
        if answers and case.questions
        else None,
        curves=made_curves(case) if answers else (),
    )
    return render_html(compose(findings))


def titled(text):
    """The tutorial with a text put wherever an author may write one."""
    case = load_case("two-front").case
    return replace(
        case,
        title=text,
        handling=text,
        variables=tuple(
            replace(
                v,
                title=text,
                group=text,
                states=tuple(replace(s, definition=text) for s in v.states),
            )
            for v in case.variables
        ),
        events=tuple(replace(e, title=text) for e in case.events),
        questions=tuple(
            replace(q, title=text, resolves=text) for q in case.questions[:3]
        ),
        claims=tuple(replace(c, says=text, fails_if=text) for c in case.claims),
        dynamics=tuple(replace(d, title=text) for d in case.dynamics),
        sources=tuple(
            replace(s, title=text, publisher=text, url=text) for s in case.sources
        ),
    )


def test_the_page_nests_and_no_two_places_share_a_name(either):
    ids = Page(either).attributes("id")
    assert len(ids) == len(set(ids))


def test_every_link_lands(either):
    page = Page(either)
    inside = [t[1:] for t in page.attributes("href") if t.startswith("#")]
    assert set(inside) <= set(page.attributes("id"))


def test_the_page_asks_nothing_of_anyone(either):
    page = Page(either)
    assert not page.attributes("src")
    assert not page.tags("script")
    assert {attrs["href"] for attrs in page.tags("link")} == {"data:,"}
    assert "default-src 'none'" in page.attributes("content")[2]
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)", either)


def test_headings_never_skip_a_level(either):
    headings = Page(either).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


def test_every_table_has_a_caption_and_every_header_a_scope(either):
    page = Page(either)
    assert len(page.tags("caption")) == len(page.tags("table"))
    assert all("scope" in attrs for attrs in page.tags("th"))


def test_every_picture_has_words(either):
    page = Page(either)
    images = [a for _, a in page.elements if a.get("role") == "img"]
    assert len(images) == len(page.tags("figure"))
    assert all(a.get("aria-label") or a.get("aria-labelledby") for a in images)


def test_every_box_that_scrolls_can_be_reached_by_keyboard_and_has_a_name(either):
    page = Page(either)
    boxes = [a for _, a in page.elements if "scroll" in a.get("class", "").split()]
    assert boxes
    assert all(a["tabindex"] == "0" and a["aria-label"] for a in boxes)


def test_the_page_has_its_landmarks(either):
    page = Page(either)
    for tag in ("header", "main", "nav", "footer"):
        assert len(page.tags(tag)) == 1
    assert page.tags("html")[0]["lang"] == "en-GB"
    assert page.tags("a")[0] == {"class": "skip", "href": "#main"}


def test_every_number_leads_to_its_note(page):
    parts = Page(page)
    shown = [a for a in parts.tags("a") if a.get("class") == "shown"]
    assert len(shown) > 100
    notes = {a["id"] for a in parts.tags("li") if a.get("id", "").startswith("note-")}
    assert {a["href"][1:] for a in shown} == notes


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_text_of_a_case_is_shown_and_does_nothing(text):
    page = Page(page_of(titled(text)))
    assert not page.tags("script")
    assert not page.tags("img")
    assert not [a for _, a in page.elements if any(n.startswith("on") for n in a)]
    assert not [h for h in page.attributes("href") if h.startswith("javascript")]
    assert visible(text) in page.text


@pytest.mark.parametrize("seed", range(10))
def test_any_case_gives_a_whole_page(seed):
    case = case_of(seed)
    page = Page(page_of(case, answers=False))
    assert visible(case.title) in page.text
    page.text.encode()


@pytest.mark.parametrize("seed", range(4))
def test_any_case_gives_a_whole_page_with_answers(seed):
    assert Page(page_of(case_of(seed))).tags("figure")


def test_only_the_web_is_linked_to():
    case = load_case("two-front").case
    for url in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//x",
        "http://[",
        "data:,x",
    ):
        source = replace(case.sources[0], url=url)
        page = page_of(replace(case, sources=(source,)), answers=False)
        assert url not in Page(page).attributes("href")
        assert visible(url) in Page(page).text


def test_a_case_of_one_variable_gives_a_sound_page():
    case = load_case("two-way-race").case
    assert Page(page_of(case)).headings.count(1) == 1


def test_a_hundred_variables_stay_under_three_megabytes():
    lines = ["forewarn: 1", "basis: judgement", "variables:"]
    for place in range(100):
        lines += [f"  v{place}:", f"    title: Variable number {place}"]
        lines += [f"    group: g{place % 9}", "    states: [low, mid, high]"]
        lines += ["    start: low", "    transitions:"]
        for jump in ("low -> mid", "mid -> high", "high -> low"):
            lines += [f"      {jump}:", "        rate: 0.2 (0.1 to 0.4) per year"]
            acting = sorted({(place * 7 + 1) % 100, (place * 3 + 2) % 100} - {place})
            lines.append("        times:")
            lines += [f"          v{one} = high: 2 (1 to 4)" for one in acting]
    head = "case: {title: Many, start: 2023-09-14, horizon: 10 years}\n"
    case = read_case({"model.yaml": head + "\n".join(lines)}).case
    assert len(page_of(case, answers=False).encode()) < 3_000_000


def test_the_same_findings_give_the_same_bytes_in_any_process():
    pages = [
        subprocess.run(
            [sys.executable, "-c", MAKE],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": hash_seed},
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert pages[0] == pages[1]
