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


def digest():
    kernel._digest_sources.cache_clear()
    return kernel._digest_sources()


def test_a_change_anywhere_in_the_engine_is_noticed(engine):
    """Kernels of one folder call those of others."""
    before = digest()
    (engine / "inner" / "own.py").write_text("x = 3")
    inside = digest()
    (engine / "outer.py").write_text("x = 3")
    assert len({before, inside, digest()}) == 3


def test_nothing_outside_the_engine_is_read(engine):
    before = digest()
    (engine.parent / "elsewhere.py").write_text("x = 1")
    assert digest() == before
