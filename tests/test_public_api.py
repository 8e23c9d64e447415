"""What forewarn promises is what ``__all__`` lists; importing it costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

import forewarn


@pytest.mark.parametrize("name", forewarn.__all__)
def test_every_listed_name_exists(name: str) -> None:
    assert getattr(forewarn, name) is not None


def test_the_list_is_sorted_short_and_what_completion_shows() -> None:
    assert sorted(forewarn.__all__) == forewarn.__all__
    assert len(forewarn.__all__) <= 20
    assert dir(forewarn) == forewarn.__all__


def test_every_name_but_the_version_has_one_home() -> None:
    homes = [name for names in forewarn._HOMES.values() for name in names]
    assert sorted([*homes, "__version__"]) == forewarn.__all__


@pytest.mark.parametrize("name", [n for n in forewarn.__all__ if n[0] != "_"])
def test_every_name_is_explained_with_an_example_that_runs(name: str) -> None:
    assert ">>>" in (getattr(forewarn, name).__doc__ or "")


def test_a_name_that_is_not_listed_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'open_cases'"):
        _ = forewarn.open_cases


def test_importing_the_package_imports_nothing_else() -> None:
    script = (
        "import sys; before = set(sys.modules); import forewarn;"
        "new = {m.split('.')[0] for m in set(sys.modules) - before};"
        "print(sorted(new - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['forewarn']"


def test_the_citation_names_this_version() -> None:
    citation = Path(__file__).parent.parent / "CITATION.cff"
    assert f"\nversion: {forewarn.__version__}\n" in citation.read_text(
        encoding="utf-8"
    )
