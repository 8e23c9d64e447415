"""The cases that come along: clean, complete, and as their sources have them."""

import csv
import json
from collections import Counter
from datetime import date
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest
from results import results_of

from forewarn.evidence.series import read_series
from forewarn.language.load import (
    bundled_names,
    bundled_path,
    load_case,
    observed_files,
)
from forewarn.laws import quantile
from forewarn.model.case import Case, Influence, Ladder, Transition
from forewarn.model.conditions import holds

REFERENCES = Path(__file__).parents[2] / "shared" / "references"

#: Warnings a bundled case keeps, and why; any other is a mistake.
ARGUED = {
    # Two multipliers and a rate rest on what became known after the start, and say so.
    "two-front": ["W206", "W206", "W206"],
    # History states what was so on some days, and says so: nothing is counted from it.
    # Three measures act on those who judge, and on what is seen, not on a rate. The
    # others rest on what became known after the start: the case was written in 2026.
    "north-korea": [*["W606"] * 3, *["W317"] * 3, *["W206"] * 54],
}

#: Cases that say what months are asked about, with the event and its title.
HELD_AGAINST_A_RECORD = {
    "dprk-missile-tests": "missile_test",
    "security-council-vetoes": "veto",
}


def case_of(name: str) -> Case:
    case = load_case(name).case
    assert case is not None
    return case


def files_of(name: str) -> list[Path]:
    path = bundled_path(name)
    return sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


@pytest.mark.parametrize("name", bundled_names())
def test_a_bundled_case_has_no_problem_that_is_not_argued_for(name: str) -> None:
    said = Counter(problem.code for problem in load_case(name).problems)
    assert said == Counter(ARGUED.get(name, []))


@pytest.mark.parametrize("name", bundled_names())
def test_every_number_of_a_bundled_case_has_a_basis(name: str) -> None:
    assert all(number.basis for number in case_of(name).numbers())


@pytest.mark.parametrize("name", bundled_names())
def test_a_known_answer_stands_beside_a_date_that_its_question_has(name: str) -> None:
    case = case_of(name)
    for result in (one for path in files_of(name) for one in results_of(path)):
        dates = [deadline.text for deadline in case.question(result.question).by]
        assert result.date_text in dates
        assert result.value >= 0
        assert result.tolerance <= 1e-9


def test_every_example_has_known_answers_for_every_date_it_asks() -> None:
    argued = {"two-front", "north-korea", *HELD_AGAINST_A_RECORD}
    for name in set(bundled_names()) - argued:
        asked = sum(len(question.by) for question in case_of(name).questions)
        assert len(results_of(bundled_path(name))) == asked


def test_the_readme_names_every_bundled_case() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert [name for name in bundled_names() if f"`{name}`" not in readme] == []


def test_the_tutorial_has_five_variables_and_every_kind_of_question() -> None:
    case = case_of("two-front")
    kinds = {question.kind for question in case.questions}
    assert len(case.variables) == 5
    assert len(files_of("two-front")) > 1
    assert len(kinds) == 8


@pytest.mark.parametrize(("name", "event"), HELD_AGAINST_A_RECORD.items())
def test_a_case_to_be_held_against_a_record_is_a_page_with_one_hidden_variable(
    name: str, event: str
) -> None:
    case = case_of(name)
    reported = {each for one in case.evidence.coverage for each in one.names}
    hidden = [each for each in case.variables if each.name not in reported]
    assert [len(variable.states) for variable in hidden] == [2]
    assert [each.name for each in case.events] == [event]
    assert [each.name for each in case.questions if each.kind == "happens"]
    assert (
        sum(len(path.read_text("utf-8").splitlines()) for path in files_of(name)) < 150
    )


def test_a_hidden_state_multiplies_the_rate_of_what_is_seen() -> None:
    for name in HELD_AGAINST_A_RECORD:
        (event,) = case_of(name).events
        (effect,) = event.effects
        assert isinstance(effect, Influence)
        assert float(quantile(effect.times.quantity.law, 0.95)) < 1.0


def test_the_case_is_the_one_that_its_back_test_was_specified_for() -> None:
    page = Path(__file__).parents[1] / "docs" / "backtest-spec.md"
    assert case_of("dprk-missile-tests").digest in page.read_text(encoding="utf-8")


def test_the_tests_of_others_do_not_come_along() -> None:
    assert not observed_files(load_case("dprk-missile-tests"))


def test_the_vetoes_come_along_with_their_licence_and_their_source() -> None:
    (path,) = observed_files(load_case("security-council-vetoes"))
    beside = {each.name for each in path.parent.iterdir()}
    assert beside == {"vetoes.csv", "SOURCE.md", "LICENSE.txt"}
    assert "Permission is hereby granted" in (path.parent / "LICENSE.txt").read_text()
    series = read_series(path)
    assert series.problems == ()
    assert "a row is a day" in series.notes[0]
    assert (series.since, series.until) == (date(1946, 2, 16), date(2022, 7, 31))
    assert series.number_in(series.since, series.until) == 214
    assert series.days_in(series.since, series.until) == 182


