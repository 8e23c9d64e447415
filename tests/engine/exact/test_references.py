"""Claims about known answers: those beside the bundled cases, and the benchmarks'."""

import json
from dataclasses import replace

import pytest
from json_models import REFERENCES, case_of_json, target_of_json
from results import results_of

from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers
from forewarn.language.load import bundled_names, bundled_path, load_case
from forewarn.model.case import Question
from forewarn.model.conditions import And, Holds
from forewarn.model.estimate import Ask
from forewarn.model.units import years_between

STORM = REFERENCES / "korea-like/exact_values_storm.json"


def known():
    for name in bundled_names():
        path = bundled_path(name)
        if path.is_file():
            yield from ((name, result) for result in results_of(path))


def years_of(case, result):
    for deadline in case.question(result.question).by:
        if deadline.text == result.date_text:
            if deadline.day is not None:
                return years_between(case.start, deadline.day)
            return deadline.years
    return None


@pytest.mark.parametrize("name", sorted({name for name, _ in known()}))
def test_answers_beside_the_questions_of_bundled_cases_are_right(name):
    case = load_case(name).case
    results = [result for known_name, result in known() if known_name == name]
    numbers = central_numbers(compile_network(case), case)
    asks = [Ask(question=r.question, years=years_of(case, r)) for r in results]
    answers = exact_answers(case, asks, numbers[None], allowance=Allowance(threads=2))
    for result, value in zip(results, answers.values[0], strict=True):
        assert value == pytest.approx(result.value, rel=0, abs=result.tolerance), result


def asked(text):
    """The case of a network, asked for its target ever and at a time."""
    case = case_of_json(text)
    tests = tuple(
        Holds(variable=variable, operator="=", states=(state,), within=(state,))
        for variable, state in target_of_json(text).items()
    )
    condition = tests[0] if len(tests) == 1 else And(parts=tests)
    questions = tuple(
        Question(name=name, title=name, kind=kind, condition=condition)
        for name, kind in (
            ("first_passage_by_T", "happens"),
            ("in_target_at_T", "holds"),
        )
    )
    return replace(case, questions=questions)


@pytest.mark.skipif(
    not STORM.exists(), reason=f"needs {STORM.name}, kept beside the code"
)
@pytest.mark.parametrize(
    "name", ["korea_like", "korea_twofront", "rand10", "ex1e4", "ex1e5", "ex1e6"]
)
def test_benchmark_networks_agree_with_storm(name):
    case = asked((STORM.parent / f"{name}.json").read_text())
    published = [
        (Ask(question=question, years=float(years)), value)
        for years, values in json.loads(STORM.read_text())[name].items()
        for question, value in values.items()
    ]
    numbers = central_numbers(compile_network(case), case)
    answers = exact_answers(
        case,
        [ask for ask, _ in published],
        numbers[None],
        allowance=Allowance(threads=2),
    )
    for (ask, value), got in zip(published, answers.values[0], strict=True):
        # Written with 12 digits or more; the smallest is 4e-8.
        assert got == pytest.approx(value, rel=1e-9, abs=1e-12), ask
