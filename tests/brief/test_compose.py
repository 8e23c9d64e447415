"""The brief as composed: what it holds, what it owns up to, what it never says."""

import re
from dataclasses import replace

import pytest
from made_answers import made_answer

from forewarn.brief.compose import SECTIONS, compose
from forewarn.brief.document import (
    Headlines,
    Paragraph,
    Picture,
    Pictures,
    Table,
    plain_text,
    shown_in,
)
from forewarn.brief.findings import Findings
from forewarn.brief.html import render_html
from forewarn.brief.json_text import render_json
from forewarn.brief.markdown import render_markdown
from forewarn.brief.wording import likelihood
from forewarn.errors import Problem, Span
from forewarn.language.load import load_case, read_case
from forewarn.model.changes import Changes
from forewarn.model.estimate import Answer
from forewarn.model.yardstick import ICD_203, PHIA

EMPTY = """
forewarn: 1
case: {title: Bare, start: 2023-09-14, horizon: 1 year}
basis: judgement
variables:
  a: {states: [low, high], start: low, transitions: {low -> high: 1 per year}}
"""


def section(brief, anchor):
    return next(one for one in brief.sections if one.anchor == anchor)


def text(part):
    """Words of a part as they are read, numbers included."""
    if isinstance(part, str):
        return part
    if isinstance(part, tuple):
        return "".join(map(text, part))
    return getattr(part, "text", "")


def words_of(brief, *anchors):
    sections = [s for s in brief.sections if not anchors or s.anchor in anchors]
    lean = replace(brief, sections=tuple(sections), notes=brief.notes)
    return re.sub(r"\[\^\d+\]|\\", "", render_markdown(lean).split("## Notes")[0])


def test_sections_come_in_one_order_whatever_there_is(brief, unanswered):
    anchors = [one.anchor for one in brief.sections]
    assert anchors == [one.anchor for one in compose(unanswered).sections]
    assert len(set(anchors)) == len(anchors) == len(SECTIONS)


def test_a_section_without_input_says_in_one_line_what_would_fill_it():
    case = read_case({"model.yaml": EMPTY}).case
    brief = compose(Findings(case=case, as_of=case.start, version="0"))
    for anchor in ("estimates", "over-time", "asked", "dynamics", "claims"):
        (block,) = section(brief, anchor).blocks
        assert isinstance(block, Paragraph)
        assert block.role == "lacking"


def test_page_one_has_three_numbers_one_picture_and_at_most_200_words(brief):
    blocks = brief.front.blocks
    (headlines,) = (block for block in blocks if isinstance(block, Headlines))
    assert len(headlines.items) == 3
    assert sum(isinstance(block, Picture) for block in blocks) == 1
    read = words_of(replace(brief, sections=()))
    assert len(re.findall(r"[\w%.,']+", read)) <= 200


def test_page_one_of_a_brief_without_answers_lists_what_is_asked(unanswered):
    read = words_of(replace(compose(unanswered), sections=()))
    assert "War on two fronts" in read
    assert "No answers were computed" in read
    assert "by 14 September 2033" in read


def test_every_question_and_date_has_its_row(brief, answered):
    (table,) = (b for b in section(brief, "estimates").blocks if isinstance(b, Table))
    rows = [row for group in table.groups for row in group.rows]
    assert len(rows) == len(answered.answer.estimates)


def test_every_curve_has_its_picture(brief, answered):
    (many,) = (b for b in section(brief, "over-time").blocks if isinstance(b, Pictures))
    assert len(many.items) == len(answered.curves)


def test_the_word_beside_a_number_is_its_word(brief, answered):
    (table,) = (b for b in section(brief, "estimates").blocks if isinstance(b, Table))
    rows = [row for group in table.groups for row in group.rows]
    estimates = {e.value: e for e in answered.answer.estimates}
    seen = set()
    for row in rows:
        word, (mean,) = text(row.cells[0]), row.cells[1]
        if estimates[mean.value].kind not in ("count", "time"):
            assert word == likelihood(mean.value)
            seen.add(word)
    assert len(seen & {band.word for band in ICD_203.bands}) >= 4


def test_no_number_is_shown_without_a_way_back(brief):
    for shown in shown_in((brief.stamp, brief.front, brief.sections)):
        assert shown.trace in brief.notes
        assert text(shown.trace.line)


def test_numbers_of_the_case_lead_to_the_line_they_stand_on(brief):
    texts = load_case("two-front").texts
    placed = [note for note in brief.notes if note.origin == "file"]
    assert len(placed) > 40
    for note in placed:
        assert 1 <= note.row <= len(texts[note.file].splitlines())


