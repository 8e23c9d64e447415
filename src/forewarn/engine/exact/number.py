"""Numbers: the chance that a number of the model is above a bound, by its law."""

from forewarn.errors import UsageError
from forewarn.laws import below_chance
from forewarn.model.case import Case, Question


def chance_above(case: Case, question: Question) -> float:
    """Chance that a number is above a bound: :math:`P(x > b)`, by its law as written.

    Args:
        case: The case that holds the number.
        question: A question of kind ``number``.

    Raises:
        UsageError: if the case has no such number.
    """
    laws = {number.name: number.quantity.law for number in case.numbers()}
    if question.number not in laws or question.above is None:
        raise UsageError(
            f"{question.name!r} asks about {question.number!r}, and no number of the "
            "model has that name"
        )
    return 1.0 - below_chance(laws[question.number], question.above)
