"""Checks of sources: each is cited."""

from collections.abc import Iterator

from forewarn.errors import Problem
from forewarn.language.places import warning
from forewarn.model.case import Case


def check_sources(case: Case) -> Iterator[Problem]:
    """Warn of sources that no number cites."""
    cited = {number.citation.source for number in case.numbers() if number.citation}
    for source in case.sources:
        if source.name not in cited:
            yield warning(
                "W301",
                source.span,
                f'no number cites the source "{source.name}"',
                f"Write 'source: {source.name}, PLACE' at the number it stands "
                "behind, or remove it.",
            )
