"""Strategic warning as code: write the argument, compute its futures, keep score.

Each name is imported when it is first used, so ``import forewarn`` costs nothing.

>>> import forewarn
>>> forewarn.__version__
'0.1.0'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from forewarn.model.version import VERSION

if TYPE_CHECKING:
    from forewarn.brief.save import Pages
    from forewarn.errors import (
        CaseError,
        ForewarnError,
        Interrupted,
        NotComputable,
        NotWritten,
        Problem,
        Span,
        UsageError,
    )
    from forewarn.language.load import Reading
    from forewarn.model.case import Case
    from forewarn.model.estimate import Answer, Estimate
    from forewarn.workbench import OpenCase, check, open_case

__version__ = VERSION

__all__ = [
    "Answer",
    "Case",
    "CaseError",
    "Estimate",
    "ForewarnError",
    "Interrupted",
    "NotComputable",
    "NotWritten",
    "OpenCase",
    "Pages",
    "Problem",
    "Reading",
    "Span",
    "UsageError",
    "__version__",
    "check",
    "open_case",
]

#: Where each name lives.
_HOMES = {
    "brief.save": ("Pages",),
    "errors": (
        "CaseError",
        "ForewarnError",
        "Interrupted",
        "NotComputable",
        "NotWritten",
        "Problem",
        "Span",
        "UsageError",
    ),
    "language.load": ("Reading",),
    "model.case": ("Case",),
    "model.estimate": ("Answer", "Estimate"),
    "workbench": ("OpenCase", "check", "open_case"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"forewarn.{home}"), name)
    raise AttributeError(f"module 'forewarn' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
