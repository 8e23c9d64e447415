"""Dynamics: what answers would be without each dynamic, and without all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from forewarn.engine.asking import futures_asked
from forewarn.engine.change import fix
from forewarn.engine.coupled.compare import compare
from forewarn.engine.effort import Effort
from forewarn.engine.job import Progress
from forewarn.engine.posterior.belief import Belief
from forewarn.model.case import Case
from forewarn.model.comparison import Altered, Comparison
from forewarn.model.estimate import Ask

#: What the comparison calls the world without any dynamic.
ALL = ""


def find_dynamics(
    case: Case,
    asks: Sequence[Ask],
    effort: Effort,
    *,
    belief: Belief | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """By how much answers differ without each dynamic, and without all of them.

    Args:
        case: The case; where it names no dynamic, nothing is found.
        asks: What is asked: questions with dates, in years after the start.
        effort: How much may be computed, and how.
        belief: What is believed on a day. What a dynamic is told without is held from
            that day on then, and from the start otherwise.
        progress: Called as work is done.

    Returns:
        Differences, without the dynamic less with it, by the dynamic's name; ``ALL``
        for all at once where there are several that do not contradict each other.

    Raises:
        NotComputable: if the case cannot be run without one.
        Interrupted: if the user stops it.
    """
    withouts = {each.name: dict(each.without) for each in case.dynamics}
    together, notes = _together(list(withouts.values())), tuple[str, ...]()
    if len(withouts) > 1:
        if together is None:
            notes = ("two dynamics hold one variable in different states",)
        else:
            withouts[ALL] = together
    changes = list(_altered(case, withouts, belief))
    found = compare(
        case,
        changes,
        futures_asked(asks),
        effort,
        belief=belief,
        progress=progress,
    )
    # What a belief has to say of itself is said where it stands.
    return replace(found, notes=notes if belief else (*notes, *found.notes))


def _altered(
    case: Case, withouts: Mapping[str, Mapping[str, str]], belief: Belief | None
) -> Iterator[Altered]:
    for name, states in withouts.items():
        if belief is None:
            yield Altered(name=name, case=fix(case, states))
        else:
            yield Altered(name=name, case=case, held=tuple(states.items()))


def _together(withouts: Sequence[Mapping[str, str]]) -> dict[str, str] | None:
    """All that is held at once; None where that cannot be."""
    held: dict[str, str] = {}
    for states in withouts:
        for variable, state in states.items():
            if held.setdefault(variable, state) != state:
                return None
    return held
