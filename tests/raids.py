"""A made-up case of raids in hidden campaigns, and what a file says of them."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from forewarn.workbench import OpenCase, open_case

RAIDS = """\
forewarn: 1
case: {title: Raids, start: 2019-12-31, horizon: 10 years, written: 2019-12-31}
basis: judgement
variables:
  campaign:
    title: A campaign
    states: {quiet: None is under way., active: One is.}
    start: {quiet: 50%, active: 50%}
    transitions:
      quiet -> active: 0.5 to 2 per year
      active -> quiet: 1 to 6 per year
events:
  raid:
    title: A raid
    rate: 0.3 to 2 per year
    times:
      campaign = active: 10 (4 to 25)
"""
DAYS = """\
date,count
2020-01-01,0
2020-03-05,1
2020-03-20,2
2020-04-11,1
2020-08-02,1
2020-12-31,0
"""


def written(folder: Path, text: str = RAIDS) -> OpenCase:
    """A case in a folder of its own, opened."""
    (folder / "raids").mkdir(exist_ok=True)
    (folder / "raids" / "model.yaml").write_text(text, encoding="utf-8")
    return open_case(folder / "raids")


@cache
def raids() -> OpenCase:
    """The case as it is, opened once."""
    with TemporaryDirectory() as folder:
        return written(Path(folder))
