"""Page one: what is asked, the headline answers, one picture, what would undo it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from forewarn.brief.charts.intervals import Answered, intervals_chart
from forewarn.brief.document import (
    Block,
    Heading,
    Headline,
    Headlines,
    Line,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quoted,
    Section,
    Strong,
    anchor,
    visible,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import count, tally
from forewarn.brief.from_run import (
    AMOUNTS,
    differs_by_world,
    interval_shown,
    is_settled,
    likelihood_word,
    note_of,
    value_shown,
    when,
)
from forewarn.brief.headlines import headline_answers
from forewarn.brief.map_picture import map_picture
from forewarn.brief.outside import outside_shown, outside_view, years_ahead
from forewarn.brief.phrases import deadline_words, question_title
from forewarn.brief.then import settled_since, then_of
from forewarn.brief.wording import TABLE, Digits, digits_for, shorten
from forewarn.model.case import Claim, Question
from forewarn.model.estimate import Estimate
from forewarn.model.units import date_after
from forewarn.model.words import day_text, short_day

#: Questions where there are no numbers, and words for what would undo the argument.
MOST_ASKED, WORDS_OF_DOUBT = 5, 45
LABEL_LETTERS = 40


def compose_front(findings: Findings) -> Section:
    """Page one, which stands alone."""
    answered = headline_answers(findings.case, findings.answer)
    blocks: list[Block] = [Paragraph(line=_asked(findings), role="lead")]
    if answered:
        items = tuple(_headline(findings, question, e) for question, e in answered)
        blocks.append(Headlines(items=items))
    else:
        blocks += _unanswered(findings)
    blocks += _picture(findings, answered)
    blocks += _undoing(findings, answered)
    return Section(anchor="front", title="In brief", blocks=tuple(blocks))


def _asked(findings: Findings) -> Line:
    case = findings.case
    end = date_after(case.start, case.horizon)
    transitions = sum(len(variable.transitions) for variable in case.variables)
    span = f"from {day_text(case.start)} to {day_text(end)}"
    return (
        *tally(len(case.questions), "question"),
        " put to an argument of ",
        *tally(len(case.variables), "variable"),
        " and ",
        *tally(transitions, "possible change"),
        f", {span}, as of {day_text(findings.as_of)}.",
    )


def _unanswered(findings: Findings) -> list[Block]:
    questions = findings.case.questions
    if not questions:
        line = "No question is asked yet; one in the case would be answered here."
        return [Paragraph(line=(line,), role="lacking")]
    line = "No answers were computed for this brief; it says what is asked."
    items: list[Line] = [_question(findings, one) for one in questions[:MOST_ASKED]]
    if len(questions) > MOST_ASKED:
        items.append((count(len(questions) - MOST_ASKED), " more"))
    return [Paragraph(line=(line,), role="lacking"), Listing(items=tuple(items))]


def _question(findings: Findings, question: Question) -> Line:
    target = f"#{anchor('question', question.name)}"
    link = Link(text=question_title(question), target=target)
    dates = deadline_words(question, findings.case, findings.as_of)
    return (link, f", {dates}") if dates else (link,)


def _headline(findings: Findings, question: Question, estimate: Estimate) -> Headline:
    if is_settled(estimate) and estimate.kind not in AMOUNTS:
        return _settled(findings, question, estimate)
    digits = digits_for(estimate.low, estimate.high)
    lines = [_likelihood_line(findings, estimate), _interval_line(estimate, digits)]
    outside = outside_shown(question, years_ahead(estimate, findings.case))
    if outside is not None:
        lines.append(("Outside view: ", outside, "."))
    lines.append(_then_line(findings, estimate, digits))
    return Headline(
        title=(Quoted(text=question_title(question)),),
        figure=value_shown(estimate, digits),
        lines=tuple(line for line in lines if line),
    )


def _settled(findings: Findings, question: Question, estimate: Estimate) -> Headline:
    """What is settled: yes or no, why, and how it stood."""
    note = note_of(estimate).removesuffix(".")
    why: Line = (Strong(text="Settled"), ": ", Quoted(text=note), ".")
    if findings.then is not None:
        day = day_text(findings.as_of)
        why = (Strong(text="Settled"), f" by what is known by {day}.")
    figure = value_shown(estimate)
    return Headline(
        title=(Quoted(text=question_title(question)),),
        figure=replace(figure, text="Yes" if estimate.value else "No"),
        lines=tuple(filter(None, (why, _then_line(findings, estimate, TABLE)))),
    )


def _then_line(findings: Findings, estimate: Estimate, digits: Digits) -> Line:
    before = then_of(findings, estimate)
    if before is None:
        return ()
    return (f"On {short_day(findings.case.start)}: ", value_shown(before, digits), ".")


def _likelihood_line(findings: Findings, estimate: Estimate) -> Line:
    word = likelihood_word(estimate, findings.case.yardstick)
    date = when(estimate)
    if not word:
        return (Strong(text=f"Expected {date}" if date else "Expected"), ".")
    sentence = word[0].upper() + word[1:]
    return (Strong(text=sentence), f" {date}." if date else ".")


def _interval_line(estimate: Estimate, digits: Digits) -> Line:
    if is_settled(estimate) or not differs_by_world(estimate):
        note = note_of(estimate)
        return (Quoted(text=note),) if note else ()
    return ("80% interval: ", *interval_shown(estimate, digits), ".")


def _picture(
    findings: Findings, answered: list[tuple[Question, Estimate]]
) -> list[Block]:
    if findings.answer is None:
        return [map_picture(findings.case)] if findings.case.variables else []
    open_ones = [(q, e) for q, e in answered if not is_settled(e)] or answered
    chances = [(q, e) for q, e in open_ones if e.kind not in AMOUNTS]
    return [_intervals(findings, chances)] if chances else []


def _intervals(
    findings: Findings, answered: list[tuple[Question, Estimate]]
) -> Picture:
    rows = [_row(findings, question, estimate) for question, estimate in answered]
    key = "Dot: the estimate."
    if any(row.low < row.high for row in rows):
        key += " Bar: its 80% interval."
    if any(row.outside is not None for row in rows):
        key += " Diamond: the outside view."
    return Picture(
        anchor="how-likely",
        title=("How likely, and how sure",),
        alternative=_compared(answered, rows),
        caption=(key,),
        spec=intervals_chart(rows),
    )


def _compared(answered: list[tuple[Question, Estimate]], rows: list[Answered]) -> Line:
    """What the picture adds to the numbers above it, in words."""
    line: Line = ("The answers above on one axis, with their intervals.",)
    for (question, _), row in zip(answered, rows, strict=True):
        if row.outside is not None:
            title = Quoted(text=question_title(question))
            line += (" ", title, f": the outside view lies {_where(row)} the interval.")
    return line


def _where(row: Answered) -> str:
    if row.outside is None or row.low <= row.outside <= row.high:
        return "in"
    return "below" if row.outside < row.low else "above"


def _row(findings: Findings, question: Question, estimate: Estimate) -> Answered:
    title = shorten(visible(question_title(question)), LABEL_LETTERS)
    by = f", {short_day(estimate.by)}" if estimate.by else ""
    return Answered(
        label=f"{title}{by}",
        low=estimate.low,
        value=estimate.value,
        high=estimate.high,
        outside=outside_view(question, years_ahead(estimate, findings.case)),
    )


def _undoing(
    findings: Findings, answered: list[tuple[Question, Estimate]]
) -> list[Block]:
    """What would show the argument wrong, as far as page one has room for it."""
    items: list[Line] = []
    room = WORDS_OF_DOUBT
    claims = [c for c in findings.case.claims if not _is_moot(findings, c)]
    headlines = {question.name for question, _ in answered}
    for claim in _closest(claims, headlines):
        words = len(claim.says.split()) + len(claim.fails_if.split())
        if claim.fails_if and words <= room:
            room -= words
            items.append(_fails(claim))
    if not items:
        return []
    title = Heading(line=("What would change our mind",))
    return [title, Listing(items=tuple(items))]


def _is_moot(findings: Findings, claim: Claim) -> bool:
    """Whether something that tests it is settled since the start."""
    settled = {now.question for now, _ in settled_since(findings) if now.value == 1}
    return not settled.isdisjoint(claim.tested_by)


def _closest(claims: Sequence[Claim], headlines: Collection[str]) -> list[Claim]:
    """Claims that the headline answers test before all others."""
    return sorted(claims, key=lambda claim: not set(claim.tested_by) & set(headlines))


def _fails(claim: Claim) -> Line:
    name = Link(text=claim.name, target=f"#{anchor('claim', claim.name)}")
    return (
        name,
        ": ",
        Quoted(text=claim.says),
        " It fails if: ",
        Quoted(text=claim.fails_if),
    )
