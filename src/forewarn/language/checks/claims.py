"""Checks of claims: each is tested by something, or says what it waits for."""

from collections.abc import Iterator

from forewarn.errors import Problem
from forewarn.language.places import warning
from forewarn.model.case import Case


def check_claims(case: Case) -> Iterator[Problem]:
    """Warn of claims that nothing tests and that do not say what they wait for."""
    for claim in case.claims:
        if not claim.tested_by and not claim.waits_for:
            yield warning(
                "W403",
                claim.span,
                f'nothing tests the claim "{claim.name}"',
                "Name questions or numbers under 'tested_by:', or write under "
                "'waits_for:' what is missing.",
            )
