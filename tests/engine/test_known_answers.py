"""Every known answer that stands in a bundled case, by both methods.

The simulated ones take 64,000 futures and must lie within four standard errors; of all
of them together so many may lie outside as Student's t gives in 99 % of suites.
"""

from functools import cache

import pytest
from results import results_of
from twins import ERRORS, allowed_misses

from forewarn.engine.answer import answer
from forewarn.engine.effort import Effort
from forewarn.language.load import bundled_names, bundled_path, load_case
from forewarn.model.estimate import Ask

FUTURES = 64_000


def files_of(name):
    path = bundled_path(name)
    return sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


@cache
def known(name):
    """A case, its known answers and what to ask for each."""
    case = load_case(name).case
    results = [result for file in files_of(name) for result in results_of(file)]
    return case, results, [ask_of(case, result) for result in results]


def ask_of(case, result):
    dates = {date.text: date.years for date in case.question(result.question).by}
    return Ask(question=result.question, years=dates.get(result.date_text))


NAMES = [name for name in bundled_names() if known(name)[1]]


def estimates(name, method):
    case, results, asks = known(name)
    effort = Effort(method=method, worlds=1, futures_per_world=FUTURES)
    return zip(results, answer(case, asks, effort).estimates, strict=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_known_answer_is_found_exactly(name):
    for result, estimate in estimates(name, "exact"):
        assert estimate.method == "exact"
        assert abs(estimate.value - result.value) <= result.tolerance, result
        assert estimate.low == estimate.high == estimate.value
        assert estimate.error == 0


def test_every_known_answer_is_found_by_futures():
    pairs = [pair for name in NAMES for pair in estimates(name, "simulated")]
    simulated = [(r, e) for r, e in pairs if e.kind != "number"]
    assert {e.method for _, e in simulated} == {"simulated"}
    missed = [
        (result, estimate)
        for result, estimate in simulated
        if not abs(estimate.value - result.value) <= ERRORS * estimate.error
    ]
    assert len(missed) <= allowed_misses([e.freedom for _, e in simulated]), missed
