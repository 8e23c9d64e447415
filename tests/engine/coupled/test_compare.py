"""Claims about coupled futures: both cases keep their law, and the difference is right.

Random networks with schedules, triggers, shares of exits, causes, variants and
measures, each against the same network with something changed, in the same worlds.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from random_networks import quantity
from strategies import structured_of
from structure import number
from twins import ERRORS, allowed_misses, dated

from forewarn.engine.change import fix, set_number
from forewarn.engine.coupled.compare import compare
from forewarn.engine.effort import Effort
from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.plan import plan_run
from forewarn.engine.worlds import (
    central_numbers,
    coordinate_names,
    draw_coordinates,
    numbers_at,
)
from forewarn.errors import NotComputable, UsageError
from forewarn.language.load import load_case
from forewarn.model.case import Event, Question
from forewarn.model.comparison import Altered
from forewarn.model.estimate import Ask

NETWORKS = 60
WORLDS, FUTURES = 64, 64
EFFORT = Effort(worlds=WORLDS, futures_per_world=FUTURES, method="simulated", threads=1)


def case_of(seed):
    return structured_of(seed, most_variables=2 + seed % 3)


def changed(case, seed):
    """A variable held, or a rate changed."""
    variable = case.variables[seed % len(case.variables)]
    rates = [
        t.rate for t in variable.transitions if t.rate.quantity.dimension == "rate"
    ]
    if seed % 2 and rates:
        return set_number(case, rates[0].name, quantity("1.2 per year"))
    return fix(case, {variable.name: variable.state_names[seed % 2]})


def in_worlds(case, other, seed, asks, *, central):
    """Exact answers of both, ask by ask, over the worlds that the futures ran in."""
    names = sorted({*coordinate_names(case), *coordinate_names(other)})
    plan = plan_run(WORLDS, FUTURES, uncertain=bool(names) and not central)
    size = {"worlds": WORLDS, "replicates": plan.replicates}
    z = draw_coordinates(names, seed=seed, **size)
    at = {name: z[:, i] for i, name in enumerate(names)}
    for each in (case, other):
        network = compile_network(each)
        numbers = central_numbers(network, each)[np.newaxis]
        if names and not central:
            numbers = numbers_at(network, each, at, worlds=WORLDS)
        found = exact_answers(each, asks, numbers)
        values = np.nan_to_num(found.values)
        yield [mean_of(values[:, i], found.weights[:, i]) for i in range(len(asks))]


def mean_of(values, weights):
    return (values * weights).sum() / weights.sum() if weights.sum() else np.nan


@cache
def found(*, central=True, networks=NETWORKS):
    """Difference, exact answers before and after, of each network and ask."""
    rows = []
    for seed in range(networks):
        case = case_of(seed)
        other = changed(case, seed)
        asks = dated(case)
        effort = replace(EFFORT, seed=seed, central=central)
        made = compare(case, [Altered(name="x", case=other)], asks, effort)
        try:
            exact = list(in_worlds(case, other, seed, asks, central=central))
        except NotComputable:
            continue
        rows.extend(zip(made.differences, *exact, strict=True))
    return rows


def seen(**which):
    """Those that futures had to tell, with enough of them to speak of normal noise."""
    return [
        (difference, before, after)
        for difference, before, after in found(**which)
        if difference.variance * WORLDS * FUTURES > 50
    ]


def errors_off(looks):
    """Differences in their errors; of what never opened there is nothing to say."""
    apart = [(d.difference - (after - before)) / d.error for d, before, after in looks]
    return [each for each in apart if np.isfinite(each)]


def test_differences_lie_within_four_errors_of_exact_ones():
    looks = seen()
    assert len(looks) > 80
    apart = errors_off(looks)
    missed = [each for each in apart if abs(each) > ERRORS]
    assert len(missed) <= allowed_misses([d.freedom for d, _, _ in looks]), missed
    # About 100 looks, of which those of one network go together.
    assert 0.7 < np.std(apart) < 1.4
    assert abs(np.mean(apart)) < 0.5


def test_errors_cover_over_worlds_too():
    """Exact in the very worlds drawn, so the error, of all worlds, is too large."""
    looks = seen(central=False, networks=12)
    assert len(looks) > 15
    missed = [each for each in errors_off(looks) if abs(each) > ERRORS]
    assert len(missed) <= allowed_misses([d.freedom for d, _, _ in looks]), missed


@pytest.mark.parametrize("side", ["before", "after"])
def test_each_case_keeps_its_own_law(side):
    """The answers of either side, by their errors over independent futures."""
    kinds = {"happens", "holds", "order", "happened"}
    apart = []
    for difference, before, after in seen():
        exact = before if side == "before" else after
        if difference.kind in kinds and 0.02 < exact < 0.98:
            error = np.sqrt(exact * (1 - exact) / (WORLDS * FUTURES))
            apart.append((getattr(difference, side) - exact) / error)
    assert len(apart) > 30
    assert max(np.abs(apart)) < 4.5
    assert abs(np.mean(apart)) < 0.4


def test_few_differences_vary_more_than_four_times_their_size():
    """At most 3 %: of those that do, futures are turned to yes and to no alike."""
    kinds = {"happens", "holds", "order", "happened"}
    looks = [
        difference
        for difference, _, _ in found()
        if difference.kind in kinds and difference.method == "simulated"
    ]
    over = [d for d in looks if d.variance > 4 * max(abs(d.difference), 0.0005)]
    assert len(looks) > 200
    assert len(over) <= 0.03 * len(looks)


def test_a_change_that_leads_nowhere_makes_no_difference_at_all():
    unmoved = [d for d, _, _ in found() if d.method == "exact"]
    assert len(unmoved) > 10
    for each in unmoved:
        assert each.note
        assert each.difference == each.error == 0
    for difference, before, after in found():
        if difference.method == "exact":
            assert before == pytest.approx(after, rel=1e-9, nan_ok=True)


def test_the_same_case_does_not_differ_even_where_futures_are_run():
    """Futures are run since one more event is asked about, which moves nothing."""
    for seed in range(6):
        case = case_of(seed)
        rate = number("flare", "2 per year", "rate")
        event = Event(name="flare", title="", rate=rate)
        other = replace(case, events=(*case.events, event))
        made = compare(case, [Altered(name="x", case=other)], dated(case), EFFORT)
        for each in made.differences:
            assert each.difference == 0
            assert each.before == each.after or np.isnan(each.before)


def test_any_number_of_threads_gives_the_same_bits():
    case = case_of(3)
    changes = [Altered(name=f"{n}", case=changed(case, n)) for n in range(3)]
    effort = Effort(worlds=256, futures_per_world=96, method="simulated", threads=1)
    one = compare(case, changes, dated(case), effort)
    three = compare(case, changes, dated(case), replace(effort, threads=3))
    assert repr(one) == repr(three)


def test_a_change_among_others_is_as_a_change_alone():
    case = case_of(4)
    changes = [Altered(name=f"{n}", case=changed(case, n)) for n in range(3)]
    together = compare(case, changes, dated(case), EFFORT)
    for change in changes:
        alone = compare(case, [change], dated(case), EFFORT)
        told = [(d.difference, d.after) for d in together.of(change.name)]
        expected = [(d.difference, d.after) for d in alone.differences]
        assert np.allclose(told, expected, rtol=0, atol=1e-12, equal_nan=True)


def test_solved_differences_have_no_noise():
    case = load_case("two-way-race").case
    other = set_number(case, "race: running -> first", quantity("2 per year"))
    asks = [Ask(question="first_wins", years=1.0)]
    (one,) = compare(case, [Altered(name="x", case=other)], asks).differences
    assert one.method == "exact"
    assert one.error == 0
    expected = 2 / 4 * (1 - np.exp(-4)) - 1 / 3 * (1 - np.exp(-3))
    assert one.difference == pytest.approx(expected, abs=1e-9)


def test_two_changes_of_one_name_are_refused():
    case = case_of(0)
    twice = [Altered(name="x", case=case)] * 2
    with pytest.raises(UsageError, match="one name"):
        compare(case, twice, dated(case), EFFORT)


def test_a_question_about_a_number_is_refused():
    case = case_of(0)
    asked = Question(name="n", title="", kind="number", number="x", above=1.0)
    case = replace(case, questions=(*case.questions, asked))
    with pytest.raises(UsageError, match="number"):
        compare(
            case,
            [Altered(name="x", case=case)],
            [Ask(question="n", years=None)],
            EFFORT,
        )