def test_doubt_is_never_rounded_to_nothing_or_to_certainty(answered):
    extremes = (1e-300, 1e-9, 0.0049, 0.00999, 0.995, 1 - 1e-12, 0.0, 1.0)
    estimates = [
        replace(
            estimate,
            value=value,
            median=value,
            central=value,
            low=value / 2,
            high=(1 + value) / 2,
        )
        for estimate, value in zip(
            answered.answer.estimates, extremes * 3, strict=False
        )
        if estimate.kind not in ("count", "time")
    ]
    brief = compose(replace(answered, answer=Answer(estimates=tuple(estimates))))
    for shown in shown_in((brief.front, section(brief, "estimates"))):
        assert not re.search(r"(?<![\d.])0+(\.0+)?%|(?<!\d)100(\.0+)?%", shown.text)


def test_a_changed_answer_changes_word_number_and_note(answered):
    one, *rest = answered.answer.estimates
    changed = replace(one, value=0.61, high=0.7)
    answer = replace(answered.answer, estimates=(changed, *rest))
    before, after = compose(answered), compose(replace(answered, answer=answer))
    read = words_of(after, "estimates")
    assert "| 13 Sep 2024 | likely | 61% |" in read
    assert read != words_of(before, "estimates")
    assert set(after.notes) != set(before.notes)


def test_a_settled_answer_is_told_with_its_reason(answered):
    one, *rest = answered.answer.estimates
    settled = replace(
        one, value=0.0, method="exact", freedom=0, note="No way leads there."
    )
    answer = replace(answered.answer, estimates=(settled, *rest))
    read = words_of(compose(replace(answered, answer=answer)), "estimates")
    assert "| settled | 0 |" in read
    assert "No way leads there" in read


def estimates_table(brief):
    blocks = section(brief, "estimates").blocks
    return next(block for block in blocks if isinstance(block, Table))


def test_one_world_has_one_number_and_no_interval(answered):
    central = [replace(e, worlds=1) for e in answered.answer.estimates]
    brief = compose(replace(answered, answer=Answer(estimates=tuple(central))))
    titles = [column.title for column in estimates_table(brief).columns]
    assert titles == ["Date", "Likelihood", "Mean", "Outside view", "Error"]
    assert "so there is one world" in words_of(brief, "estimates")


def test_every_row_has_a_cell_for_every_column(brief, answered):
    bare = [replace(e, worlds=1) for e in answered.answer.estimates]
    one = compose(replace(answered, answer=Answer(estimates=tuple(bare))))
    for table in map(estimates_table, (brief, one)):
        for group in table.groups:
            assert {len(row.cells) for row in group.rows} == {len(table.columns) - 1}


def test_an_answer_that_nothing_is_known_of_is_told_as_unknown(answered):
    nan = float("nan")
    first, *rest = answered.answer.estimates
    numbers = dict.fromkeys(("value", "median", "central", "low", "high", "error"), nan)
    unknown = replace(first, **numbers, note="its onset was never seen")
    only = [e for e in rest if e.question != first.question]
    answer = replace(answered.answer, estimates=(unknown, *only))
    brief = compose(replace(answered, answer=answer))
    read = words_of(brief, "estimates")
    assert "| unknown | unknown |" in read
    assert "its onset was never seen" in read
    assert "unknown" not in words_of(replace(brief, sections=()))
    assert render_html(brief)
    assert "NaN" not in render_json(brief)


def test_a_changed_case_is_stamped_as_not_the_one_written(answered):
    changes = Changes(
        fixed=(("taiwan", "greyzone"),),
        settings=(("taiwan: greyzone -> crisis", "1 per year"),),
    )
    brief = compose(replace(answered, changes=changes))
    assert text(brief.stamp) == (
        "Not the case as written. Taiwan Strait is held at greyzone; "
        "taiwan: greyzone -> crisis is 1 per year."
    )


def test_how_each_question_was_answered_is_told_in_the_annex(answered):
    notes = ("two_front: exact, 6 joint states", "nothing: of that name")
    answer = replace(answered.answer, notes=notes)
    brief = compose(replace(answered, answer=answer))
    read = words_of(brief, "grounds")
    assert "- War on two fronts: exact, 6 joint states" in read
    assert "- nothing: of that name" in read
    assert "joint states" not in words_of(brief, "estimates")


def test_a_curve_is_told_by_its_middle_and_its_end(brief):
    read = words_of(brief, "over-time")
    assert "13 Sep 2028: " in read
    assert "14 Sep 2033: " in read


