"""Slopes by finite differences: plain, slow, and good to ten digits."""

import numpy as np

#: How far the farthest point lies; two more lie between, and the three together are
#: exact for a polynomial of degree 6 (Richardson, twice).
STEP = 8e-3


def groups_of(case, names):
    """Places of numbers that sum to 1 with each other."""
    place = {name: i for i, name in enumerate(names)}
    for variable in case.variables:
        yield [place[share.name] for _, share in variable.start]
    for schedule in case.schedules:
        if schedule.draw is not None:
            yield [place[share.name] for _, share in schedule.draw.shares]


def moved(case, names, numbers, column, by):
    """Numbers with one of them moved on its log, or logit."""
    numbers = numbers.copy()
    dimensions = {each.name: each.quantity.dimension for each in case.numbers()}
    group = next((g for g in groups_of(case, names) if column in g), None)
    if group is not None:
        numbers[:, column] *= np.exp(by)
        numbers[:, group] /= numbers[:, group].sum(axis=1, keepdims=True)
    elif dimensions[names[column]] in {"probability", "odds"}:
        chance = numbers[:, column] * np.exp(by)
        numbers[:, column] = chance / (chance + 1 - numbers[:, column])
    else:
        numbers[:, column] *= np.exp(by)
    return numbers


def slope_by_differences(answer, case, plan, column):
    """Slope of an answer, a function of the numbers of a plan, with one of them."""

    def central(by):
        up, down = (
            answer(moved(case, plan.network.numbers, plan.numbers, column, sign * by))
            for sign in (1, -1)
        )
        return (up - down) / (2 * by)

    far, half, near = central(STEP), central(STEP / 2), central(STEP / 4)
    once, again = (4 * half - far) / 3, (4 * near - half) / 3
    return (16 * again - once) / 15
