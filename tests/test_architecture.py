"""Imports run one way; this table is the architecture."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import forewarn

ROOT = Path(forewarn.__file__).parent
BASE = {"errors", "model", "laws", "influences"}
MAY_IMPORT = {
    "errors": set(),
    "model": {"errors"},
    "laws": {"errors", "model"},
    "influences": {"errors", "model", "laws"},
    "language": BASE,
    "engine": BASE,
    "evidence": BASE,
    "judgement": BASE,
    "brief": BASE,
    "insight": BASE | {"engine", "evidence", "judgement"},
    "prepare": BASE | {"engine"},
    "stages": BASE | {"engine", "evidence", "judgement", "brief", "insight", "prepare"},
    "workbench": BASE
    | {"language", "engine", "evidence", "judgement", "brief", "insight", "prepare"}
    | {"stages"},
    "cli": BASE | {"workbench"},
    "web": BASE | {"workbench"},
}


def files_of(part: str) -> list[Path]:
    paths = [ROOT / f"{part}.py", *(ROOT / part).rglob("*.py")]
    return [path for path in paths if path.exists()]


def modules_imported(path: Path) -> Iterator[str]:
    """Modules that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or "forewarn"
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def parts_imported(path: Path) -> Iterator[str]:
    for name in modules_imported(path):
        if name.split(".")[0] == "forewarn":
            yield name.split(".")[1] if "." in name else "the top package"


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_point_downwards(part: str) -> None:
    for path in files_of(part):
        upward = set(parts_imported(path)) - MAY_IMPORT[part] - {part}
        assert not upward, f"{path.relative_to(ROOT)} imports {sorted(upward)}"


@pytest.mark.parametrize("part", ["errors", "model"])
def test_the_lowest_parts_need_the_standard_library_only(part: str) -> None:
    for path in files_of(part):
        roots = {name.split(".")[0] for name in modules_imported(path)}
        foreign = roots - sys.stdlib_module_names - {"forewarn"}
        assert not foreign, f"{path.relative_to(ROOT)} imports {sorted(foreign)}"


def test_every_part_has_a_place() -> None:
    shown = [path for path in ROOT.iterdir() if path.name[0] not in "_."]
    parts = {path.stem for path in shown if path.suffix in {"", ".py"}}
    assert parts - {"cases", "py"} <= set(MAY_IMPORT)
