"""Proves that the lock installs from ready-made wheels alone, system by system.

The index is asked once for each lock; what it said is kept beside the environment.
"""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements-dev.lock"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = (
    "x86_64-manylinux_2_28",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)


def wheels_missing(python: str, system: str) -> str:
    """What is missing for one Python on one system; empty if nothing is."""
    command = [
        *("uv", "pip", "compile", "--quiet", "--no-deps", "--only-binary", ":all:"),
        *("--python-version", python, "--python-platform", system, str(LOCK)),
    ]
    program = str(Path(sys.executable).parent / command[0])
    done = subprocess.run(  # our own fixed command
        [program, *command[1:]], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stderr.strip()


def kept_at() -> Path:
    """Where the findings for this lock are kept; another lock has another place."""
    parts = (LOCK.read_bytes(), Path(__file__).read_bytes())
    digest = hashlib.sha256(b"".join(parts)).hexdigest()[:16]
    return Path(sys.prefix) / f".lock-checked-{digest}"


def main() -> int:
    """Print a line for each Python and system; 1 if any lacks a wheel."""
    kept = kept_at()
    if kept.exists():
        print(kept.read_text(encoding="utf-8"), end="")
        return 0
    pairs = tuple(product(PYTHONS, SYSTEMS))
    with ThreadPoolExecutor(len(pairs)) as pool:  # each only waits for the index
        found = tuple(pool.map(lambda pair: wheels_missing(*pair), pairs))
    lines = (
        f"lock, Python {python}, {system}: {words or 'wheels only'}\n"
        for (python, system), words in zip(pairs, found, strict=True)
    )
    report = "".join(lines)
    print(report, end="")
    if not any(found):
        kept.write_text(report, encoding="utf-8")
    return int(any(found))


if __name__ == "__main__":
    sys.exit(main())
