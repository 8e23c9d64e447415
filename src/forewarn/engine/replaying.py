"""Replaying: one future of the run that answers, told alone."""

from collections.abc import Callable, Sequence

from forewarn.engine.asking import futures_asked
from forewarn.engine.compiling import telling_of_compiling
from forewarn.engine.effort import Effort
from forewarn.engine.job import run_of
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.record import replay
from forewarn.model.case import Case
from forewarn.model.estimate import Ask
from forewarn.model.story import Story


def replay_future(  # noqa: PLR0913  # which run, and which of it
    case: Case,
    asks: Sequence[Ask],
    effort: Effort,
    *,
    place: tuple[int, int],
    belief: Belief | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Story:
    """One future of the run that answers with some effort, as far as the case goes.

    Args:
        case: The case.
        asks: What is asked of the future; what is asked about a number is left out.
        effort: Which run.
        place: Numbers of its world and of the future in it, from 0.
        belief: What is believed on a day, where the run goes on from there.
        progress: Called where kernels are compiled first.

    Raises:
        UsageError: if the run has no such world or future, or an ask does not fit.
    """
    world, future = place
    with telling_of_compiling(progress):
        run = run_of(case, effort, belief=belief)
        return replay(
            run, futures_asked(asks), world=world, future=future, until=case.horizon
        )
