"""The door: what is typed wrongly becomes one clear message and a status."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from forewarn.cli import check as check_module
from forewarn.cli.main import run, status_of
from forewarn.errors import (
    CaseError,
    Interrupted,
    NotComputable,
    NotWritten,
    UsageError,
)
from forewarn.model.version import VERSION

HEAVY = (
    "altair",
    "jinja2",
    "lark",
    "networkx",
    "numba",
    "numpy",
    "polars",
    "pydantic",
    "rich.console",
    "ruamel.yaml",
    "scipy",
)


def program(
    *words: str, folder: Path, environment: Mapping[str, str] = os.environ
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "forewarn", *words],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys; from forewarn.cli.main import run; run(['--help']);"
        f"print(sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"


def test_both_names_of_the_program_say_the_same(tmp_path: Path) -> None:
    name = Path(sys.executable).parent / "forewarn"
    done = subprocess.run(
        [name, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == program("--help", folder=tmp_path).stdout


def test_help_lists_commands_in_groups(forewarn) -> None:
    ran = forewarn("--help")
    assert ran.status == 0
    assert ran.out.index("Write:") < ran.out.index("check") < ran.out.index("Ask:")
    assert "130" in ran.out


def test_no_words_at_all_show_the_help_as_wrong_usage(forewarn) -> None:
    ran = forewarn()
    assert (ran.status, ran.out) == (2, "")
    assert "Usage: forewarn" in ran.err


def test_the_version_is_said(forewarn) -> None:
    assert forewarn("--version").out == f"forewarn {VERSION}\n"


def test_a_command_misspelt_brings_the_nearest(forewarn) -> None:
    ran = forewarn("chek", "two-front")
    assert ran.status == 2
    assert ran.err == "forewarn: there is no command chek; did you mean check?\n"


def test_a_missing_word_brings_the_help_to_read(forewarn) -> None:
    ran = forewarn("check")
    assert ran.status == 2
    assert "CASE" in ran.err
    assert "forewarn check --help" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "--nonsense"),
        ("check", "--json"),
        ("check", "nowhere-at-all", "--json"),
        ("check", "x", "--format", "pdf", "--json"),
    ],
)
def test_complaints_are_json_where_json_was_asked_for(words, forewarn) -> None:
    ran = forewarn(*words)
    assert ran.status == 2
    (problem,) = ran.document["problems"]
    assert problem["code"] == "X002"
    assert problem["severity"] == "error"
    assert problem["message"]
    assert ran.err == ""


def test_a_case_that_is_nowhere_is_said_to_be_so(forewarn) -> None:
    ran = forewarn("check", "two-frnt")
    assert (ran.status, ran.out) == (2, "")
    assert "two-front" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("cause", "status"),
    [
        (UsageError("x"), 2),
        (NotComputable("x"), 3),
        (NotWritten("x"), 3),
        (CaseError(()), 1),
        (Interrupted("x"), 130),
    ],
)
def test_each_kind_of_failure_has_its_status(cause, status) -> None:
    assert status_of(cause) == status


@pytest.mark.parametrize(
    ("cause", "status", "words"),
    [
        (KeyboardInterrupt(), 130, "stopped"),
        (MemoryError(), 3, "not enough memory"),
        (NotComputable("ask for less"), 3, "ask for less"),
        (OSError(28, "No space left on device"), 3, "No space left"),
    ],
)
def test_what_goes_wrong_inside_is_told_in_words(
    cause, status, words, forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise cause

    monkeypatch.setattr(check_module, "check_case", fail)
    ran = forewarn("check", "two-front")
    assert ran.status == status
    assert words in ran.err


def test_a_bug_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(check_module, "check_case", fail)
    with pytest.raises(ZeroDivisionError):
        run(["check", "two-front"])


@pytest.mark.skipif(os.name == "nt", reason="pipes of a POSIX shell")
@pytest.mark.parametrize("words", ["schema", "show two-way-race", "check two-front"])
def test_a_reader_who_has_gone_is_no_complaint(words: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "forewarn", *words.split()],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as writing:
        writing.stdout.close()
        assert writing.stderr.read() == b""
    assert writing.returncode == 128 + signal.SIGPIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
def test_a_full_disk_behind_the_output_is_said(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "forewarn", "--help"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert "standard output: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell closes the stream")
def test_a_closed_output_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m forewarn --version >&-"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "standard output is closed" in done.stderr


def test_words_no_encoding_holds_are_escaped_not_fatal(here: Path) -> None:
    text = (here / "good" / "model.yaml").read_text(encoding="utf-8")
    page = text.replace("A strait", "Тайвань")
    (here / "good" / "model.yaml").write_text(page, encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    for words in (("show", "good"), ("show", "good", "--json")):
        done = program(*words, folder=here, environment=environment)
        assert done.returncode == 0, done.stderr
