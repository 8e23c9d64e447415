"""A small clean case about Korea, for tests that add one thing to it."""

from forewarn.language.load import read_case

KOREA = """\
forewarn: 1
case: {title: Korea, start: 2024-01-01, horizon: 10 years}
basis: judgement
variables:
  korea:
    states: [calm, war]
    start: calm
    transitions:
      calm -> war: 0.02 to 0.08 per year
questions:
  korean_war: {happens: korea = war, by: 5 years}
"""


def told(text, *, base=KOREA):
    """Code and line of every problem, once a text is added to the small case."""
    texts = {"model/base.yaml": base, "model/more.yaml": f"basis: judgement\n{text}"}
    problems = read_case(texts).problems
    return {(problem.code, problem.span.line) for problem in problems}


def codes(text, *, base=KOREA):
    """Codes of every problem, once a text is added to the small case."""
    return sorted(code for code, _ in told(text, base=base))
