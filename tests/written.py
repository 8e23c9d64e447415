"""Cases written in a test: the part that matters, with a head in front."""

from functools import cache

from forewarn.language.load import read_case

HEAD = """
forewarn: 1
case:
  title: Written in a test
  start: 2000-01-01
  horizon: 1000 years
basis: definition
"""


@cache
def written(text):
    """The case of a text without its head; a mistake in it fails the test."""
    reading = read_case({"model.yaml": HEAD + text})
    errors = [p.message for p in reading.problems if p.severity == "error"]
    assert reading.case, errors
    return reading.case
