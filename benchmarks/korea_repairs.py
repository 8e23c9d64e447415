"""What each repair of the Korea case changes: its headline answers without it.

Given a file, also writes there what the page on the case tells.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from machine import print_result
from repairs.made import REPAIRS, Repair
from repairs.undoing import Undo

from forewarn.engine.answer import answer
from forewarn.engine.effort import Effort
from forewarn.language.load import load_case
from forewarn.model.case import Case
from forewarn.model.estimate import Ask, Estimate

CASE = "north-korea"
YEARS = 10.0
HEADLINES = (
    "treaty",
    "panel_gone",
    "nuclear_test",
    "clash",
    "korean_war",
    "invasion",
    "two_front",
    "nuclear_use",
    "shielded",
    "money_flush",
    "tech_conv",
    "wedge",
    "decoupling",
    "cheap_deals",
    "breakout",
    "q_provoke",
    "q_wedge_given",
)
#: Futures of each run: an answer of 5 % comes out within 0.1 points.
WORLDS, PER_WORLD = 4096, 64
#: Whole layers of doubt, for the size of the repairs.
LAYERS: Mapping[str, Undo] = {
    "no variants": lambda case: replace(case, variants=()),
    "no common causes": lambda case: replace(case, common_causes=()),
    "no shared error of the author": lambda case: replace(case, author_correlation=0.0),
}


def korea() -> Case:
    """The bundled case."""
    case = load_case(CASE).case
    if case is None:
        raise SystemExit(f"the bundled case {CASE} does not read")
    return case


def headline_answers(case: Case) -> dict[str, Estimate]:
    """The headline questions of a case, by the end of its horizon."""
    asks = [Ask(question=name, years=YEARS) for name in HEADLINES]
    effort = Effort(worlds=WORLDS, futures_per_world=PER_WORLD, method="simulated")
    found = answer(case, asks, effort).estimates
    return {estimate.question: estimate for estimate in found}


def values(case: Case) -> dict[str, float]:
    """Their values alone."""
    return {name: one.value for name, one in headline_answers(case).items()}


def changes(case: Case, repair: Repair) -> list[dict[str, str]]:
    """The numbers of a repair: what each is, and what it was."""
    now = {number.name: number.quantity.text for number in case.numbers()}
    return [
        {"number": name, "now": now[name], "before": before}
        for name, before in repair.before
    ]


def told(case: Case, repair: Repair) -> dict[str, Any]:
    """A repair, and the answers without it; none where no answer depends on it."""
    return {
        "title": repair.title,
        "hole": repair.hole,
        "changes": changes(case, repair),
        "undone": values(repair.undo(case)) if repair.undo else {},
    }


def digest_of_numbers(case: Case) -> str:
    """A digest of every number of a case: prose may change, answers may not."""
    written = sorted((one.name, one.quantity.text) for one in case.numbers())
    return sha256(repr(written).encode()).hexdigest()


def measured() -> dict[str, Any]:
    """Every repair and every layer, as written and undone."""
    case = korea()
    written = headline_answers(case)
    return {
        "numbers": digest_of_numbers(case),
        "by": f"{YEARS:g} years",
        "worlds": WORLDS,
        "futures_per_world": PER_WORLD,
        "titles": {name: case.question(name).title for name in HEADLINES},
        "as_written": {name: one.value for name, one in written.items()},
        "error": {name: one.error for name, one in written.items()},
        "repairs": [told(case, repair) for repair in REPAIRS],
        "layers": {name: values(undo(case)) for name, undo in LAYERS.items()},
    }


def main() -> None:
    """Print one line of JSON."""
    result = measured()
    for path in sys.argv[1:]:
        text = json.dumps(result, indent=1, ensure_ascii=False)
        Path(path).write_text(f"{text}\n", encoding="utf-8")
    claim = "every repair of the Korea case changes what it says it changes"
    print_result(claim, result, "forewarn", "numpy", "numba")


if __name__ == "__main__":
    main()
