"""Claims about compiled code that is kept between runs."""

import pytest

from forewarn.engine import kernel


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """An engine of two folders, one inside the other."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "outer.py").write_text("x = 1")
    (tmp_path / "inner" / "own.py").write_text("x = 2")
    monkeypatch.setattr(kernel, "_ENGINE", tmp_path)
    kernel._digest_sources.cache_clear()
    yield tmp_path
    kernel._digest_sources.cache_clear()


def digest(folder):
    kernel._digest_sources.cache_clear()
    return kernel._digest_sources(folder)


def test_a_change_beside_or_above_is_noticed(engine):
    inner = engine / "inner"
    before = digest(inner)
    (inner / "own.py").write_text("x = 3")
    beside = digest(inner)
    (engine / "outer.py").write_text("x = 3")
    assert len({before, beside, digest(inner)}) == 3


def test_a_change_below_is_no_matter(engine):
    before = digest(engine)
    (engine / "inner" / "own.py").write_text("x = 3")
    assert digest(engine) == before


def test_nothing_outside_the_engine_is_read(engine):
    assert digest(engine.parent) == digest(engine.parent / "elsewhere")
