"""The program itself, as a hash: what was computed by another may differ."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

#: What computes with us, and may give other bits in another version.
BESIDE: Final = ("numpy", "scipy", "numba")


@cache
def code_digest() -> str:
    """A hash of the program itself and of what computes with it."""
    whole = sha256(" ".join(version(name) for name in BESIDE).encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()