def test_a_draft_owns_up_to_what_it_lacks():
    model = EMPTY.replace("basis: judgement\n", "")
    model = model.replace("horizon: 1 year", "horizon: 1 year, status: draft")
    case = read_case({"model.yaml": model}).case
    brief = compose(Findings(case=case, as_of=case.start, version="0"))
    assert text(brief.stamp) == "Draft. 1 of 1 number has no stated basis."


def test_a_final_case_has_no_stamp(brief):
    assert brief.stamp == ()


def test_where_we_may_be_wrong_counts_what_it_says(brief, answered):
    numbers = list(answered.case.numbers())
    late = sum(n.known is not None and n.known > answered.case.start for n in numbers)
    bare = sum(n.basis != "definition" and not n.because for n in numbers)
    read = words_of(brief, "doubts")
    assert f"{late} numbers rest on what was known only after the start" in read
    assert f"{bare} of " in read
    assert "Taiwan Strait: post war" in read


def test_influences_that_climb_a_scale_are_counted_as_pushing_to_the_worse():
    text = """
forewarn: 1
case: {title: Tilt, start: 2023-09-14, horizon: 1 year}
basis: judgement
variables:
  x:
    scale: low < high
    states: [low, high]
    start: low
    transitions:
      low -> high: {rate: 1 per year, times: {y = up: 2, z = up: 0.5}}
      high -> low: {rate: 1 per year, times: {y = up: 0.5, z = up: 1}}
  y: {states: [down, up], start: up, transitions: {up -> down: 1 per year}}
  z: {states: [down, up], start: up, transitions: {up -> down: 1 per year}}
"""
    case = read_case({"model.yaml": text}).case
    brief = compose(Findings(case=case, as_of=case.start, version="0"))
    assert "2 of 3 influences on a scale (67%)" in words_of(brief, "doubts")


@pytest.mark.parametrize(("count", "rest"), [(3, 0), (25, 5)])
def test_what_checking_found_is_told_and_the_rest_counted(unanswered, count, rest):
    span = Span(file="model/a.yaml", line=3, column=1, end_line=3, end_column=2)
    problems = tuple(
        Problem(code="W301", severity="warning", span=span, message=f"number {n}")
        for n in range(count)
    )
    brief = compose(replace(unanswered, problems=problems))
    read = words_of(brief, "doubts")
    assert read.count("W301: ") == count - rest
    assert (f"And {rest} more: W301 {rest}." in read) == bool(rest)


def test_claims_are_shown_with_the_answers_that_test_them(brief):
    read = words_of(brief, "claims")
    assert "A war on two fronts has a chance above zero" in read
    assert re.search(r"War on two fronts: about 1 in [\d,]+ by 14 September 2033", read)


def test_a_question_of_the_case_without_an_answer_is_left_out(answered):
    answer = Answer(estimates=answered.answer.estimates[:1])
    brief = compose(replace(answered, answer=answer))
    (table,) = (b for b in section(brief, "estimates").blocks if isinstance(b, Table))
    assert len(table.groups) == 1


def test_the_way_to_the_same_brief_is_told(brief, answered):
    read = words_of(brief, "grounds")
    for part in ("forewarn brief two-front", answered.case.digest, "Seed: 1"):
        assert part in read


def test_the_same_findings_give_the_same_brief(answered):
    assert compose(answered) == compose(answered)


def test_an_answer_of_another_case_is_not_shown(unanswered):
    other = load_case("two-way-race").case
    brief = compose(replace(unanswered, answer=made_answer(other)))
    assert "about 1 in" not in words_of(brief, "claims")


def test_a_case_chooses_its_headlines_and_its_words(answered):
    case = replace(answered.case, headlines=("treaty", "provoke"), yardstick=PHIA)
    brief = compose(replace(answered, case=case))
    (block,) = [b for b in brief.front.blocks if isinstance(b, Headlines)]
    titles = [plain_text(headline.title) for headline in block.items]
    assert titles == [case.question(name).title for name in case.headlines]
    words = {plain_text(h.lines[0]).partition(" by ")[0] for h in block.items}
    british = {band.word.capitalize() for band in PHIA.bands}
    assert all(word in british or word.startswith("Between ") for word in words)


def test_other_structures_and_the_unforeseen_are_owned_up_to(answered):
    case = load_case("north-korea").case
    brief = compose(replace(answered, case=case, answer=None, curves=()))
    words = " ".join(texts_of(section(brief, "doubts")))
    assert case.variants
    assert all(variant.title in words for variant in case.variants)
    assert case.unforeseen is None or "brings a headline event about" in words


def texts_of(part):
    """Every line of a section as plain text."""
    for block in part.blocks:
        if hasattr(block, "line"):
            yield plain_text(block.line)
        yield from map(plain_text, getattr(block, "items", ()))
