"""Broken cases: each is told exactly what is wrong, at the line where it is."""

import re
from pathlib import Path

import pytest

from forewarn.language.codes import CODES
from forewarn.language.load import load_case, read_case

FOLDER = Path(__file__).parent / "broken"
CASES = sorted(FOLDER.glob("*.yaml"))
EXPECTED = re.compile(r"([EW]\d{3}) (\d+)")
SEVERITIES = {each.code: each.severity for each in CODES}


def expected(path):
    first, _, _ = path.read_text(encoding="utf-8").partition("\n")
    return {(code, int(line)) for code, line in EXPECTED.findall(first)}


def told(reading):
    return {(problem.code, problem.span.line) for problem in reading.problems}


def test_there_are_at_least_sixty() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_broken_case_is_told_what_is_wrong_and_nothing_else(path) -> None:
    reading = load_case(path)
    assert told(reading) == expected(path)
    assert all(problem.message for problem in reading.problems)
    errors = [each for each in reading.problems if each.severity == "error"]
    assert (reading.case is None) == bool(errors)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_problem_is_as_grave_as_its_code_says(path) -> None:
    for problem in load_case(path).problems:
        assert problem.severity == SEVERITIES[problem.code]


def test_a_name_that_is_not_known_is_told_with_the_nearest() -> None:
    (unknown,) = load_case(of_name("unknown-variable")).problems
    assert '"taiwan"' in unknown.hint
    (state,) = load_case(of_name("unknown-state")).problems
    assert '"war"' in state.hint
    (key,) = load_case(of_name("unknown-key")).problems
    assert '"title"' in key.hint


def of_name(name):
    return next(path for path in CASES if path.stem[4:] == name)


def test_many_mistakes_are_told_at_once_in_the_order_of_the_text() -> None:
    text = of_name("interval-swapped").read_text(encoding="utf-8")
    text = text.replace("taiwan = war: 4", "taiwam = war: 4")
    text = text.replace("2026-08-20", "2056-08-20")
    problems = read_case({"model.yaml": text}).problems
    assert [problem.code for problem in problems] == ["E304", "E402", "E502"]
    assert [problem.span for problem in problems] == sorted(
        problem.span for problem in problems
    )


# What no file here can hold: made, written and read.

HEAD = "forewarn: 1\ncase: {title: T, start: 2024-01-01, horizon: 1 year}\n"
BOMB = "".join(
    f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]\n"
    for level in range(1, 12)
)
HOSTILE = [
    ("E101", "forewarn: 1\ncase: {title: Crise à Séoul}\n".encode("latin-1")),
    ("E101", HEAD.encode("utf-16")),
    ("E102", b"forewarn: 1\ntitle: a\x00b\n"),
    ("E103", b""),
    ("E103", b"# only a comment\n"),
    ("E103", b"---\n"),
    ("E105", f"l0: &l0 [lol]\n{BOMB}".encode()),
    ("E106", b"[" * 10_000),
    ("E106", b"{a: " * 10_000),
    ("E106", b"- " * 10_000),
    ("E108", f"{HEAD}events: {{a: {{rate: {'9' * 10_000}}}}}\n".encode()),
    ("E108", f"{HEAD}events: {{a: {{rate: 1e{'9' * 10_000} per year}}}}\n".encode()),
    ("E109", b"#" * 3_000_000),
]


@pytest.mark.parametrize(
    ("code", "raw"), HOSTILE, ids=[f"{n}-{code}" for n, (code, _) in enumerate(HOSTILE)]
)
def test_a_hostile_file_is_refused(code, raw, tmp_path) -> None:
    path = tmp_path / "model.yaml"
    path.write_bytes(raw)
    reading = load_case(path)
    assert reading.case is None
    assert {problem.code for problem in reading.problems} == {code}


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path) -> None:
    with (tmp_path / "model.yaml").open("wb") as stream:
        stream.truncate(200 * 1024**2)
    assert {each.code for each in load_case(tmp_path).problems} == {"E109"}


def test_a_folder_without_a_model_is_no_case(tmp_path) -> None:
    (tmp_path / "model").mkdir()
    assert {each.code for each in load_case(tmp_path).problems} == {"E112"}


def test_a_link_that_leaves_the_folder_is_refused(tmp_path) -> None:
    (tmp_path / "secret.yaml").write_text("forewarn: 1\n")
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "model.yaml").symlink_to(tmp_path / "secret.yaml")
    reading = load_case(tmp_path / "case")
    assert {each.code for each in reading.problems} == {"E113"}
    assert "secret" not in str(reading.texts)


@pytest.mark.parametrize("line", ["!include ../secret.yaml", "!!python/name:os.system"])
def test_nothing_is_included(line) -> None:
    reading = read_case({"model.yaml": f"{HEAD}questions: {line}\n"})
    assert {each.code for each in reading.problems} == {"E105"}


def test_both_a_model_file_and_a_model_folder_are_refused(tmp_path) -> None:
    (tmp_path / "model").mkdir()
    for name in ("model.yaml", "model/a.yaml"):
        (tmp_path / name).write_text(HEAD)
    assert "E114" in {each.code for each in load_case(tmp_path).problems}
