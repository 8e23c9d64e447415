"""Models in tests: what is wrong stands between « and », where it must be told."""

import re

from forewarn.language.load import read_case

#: A model without errors that every broken one departs from.
MODEL = """\
forewarn: 1
case:
  title: Two rooms
  start: 2024-01-01
  horizon: 10 years
basis: judgement
sources:
  un: {title: "Report of the panel", date: 2020-03-01}
variables:
  war:
    title: War
    states: [calm, hot]
    start: calm
    transitions:
      calm -> hot: 0.1 per year
      hot -> calm: 2 per year
  talks:
    title: Talks
    scale: low < mid < high
    states: [low, mid, high]
    start: {low: 60%, mid: 40%}
    transitions:
      low -> mid:
        rate: 0.5 per year
        times:
          war = hot: 3
      mid -> high: 0.2 per year
      high -> low: {rate: 0.2 per year, source: "un, page 3"}
events:
  raid:
    rate: 1 per year
    times:
      talks = high: 0.5
questions:
  first: {happens: war -> hot, by: 1 year}
  raids: {count: raid, by: 5 years}
"""
_MARKED = re.compile("«([^»]*)»")


def changed(*changes, model=MODEL):
    """The model with each old text, which must be there once, made new."""
    for old, new in changes:
        assert model.count(old) == 1, old
        model = model.replace(old, new)
    return model


def case_of(*changes, model=MODEL):
    """The case of a changed model, which must be one."""
    reading = read_case({"model.yaml": changed(*changes, model=model)})
    assert reading.case is not None, reading.problems
    return reading.case


def told(*changes, model=MODEL):
    """The codes of all problems of a changed model, each where a mark says."""
    marked = changed(*changes, model=model)
    problems = read_case({"model.yaml": _MARKED.sub(r"\1", marked)}).problems
    expected = list(_places(marked))
    assert [_place(each) for each in problems] == expected, problems
    return " ".join(each.code for each in problems)


def problem_of(*changes, model=MODEL):
    """The one problem of a changed model."""
    marks = changed(*changes, model=model)
    (problem,) = read_case({"model.yaml": _MARKED.sub(r"\1", marks)}).problems
    return problem


def _places(marked):
    for number, line in enumerate(marked.splitlines(), 1):
        before = 0  # marks on this line that later columns do not count
        for found in _MARKED.finditer(line):
            start = found.start() - before + 1
            before += 2
            yield number, start, start + len(found[1])


def _place(problem):
    span = problem.span
    assert span.line == span.end_line
    return span.line, span.column, span.end_column


def with_sections(text):
    """The change that adds sections to the model."""
    return "questions:\n", f"{text}questions:\n"


def told_with(text, model=MODEL):
    """The codes of all problems once some sections are added, each where a mark is."""
    return told(with_sections(text), model=model)


def case_with(text, model=MODEL):
    """The case with some sections added."""
    return case_of(with_sections(text), model=model)
