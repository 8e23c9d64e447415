"""docs/problems.md: a section for each code, whose examples show what it says."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import forewarn.language
from forewarn.errors import Problem
from forewarn.language.codes import CODES
from forewarn.language.load import load_case

PAGE = Path(__file__).parent.parent / "docs" / "problems.md"
LANGUAGE = Path(forewarn.language.__file__).parent
FENCE = re.compile(r"^```(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
ARROW = re.compile(r" *# <- ([EW]\d{3})$", re.MULTILINE)
NUMBERS = re.compile(
    r"^(?:variables|events|schedule|triggers|losses|measures|indicators|unforeseen):$",
    re.MULTILINE,
)
CODE = re.compile(r"[EW]\d{3}")
BASE = """\
forewarn: 1
case: {title: Korea, start: 2024-01-01, horizon: 10 years}
basis: judgement
variables:
  korea:
    states: [calm, war]
    start: calm
    transitions:
      calm -> war: 0.02 to 0.08 per year
questions:
  korean_war: {happens: korea = war, by: 5 years}
"""
SOURCES = "sources:\n  yearbook: {title: Yearbook}\n"
HISTORY = {
    "history/states.csv": "date,variable,state,source\n2001-01-01,korea,calm,yearbook",
    "history/coverage.csv": "from,to,name\n2001-01-01,2024-01-01,korea\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One block of the page, and the problems that its arrows point at."""

    code: str
    words: tuple[str, ...]
    text: str
    places: frozenset[tuple[str, int]]

    def expected(self, told: list[Problem]) -> set[tuple[str, int]]:
        if "bad" not in self.words:
            return set()
        if (
            "repeat=" in " ".join(self.words) and not self.places
        ):  # no arrow can point at a line that is not shown
            return {(self.code, problem.span.line) for problem in told[:1]}
        return set(self.places) or {(self.code, 0)}

    def write(self, folder: Path) -> None:
        if "folder" in self.words:
            write_folder(folder, self.text.splitlines())
            return
        if self.words[0] in {"csv", "md"}:
            write_history(folder, self.words[-1], self.text)
            return
        (folder / "model").mkdir()
        text = repeated(self.text, self.words)
        if "whole" not in self.words and NUMBERS.search(text):
            text += "basis: judgement\n"
        encoding = "latin-1" if "latin-1" in self.words else "utf-8"
        (folder / "model" / "example.yaml").write_text(text, encoding=encoding)
        if "whole" not in self.words:
            (folder / "model" / "base.yaml").write_text(BASE)


def write_history(folder: Path, name: str, text: str) -> None:
    """A table of history beside the case, and what it needs to be whole."""
    files = {"model.yaml": BASE + SOURCES, **HISTORY, name: text}
    for file, content in files.items():
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")


def write_folder(folder: Path, lines: list[str]) -> None:
    """Each line is a file; an arrow makes it a link."""
    (folder.parent / "secret.yaml").write_text("basis: judgement\n")
    for line in lines:
        name, _, target = line.partition(" -> ")
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if target:
            path.symlink_to(target)
        else:
            text = BASE if path.stem in {"base", "model"} else "basis: judgement\n"
            path.write_text(text)


def repeated(text: str, words: tuple[str, ...]) -> str:
    """The text, its last line as often as ``repeat=`` says."""
    times = [int(word.removeprefix("repeat=")) for word in words if "repeat=" in word]
    *lines, last = text.splitlines(keepends=True)
    return "".join(lines) + last * (times[0] if times else 1)


def sections() -> Iterator[tuple[str, str]]:
    _, *parts = re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for part in parts:
        heading, _, body = part.partition("\n")
        yield heading, body


def examples() -> Iterator[Example]:
    for heading, body in sections():
        for info, text in FENCE.findall(body):
            lines = text.splitlines()
            found = [ARROW.search(line) for line in lines]
            yield Example(
                code=heading.split()[0],
                words=tuple(info.split()),
                text=ARROW.sub("", text),
                places=frozenset(
                    (arrow[1], 1 if "folder" in info else number)
                    for number, arrow in enumerate(found, 1)
                    if arrow
                ),
            )


def codes_emitted() -> Iterator[str]:
    """Codes that stand as text in the reader of the language."""
    for path in LANGUAGE.rglob("*.py"):
        if path.name == "codes.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from CODE.findall(node.value)


def of(problem: Problem) -> tuple[str, int]:
    return problem.code, problem.span.line


def test_every_code_that_is_told_is_in_the_table() -> None:
    known = {each.code for each in CODES}
    assert set(codes_emitted()) == known


def test_the_table_is_sorted_and_names_each_code_once() -> None:
    codes = [each.code for each in CODES]
    assert codes == sorted(set(codes))


def test_every_code_has_a_section_with_its_title() -> None:
    headings = [heading for heading, _ in sections()]
    assert sorted(headings) == [f"{each.code} {each.title}" for each in CODES]


def test_every_section_has_a_bad_and_a_good_example() -> None:
    for heading, body in sections():
        words = [word for info, _ in FENCE.findall(body) for word in info.split()]
        assert {"bad", "good"} <= set(words), heading


@pytest.mark.parametrize(
    "example", list(examples()), ids=lambda e: f"{e.code}-{e.words[1]}"
)
def test_an_example_is_as_bad_or_good_as_it_says(example, tmp_path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    example.write(folder)
    problems = load_case(folder).problems
    told = [problem for problem in problems if problem.code == example.code]
    errors = {problem.code for problem in problems if problem.severity == "error"}
    assert {of(problem) for problem in told} == example.expected(told)
    assert errors <= {example.code}
    assert all(problem.hint or problem.code == "E112" for problem in told)
