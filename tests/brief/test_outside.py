"""The outside view against closed forms."""

from math import exp, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.brief.outside import outside_view
from forewarn.language.quantities import parse_quantity
from forewarn.model.case import Question


def asked(text, dimension="rate", **more):
    base_rate = parse_quantity(text, dimension)
    kind = more.pop("kind", "happens")
    return Question(name="q", title="", kind=kind, base_rate=base_rate, **more)


@given(st.integers(0, 20), st.floats(1, 200), st.floats(0.1, 30))
def test_a_count_answers_as_its_gamma_law_does(count, exposure, years):
    # E[exp(-hT)] of Gamma(n + 1/2, E) is (E / (E + T))^(n + 1/2).
    exact = 1 - (exposure / (exposure + years)) ** (count + 0.5)
    question = asked(f"{count} in {exposure:.12f} years")
    assert isclose(outside_view(question, years), exact, rel_tol=5e-3)


def test_an_exact_rate_answers_as_an_exponential_wait_does():
    assert isclose(outside_view(asked("0.1 per year"), 10.0), 1 - exp(-1))


def test_reference_classes_answer_by_their_weights():
    both = outside_view(asked("20% of (0.5 per year) or 80% of (0.1 per year)"), 2.0)
    assert isclose(both, 0.2 * (1 - exp(-1)) + 0.8 * (1 - exp(-0.2)))


def test_a_share_is_its_own_answer():
    question = asked("0 of 12", "probability", kind="holds")
    assert isclose(outside_view(question, 10.0), 0.5 / 13, rel_tol=5e-3)


def test_a_count_of_events_is_the_mean_number():
    assert isclose(outside_view(asked("0.3 per year", kind="count"), 10.0), 3.0)


def test_a_window_counts_instead_of_the_date():
    question = asked("0.1 per year", kind="given", within=0.5)
    assert isclose(outside_view(question, 10.0), 1 - exp(-0.05))


@pytest.mark.parametrize("kind", ["holds", "order", "time"])
def test_a_rate_says_nothing_of_what_it_cannot_answer(kind):
    assert outside_view(asked("0.1 per year", kind=kind), 10.0) is None


def test_no_base_rate_has_no_outside_view():
    question = Question(name="q", title="", kind="happens")
    assert outside_view(question, 10.0) is None
