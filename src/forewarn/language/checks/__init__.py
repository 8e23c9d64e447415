"""Checks of a whole case: what is written well and still cannot be meant."""

from collections.abc import Iterator

from forewarn.errors import Problem
from forewarn.language.checks.asked import asked_of
from forewarn.language.checks.causes import check_causes
from forewarn.language.checks.claims import check_claims
from forewarn.language.checks.dynamics import check_dynamics
from forewarn.language.checks.history import check_history
from forewarn.language.checks.indicators import check_indicators
from forewarn.language.checks.influences import check_influences
from forewarn.language.checks.ladders import check_ladders
from forewarn.language.checks.measures import check_measures
from forewarn.language.checks.questions import check_questions
from forewarn.language.checks.reach import reach_of
from forewarn.language.checks.record import check_record
from forewarn.language.checks.reports import check_reports
from forewarn.language.checks.schedules import check_schedules
from forewarn.language.checks.sources import check_sources
from forewarn.language.checks.variables import check_variables
from forewarn.model.case import Case


def check_case(case: Case) -> Iterator[Problem]:
    """Every problem of a case as a whole; the cost is in proportion to the case.

    Args:
        case: A case every name of which is known.

    Yields:
        Warnings, and errors where it contradicts itself, family by family; sort them by
        place to show them.
    """
    reach, asked = reach_of(case), asked_of(case)
    yield from check_sources(case)
    yield from check_variables(case, reach, asked)
    yield from check_influences(case)
    yield from check_ladders(case)
    yield from check_schedules(case, reach)
    yield from check_causes(case)
    yield from check_measures(case, reach)
    yield from check_indicators(case, reach)
    yield from check_reports(case, reach)
    yield from check_record(case, reach)
    yield from check_history(case)
    yield from check_dynamics(case, reach, asked)
    yield from check_questions(case, reach)
    yield from check_claims(case)
