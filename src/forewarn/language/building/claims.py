"""Claims: sentences of the argument, and what would test them."""

from collections.abc import Container, Mapping

from forewarn.language.building.building import Building
from forewarn.language.building.naming import is_spoilt, number_name
from forewarn.language.layout import questions as layout
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.case import Claim, Question


def build_claim(
    building: Building,
    name: Text,
    written: layout.Claim,
    questions: Mapping[str, Question],
) -> Claim:
    """The claim; a test that does not exist is reported and left out."""
    tests = [_test_of(building, text, questions) for text in written.tested_by]
    return Claim(
        name=name.value,
        says=written.says.value,
        tested_by=tuple(test for test in tests if test),
        fails_if=written.fails_if.value if written.fails_if else "",
        waits_for=written.waits_for.value if written.waits_for else "",
        span=name.span,
    )


def _test_of(building: Building, text: Text, questions: Container[str]) -> str:
    """The question, loss or number a test names; empty where there is none."""
    if text.value in questions or text.value in building.losses:
        return text.value
    name = number_name(building, text.value)
    if name in building.numbers:
        return name
    if not is_spoilt(building, name):
        known = (
            [*questions, *building.losses, *building.numbers]
            if isinstance(questions, Mapping)
            else []
        )
        building.error(
            "E412",
            text.span,
            f'"{short(text.value)}" is no question, no loss and no number',
            (f"Write a list: [{text.value}]" if "," in text.value else "")
            or nearest_hint(text.value, known)
            or "Name a question, a loss, or a number such as 'v: a -> b'.",
        )
    return ""
