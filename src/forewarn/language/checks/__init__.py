"""Checks of a whole case: what is written well and still cannot be meant."""

from collections.abc import Iterator

from forewarn.errors import Problem
from forewarn.language.checks.asked import asked_of
from forewarn.language.checks.claims import check_claims
from forewarn.language.checks.dynamics import check_dynamics
from forewarn.language.checks.influences import check_influences
from forewarn.language.checks.ladders import check_ladders
from forewarn.language.checks.questions import check_questions
from forewarn.language.checks.reach import reach_of
from forewarn.language.checks.sources import check_sources
from forewarn.language.checks.variables import check_variables
from forewarn.model.case import Case


def check_case(case: Case) -> Iterator[Problem]:
    """Every warning about a case as a whole; the cost is in proportion to the case.

    Args:
        case: A case without errors: every name in it is known.

    Yields:
        Warnings, family by family; sort them by place to show them.
    """
    reach, asked = reach_of(case), asked_of(case)
    yield from check_sources(case)
    yield from check_variables(case, reach, asked)
    yield from check_influences(case)
    yield from check_ladders(case)
    yield from check_dynamics(case, reach, asked)
    yield from check_questions(case, reach)
    yield from check_claims(case)
