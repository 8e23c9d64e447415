"""Chances of a variable's states, at the start or when one is drawn: they sum to 1."""

from collections.abc import Mapping
from math import fsum

from forewarn.errors import Span
from forewarn.language.building.building import Building
from forewarn.language.building.numbers import number_of
from forewarn.language.building.phrases import is_known_state
from forewarn.language.layout.numbers import Reasons, Share
from forewarn.language.tree import Text
from forewarn.laws import quantile
from forewarn.model.case import Number, Variable
from forewarn.model.quantities import Fixed

_EXACT_SLACK = 1e-9  # forgives rounding of floats, not of what was written
_LOOSE_SLACK = 0.05  # uncertain chances are made to sum to 1 in each world

Shares = tuple[tuple[str, Number], ...]


def shares_of(
    building: Building,
    variable: Variable,
    written: Mapping[Text, Text | Share],
    *,
    named: str,
    reasons: Reasons | None = None,
) -> Shares:
    """The chance of each state named; what cannot be read is left out and reported.

    Args:
        building: Where a mistake is told.
        variable: The variable.
        written: Its states, and the chance of each.
        named: What the name of each number starts with: ``v: start``.
        reasons: Why we believe those that do not say.
    """
    made = [
        (state.value, _share_of(building, f"{named} = {state.value}", share, reasons))
        for state, share in written.items()
        if is_known_state(building, variable, state)
    ]
    shares = tuple((state, number) for state, number in made if number)
    if shares and len(shares) == len(written):
        _check_sum(building, shares, shares[0][1].span, named)
    return shares


def _share_of(
    building: Building, name: str, written: Text | Share, usual: Reasons | None
) -> Number | None:
    phrase, reasons = (
        (written, usual) if isinstance(written, Text) else (written.share, written)
    )
    return number_of(building, name, phrase, dimension="probability", reasons=reasons)


def _check_sum(building: Building, shares: Shares, span: Span, named: str) -> None:
    laws = [number.quantity.law for _, number in shares]
    whole = fsum(quantile(law, 0.5) for law in laws)
    exact = all(isinstance(law, Fixed) for law in laws)
    if abs(whole - 1) > (_EXACT_SLACK if exact else _LOOSE_SLACK):
        building.error(
            "E312",
            span,
            f'the chances of "{named}" sum to {100 * whole:.6g}%',
            "Write chances that sum to 100%; a state left out has none.",
        )
