"""States that the argument never leaves once it has reached them."""

from collections.abc import Iterator

from forewarn.model.case import Case, State, Variable


def dead_ends(case: Case) -> Iterator[tuple[Variable, State]]:
    """Every state that no transition, schedule or trigger leads out of, in order."""
    for variable in case.variables:
        left = _left(case, variable)
        for state in variable.states:
            if state.name not in left:
                yield variable, state


def _left(case: Case, variable: Variable) -> set[str]:
    """States that something leads out of; all of them where one is drawn anew."""
    left = {transition.source for transition in variable.transitions}
    for schedule in case.schedules:
        if schedule.draw and schedule.draw.variable == variable.name:
            left.update(variable.state_names)
    leaps = [schedule.leap for schedule in case.schedules if schedule.leap]
    leaps += [trigger.leap for trigger in case.triggers]
    for leap in leaps:
        if leap.variable == variable.name:
            left.update(leap.sources)
    return left
