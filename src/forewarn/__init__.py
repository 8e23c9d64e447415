"""Strategic warning as code: write the argument, compute the futures, keep the score.

>>> import forewarn as fw
>>> fw.__version__
'0.1.0'
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

#: Public name to the module that defines it, imported when the name is first used:
#: numpy and numba take longer to load than ``forewarn --help`` should take to print.
_HOMES: dict[str, str] = {}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    """Load a public name from its home (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'forewarn' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List what is promised, and nothing else."""
    return sorted(__all__)
