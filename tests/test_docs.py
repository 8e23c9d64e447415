"""Documentation runs: its commands give what it shows, and every command has a section.

A page is one session in an empty folder, read from the top. A block that is announced
as a file ("Save this as `wars/model.yaml`:") is saved there. In a block fenced as
``console`` the lines after ``$ `` are run by a shell; the lines under them must be
printed, in that order, with others between them allowed and ``...`` standing for any
text in a line.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from forewarn.cli.commands import COMMANDS, build_command

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ANNOUNCED = re.compile(r"`([\w./-]+\.(?:yaml|csv|md))`[^`]*:\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block of a page."""

    place: str
    language: str
    text: str
    #: The file it is announced as; empty where it is none.
    file: str


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        paragraph = text[: found.start()].rstrip().rsplit("\n\n", 1)[-1]
        announced = ANNOUNCED.search(paragraph)
        yield Block(
            place=f"{page.name}:{text.count(chr(10), 0, found.start()) + 1}",
            language=found[1],
            text=found[2],
            file=announced[1] if announced else "",
        )


def steps(session: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a session with the lines shown under it."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield command, [line.strip() for line in shown if line.strip()]


def save(block: Block, folder: Path) -> None:
    path = folder / block.file
    assert path.resolve().is_relative_to(folder.resolve()), block.place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")


def run(command: str, folder: Path) -> str:
    programs = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def missing_line(shown: list[str], printed: str) -> str | None:
    """The first line shown that was not printed after those before it."""
    rest = iter(printed.splitlines())
    for line in shown:
        pattern = re.compile(".*".join(map(re.escape, line.split("..."))))
        if not any(pattern.fullmatch(one.strip()) for one in rest):
            return line
    return None


def check_session(block: Block, folder: Path) -> None:
    assert block.text.startswith("$ "), f"{block.place}: a session starts with '$ '"
    for command, shown in steps(block.text):
        printed = run(command, folder)
        missing = missing_line(shown, printed)
        assert missing is None, (
            f"{block.place}: {command} does not print {missing!r} but {printed}"
        )
        assert "Traceback" not in printed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_followed_from_the_top_does_what_it_shows(
    page: Path, tmp_path: Path
) -> None:
    for block in blocks_of(page):
        if block.language in {"console", "sh"}:
            check_session(block, tmp_path)
        elif block.file:
            save(block, tmp_path)


def section_of(command: str) -> str:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)
    return next((one for one in sections if one.startswith(f"{command}\n")), "")


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_a_section_with_its_options_and_a_session(name: str) -> None:
    section = section_of(name)
    assert "```console" in section, f"docs/commands.md has no session of {name}"
    for parameter in build_command(name).params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert option in section, f"the section of {name} lacks {option}"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_list_of_commands_says_what_the_command_says(command) -> None:
    first_paragraph = build_command(command.name).help.split("\n\n")[0]
    assert command.summary == " ".join(first_paragraph.split())


def test_no_section_is_about_a_command_that_does_not_exist() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^## (.*)$", text, re.MULTILINE))
    assert headings - {"Options of a run"} == {command.name for command in COMMANDS}


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for page in PAGES[1:]:
        assert page.stem == "index" or f"\n{page.stem}\n" in contents
