"""Prints what the environment depends on, as one short hash: Makefile names it so."""

import hashlib
import json
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  # this is what tells the user
    sys.exit("forewarn needs Python 3.11 or later")

import tomllib

ROOT = Path(__file__).parent.parent
#: Tables of pyproject.toml that change what is installed; settings of tools do not.
TABLES = ("build-system", "project", "dependency-groups")


def key(*locks: str) -> str:
    """A hash over the locks, those tables and this Python."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kept = {name: tables.get(name) for name in TABLES}
    parts = [json.dumps(kept, sort_keys=True), sys.version]
    parts += [(ROOT / lock).read_text(encoding="utf-8") for lock in locks]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


if __name__ == "__main__":
    print(key(*sys.argv[1:]))
