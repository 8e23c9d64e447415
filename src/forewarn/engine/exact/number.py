"""Numbers: the chance that a number of the model is above a bound, by its law."""

from forewarn.errors import UsageError
from forewarn.laws import below_chance
from forewarn.model.case import Case, Question


def chance_above(case: Case, question: Question) -> float:
    """Chance that a number is above a bound: :math:`P(x > b)`, by its law as written.

    In the worlds of a variant that changes the number, it has the variant's law.

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
    changed = [
        (variant.weight, quantity.law)
        for variant in case.variants
        for name, quantity in variant.changes
        if name == question.number
    ]
    written = (1 - sum(weight for weight, _ in changed), laws[question.number])
    bound = question.above
    return 1.0 - sum(
        weight * below_chance(law, bound) for weight, law in (written, *changed)
    )
