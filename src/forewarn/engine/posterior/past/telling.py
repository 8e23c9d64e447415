"""Telling: what became of history before the start, in a few sentences."""

from collections.abc import Iterator, Sequence

from forewarn.engine.posterior.past.past import Past
from forewarn.model.learned import Stretch, Use


def notes_of(past: Past) -> Iterator[str]:
    """What a reader must know of history that was taken in, or was not."""
    learned, counted, out = (
        [s for s in past.stretches if s.use == use] for use in _USES
    )
    if learned:
        yield (
            f"learned from history before the start: {_of(learned)}; "
            f"{sum(s.count for s in learned):,} in "
            f"{sum(s.exposure for s in learned):,.1f} years"
        )
    if counted:
        yield (
            "used once, as history that numbers with a count stand on already: "
            f"{_of(counted)}"
        )
    if out:
        yield f"left out of history, as it cannot be said what it tells: {_of(out)}"
    if past.beyond:
        yield f"{past.beyond:,} rows of history lie outside what is covered"


_USES: tuple[Use, ...] = ("learned", "counted", "left out")


def _of(stretches: Sequence[Stretch]) -> str:
    names = {stretch.about for stretch in stretches}
    return f"{_many(len(stretches), 'stretch')} of {_many(len(names), 'hazard')}"


def _many(count: int, word: str) -> str:
    plural = f"{word}es" if word.endswith("ch") else f"{word}s"
    return f"{count:,} {word if count == 1 else plural}"
