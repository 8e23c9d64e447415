"""A condition is told in the same words aloud and in the brief."""

from hypothesis import given, settings
from strategies import networks

from forewarn.brief.document import Quoted
from forewarn.brief.phrases import condition_words, titles_of
from forewarn.language.prose_words import said


@settings(max_examples=60, deadline=None)
@given(networks())
def test_reading_aloud_and_the_brief_tell_a_condition_alike(case) -> None:
    titles = titles_of(case)
    for question in case.questions:
        for condition in filter(None, (question.condition, question.given)):
            line = condition_words(condition, titles)
            told = "".join(p.text if isinstance(p, Quoted) else str(p) for p in line)
            assert told == said(condition, case)
