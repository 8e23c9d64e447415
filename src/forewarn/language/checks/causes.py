"""Checks of common causes and variants: each moves something, none too much."""

from collections.abc import Iterator, Mapping
from math import fsum

from forewarn.errors import Problem
from forewarn.language.checks.owners import owners_of
from forewarn.language.places import error, warning
from forewarn.laws import is_uncertain
from forewarn.model.case import Case, Ladder, Number
from forewarn.model.structure import CommonCause, Variant

_SLACK = 1e-9  # forgives rounding of floats, not of what was written


def check_causes(case: Case) -> Iterator[Problem]:
    """Tell of causes that move nothing, or one number both ways or past its doubt."""
    if not (case.common_causes or case.variants):
        return
    numbers = {number.name: number for number in case.numbers()}
    ladders = dict(_ladders(case))
    for cause in case.common_causes:
        yield from _idle_cause(cause, numbers)
        yield from _both_ways(cause, ladders)
    yield from _too_much(case, ladders)
    for variant in case.variants:
        yield from _idle_variant(variant, numbers)
    yield from _too_often(case)


def _ladders(case: Case) -> Iterator[tuple[str, str]]:
    """Rungs by name, and what they share a draw under."""
    for owner in owners_of(case):
        for effect in owner.effects:
            if isinstance(effect, Ladder):
                for rung in effect.rungs:
                    yield rung.times.name, f"{owner.name} | {effect.variable}"


def _idle_cause(cause: CommonCause, numbers: Mapping[str, Number]) -> Iterator[Problem]:
    names = (*cause.raises, *cause.lowers)
    sure = [name for name in names if not is_uncertain(numbers[name].quantity.law)]
    reasons = [f'"{name}" is exact, and has no doubt to share' for name in sure]
    if not names:
        reasons = ["it names no numbers"]
    elif cause.share == 0:
        reasons = ["its share is 0"]
    for reason in reasons:
        yield warning(
            "W315",
            cause.span,
            f'the common cause "{cause.name}" moves nothing here: {reason}',
            "Write the number as an interval, or take it out of the cause.",
        )


def _both_ways(cause: CommonCause, ladders: Mapping[str, str]) -> Iterator[Problem]:
    up, down = ({ladders.get(n, n) for n in names} for names in _sides(cause))
    for name in sorted(up & down):
        yield error(
            "E320",
            cause.span,
            f'the common cause "{cause.name}" both raises and lowers "{name}"',
            "Name it once; the rungs of a ladder share one draw.",
        )


def _sides(cause: CommonCause) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return cause.raises, cause.lowers


def _too_much(case: Case, ladders: Mapping[str, str]) -> Iterator[Problem]:
    shares: dict[str, float] = {}
    told = set[str]()
    for cause in case.common_causes:
        names = {ladders.get(n, n) for n in (*cause.raises, *cause.lowers)}
        for name in sorted(names):
            shares[name] = shares.get(name, 0.0) + cause.share
            if shares[name] > 1 + _SLACK and name not in told:
                told.add(name)
                yield error(
                    "E316",
                    cause.span,
                    f"common causes make {100 * shares[name]:.6g}% of the doubt of "
                    f'"{name}"',
                    "Write shares that make at most 100% of each number's doubt.",
                )


def _idle_variant(variant: Variant, numbers: Mapping[str, Number]) -> Iterator[Problem]:
    reasons = [
        f'"{name}" is that already'
        for name, quantity in variant.changes
        if quantity.law == numbers[name].quantity.law
    ]
    if not variant.changes:
        reasons = ["it sets no number"]
    elif variant.weight == 0:
        reasons = ["no world follows it"]
    for reason in reasons:
        yield warning(
            "W316",
            variant.span,
            f'the variant "{variant.name}" changes nothing here: {reason}',
            "Set a number to something else, or take it out.",
        )


def _too_often(case: Case) -> Iterator[Problem]:
    whole = fsum(variant.weight for variant in case.variants)
    if whole > 1 + _SLACK:
        yield error(
            "E317",
            case.variants[-1].span,
            f"the weights of the variants sum to {100 * whole:.6g}%",
            "A world follows at most one: write weights of at most 100% together.",
        )
