"""Findings to compose from: a bundled case, with no answers and with made-up ones."""

import pytest
from made_answers import made_answer, made_curves

from forewarn.brief.compose import compose
from forewarn.brief.findings import Findings
from forewarn.brief.html import render_html
from forewarn.language.load import load_case


@pytest.fixture(scope="session")
def unanswered():
    reading = load_case("two-front")
    return Findings(
        case=reading.case,
        problems=reading.problems,
        as_of=reading.case.start,
        version="0.1.0",
        command="forewarn brief two-front",
    )


@pytest.fixture(scope="session")
def answered(unanswered):
    case = unanswered.case
    return Findings(
        case=case,
        problems=unanswered.problems,
        as_of=case.start,
        version="0.1.0",
        answer=made_answer(case),
        curves=made_curves(case),
        command="forewarn brief two-front",
    )


@pytest.fixture(scope="session")
def brief(answered):
    return compose(answered)


@pytest.fixture(scope="session")
def page(brief):
    return render_html(brief)


@pytest.fixture(scope="session")
def bare_page(unanswered):
    return render_html(compose(unanswered))
