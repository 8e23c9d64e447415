"""A small back-test of raids."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from raids import DAYS, raids

from forewarn.model.backtest import Backtest


@pytest.fixture
def tested(tmp_path: Path) -> Callable[..., Backtest]:
    """A small back-test of what a file says."""

    def tested(text: str = DAYS, first="2020-05", last="2020-06", **asked: Any):
        path = tmp_path / "seen.csv"
        path.write_text(text, encoding="utf-8")
        size = {"worlds": 64, "futures_per_world": 8, "threads": 1}
        return raids().backtest(path, first=first, last=last, **(size | asked))

    return tested
