"""Checks of sources: each is cited."""

from collections.abc import Iterator
from itertools import chain

from forewarn.errors import Problem
from forewarn.language.places import warning
from forewarn.model.case import Case, Citation


def check_sources(case: Case) -> Iterator[Problem]:
    """Warn of sources that no number, report or row of history cites."""
    cited = {each.source for each in citations_of(case)}
    cited |= {row.source.partition(",")[0].strip() for row in case.evidence.history}
    for source in case.sources:
        if source.name not in cited:
            yield warning(
                "W301",
                source.span,
                f'nothing cites the source "{source.name}"',
                f"Write 'source: {source.name}, PLACE' at the number or report it "
                "stands behind, or remove it.",
            )


def citations_of(case: Case) -> Iterator[Citation]:
    """What numbers and reports cite."""
    numbers = (number.citation for number in case.numbers())
    reports = (report.citation for report in case.evidence.reports)
    yield from (each for each in chain(numbers, reports) if each is not None)
