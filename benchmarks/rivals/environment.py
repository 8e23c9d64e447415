"""Environments of other programs, made once and kept in a cache folder."""

import os
import subprocess
import sys
import venv
from pathlib import Path


class Missing(Exception):  # noqa: N818  # what is so, not what went wrong here
    """A program that cannot be had here; the message is the installer's own."""


def python_with(*requirements: str) -> Path:
    """A Python of its own that has some distributions, installed where they are not.

    Raises:
        Missing: if they cannot be installed.
    """
    name = "-".join(word.replace("==", "-") for word in requirements)
    folder = _cache() / f"{name}-py{sys.version_info[0]}{sys.version_info[1]}"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run(  # noqa: S603  # our own program
            (python, "-m", "pip", "install", "--quiet", *requirements),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Missing(done.stderr.strip().splitlines()[-1])
        (folder / "ready").touch()
    return python


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "forewarn-benchmarks"
