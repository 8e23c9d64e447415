"""What numbers were measured on: versions, processor, cores."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any


def processor() -> str:
    """The processor's name, as the system tells it."""
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def machine(*packages: str) -> dict[str, Any]:
    """Versions, processor and cores, for the line a benchmark prints.

    Args:
        packages: Distributions whose versions matter to the claim.
    """
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def print_result(claim: str, numbers: dict[str, Any], *packages: str) -> None:
    """Print one line of JSON: the claim, what was measured, and on what."""
    print(json.dumps({"claim": claim, **numbers, "machine": machine(*packages)}))


if __name__ == "__main__":
    print(json.dumps(machine("forewarn", "numpy", "scipy", "numba")))
