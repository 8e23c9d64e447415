"""Paths drawn by other programs: one network, as all of them can read it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rivals.environment import Missing, python_with

from forewarn.model.case import Case, Effect, Influence, Ladder
from forewarn.model.conditions import Holds
from forewarn.model.quantities import Fixed

HERE = Path(__file__).parent
PROTOTYPES = HERE.parents[2] / "shared" / "prototypes"


def flat(case: Case, target: dict[str, str], years: float) -> dict[str, Any]:
    """A case of exact numbers as lists: variables, transitions, influences by number.

    Args:
        case: The case; its influences read one state each.
        target: State of each variable that the network is asked for.
        years: How far to go.
    """
    states = {v.name: list(v.state_names) for v in case.variables}
    number = {name: i for i, name in enumerate(states)}
    return {
        "variables": [
            (v.name, states[v.name], states[v.name].index(v.start[0][0]))
            for v in case.variables
        ],
        "transitions": [
            (
                number[t.variable],
                states[t.variable].index(t.source),
                states[t.variable].index(t.target),
                _value(t.rate.quantity.law),
                [
                    (number[test.variable], states[test.variable].index(state), times)
                    for test, times in _influences(t.effects)
                    for state in test.within
                ],
            )
            for v in case.variables
            for t in v.transitions
        ],
        "target": {
            number[name]: states[name].index(state) for name, state in target.items()
        },
        "horizon": years,
    }


def gillespy2(model: dict[str, Any], paths: int) -> dict[str, Any]:
    """Paths by gillespy2's C++ solver.

    Raises:
        Missing: if it, or a compiler for it, cannot be had.
    """
    if shutil.which("g++") is None:
        raise Missing("its solver needs g++")
    return _told("path_gillespy2.py", model, paths, "gillespy2==1.8.3", "scons")


def ema_workbench(model: dict[str, Any], paths: int) -> dict[str, Any]:
    """Paths by the EMA Workbench over the plain path, on two processes.

    Raises:
        Missing: if it cannot be had.
    """
    return _told("path_ema.py", model, paths, "ema_workbench==2.5.3")


def plain(model: dict[str, Any], paths: int, *, processes: int = 1) -> dict[str, Any]:
    """Paths in plain Python."""
    return _told("path_plain.py", model, paths, processes=processes)


def prototype(model: dict[str, Any], paths: int) -> dict[str, Any]:
    """Paths by the prototype kernels.

    Raises:
        Missing: if they are not beside the checkout.
    """
    if not PROTOTYPES.exists():
        raise Missing(f"{PROTOTYPES} is not beside the checkout")
    return _told("path_prototype.py", model, paths)


def _told(
    script: str,
    model: dict[str, Any],
    paths: int,
    *requirements: str,
    processes: int = 2,
) -> dict[str, Any]:
    python = python_with(*requirements) if requirements else Path(sys.executable)
    job = {
        "model": model,
        "paths": paths,
        "processes": processes,
        "folder": str(PROTOTYPES),
    }
    done = subprocess.run(  # noqa: S603  # our own program
        (python, "-B", HERE / script),
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
        cwd=PROTOTYPES if script == "path_prototype.py" else HERE,
    )
    if done.returncode:
        raise Missing(done.stderr.strip().splitlines()[-1])
    told = dict(json.loads(done.stdout.splitlines()[-1]))
    return told | {"paths_per_second": paths / told["seconds"]}


def _influences(effects: Sequence[Effect]) -> list[tuple[Holds, float]]:
    alone = [
        influence
        for effect in effects
        for influence in (effect.rungs if isinstance(effect, Ladder) else (effect,))
    ]
    return [
        (each.condition, _value(each.times.quantity.law))
        for each in alone
        if isinstance(each, Influence) and isinstance(each.condition, Holds)
    ]


def _value(law: object) -> float:
    if not isinstance(law, Fixed):
        raise TypeError(f"{law} is not exact")
    return law.value