def test_the_vetoes_are_those_of_their_source() -> None:
    source = REFERENCES.parent / "data/un_security_council/unsc_vetoes_1946_2022.csv"
    if not source.exists():
        pytest.skip(f"the list of vetoes is not here: {source}")
    with source.open(encoding="utf-8") as rows:
        counted = Counter(row["date"] for row in csv.DictReader(rows))
    (path,) = observed_files(load_case("security-council-vetoes"))
    found = {str(each.first): each.number for each in read_series(path).counts}
    assert found == counted


@pytest.mark.parametrize(
    ("name", "variables", "transitions", "influences", "joint_states"),
    [
        ("benchmark-12", 12, 41, 51, 139_968),
        ("drug-effect", 8, 27, 26, 864),
        ("three-events", 3, 3, 4, 8),
    ],
)
def test_an_example_has_the_size_that_is_said_of_it(
    name: str, variables: int, transitions: int, influences: int, joint_states: int
) -> None:
    case = case_of(name)
    jumps = [jump for variable in case.variables for jump in variable.transitions]
    assert len(case.variables) == variables
    assert len(jumps) == transitions
    assert sum(len(jump.effects) for jump in jumps) == influences
    assert prod(len(variable.states) for variable in case.variables) == joint_states


def hazard(jump: Transition, states: dict[str, str]) -> float:
    """The hazard in one joint state, its numbers exact: the definition, in full."""
    value = float(quantile(jump.rate.quantity.law, 0.5))
    for effect in jump.effects:
        parts = effect.rungs if isinstance(effect, Ladder) else (effect,)
        for part in parts:
            assert isinstance(part, Influence)
            if holds(part.condition, states):
                value *= float(quantile(part.times.quantity.law, 0.5))
    return value


def reference(path: str) -> Any:
    file = REFERENCES / path
    if not file.exists():
        pytest.skip(f"the published network is not here: {file}")
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["drug-effect", "drug-effect-from-one-state"])
def test_the_drug_network_has_the_intensity_matrices_of_its_paper(name: str) -> None:
    paper = reference("engine/ctbn/drug_nodelman2002.json")
    case = case_of(name)
    order = {each.name: each.state_names for each in case.variables}
    for variable in case.variables:
        rates = {(j.source, j.target): j for j in variable.transitions}
        parents = paper["parents"][variable.name]
        for levels in product(*(range(len(order[parent])) for parent in parents)):
            states = {
                p: order[p][level] for p, level in zip(parents, levels, strict=True)
            }
            told = ",".join(f"{p}={k}" for p, k in zip(parents, levels, strict=True))
            matrix = paper["cim"][f"{variable.name}|{told}"]
            for (i, a), (j, b) in product(enumerate(variable.state_names), repeat=2):
                if i != j:
                    jump = rates.get((a, b))
                    ours = hazard(jump, states) if jump else 0.0
                    assert ours == pytest.approx(matrix[i][j], rel=1e-14, abs=0)


def test_the_three_events_have_the_rates_and_factors_of_their_source() -> None:
    network = reference("method/hazard_network_mhn.json")
    theta = network["theta_multiplicative"]
    names = ["first", "second", "third"]
    case = case_of("three-events")
    for come in product([False, True], repeat=3):
        states = {
            n: "present" if c else "absent" for n, c in zip(names, come, strict=True)
        }
        for i, name in enumerate(names):
            factors = [theta[i][j] for j in range(3) if come[j] and j != i]
            (jump,) = case.variable(name).transitions
            expected = prod(factors, start=theta[i][i])
            assert hazard(jump, states) == pytest.approx(expected, rel=1e-14, abs=0)


def test_the_benchmark_has_the_transitions_and_factors_of_its_source() -> None:
    network = reference("engine/korea-like/korea_like.json")
    variables = network["variables"]
    expected = {
        (
            variables[v][0],
            variables[v][1][a],
            variables[v][1][b],
            rate,
            frozenset((variables[p][0], variables[p][1][s], m) for p, s, m in factors),
        )
        for v, a, b, rate, factors in network["transitions"]
    }
    ours = {
        (
            jump.variable,
            jump.source,
            jump.target,
            float(quantile(jump.rate.quantity.law, 0.5)),
            frozenset(
                (
                    effect.condition.variable,
                    effect.condition.states[0],
                    float(quantile(effect.times.quantity.law, 0.5)),
                )
                for effect in jump.effects
            ),
        )
        for variable in case_of("benchmark-12").variables
        for jump in variable.transitions
    }
    assert ours == expected
