"""Headlines: the questions that a case wants on page one of its brief."""

from collections.abc import Mapping

from forewarn.language.building.building import Building
from forewarn.language.layout.file import Head
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.case import Question

#: Page one has room for so many numbers.
MOST = 3


def headlines_of(
    building: Building, head: Head, questions: Mapping[str, Question]
) -> tuple[str, ...]:
    """Names of the questions, in the order wanted; what is no question is reported."""
    if len(head.headlines) > MOST:
        building.error(
            "E203",
            head.headlines[MOST].span,
            f"page one shows {MOST} numbers, and {len(head.headlines)} are named",
            f"Keep {MOST}.",
        )
    names: list[str] = []
    for text in head.headlines[:MOST]:
        if text.value in questions and text.value not in names:
            names.append(text.value)
        else:
            _complain(building, text, questions)
    return tuple(names)


def _complain(
    building: Building, text: Text, questions: Mapping[str, Question]
) -> None:
    if text.value in questions:
        message = f'"{text.value}" is named twice'
        building.error("E416", text.span, message, "Keep one.")
    elif not building.is_broken(text.value):
        building.error(
            "E412",
            text.span,
            f'question "{short(text.value)}" is not asked',
            nearest_hint(text.value, questions) or "Ask it under 'questions:'.",
        )
