"""Kernels: functions compiled to machine code, kept on disk between runs."""

import re
from collections.abc import Callable
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar, cast

import numba
from numba.core import caching

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_OPTIONS: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy"}
_PACKAGE: Final = Path(__file__).parents[1]
#: A module of this package and the names taken from it.
_IMPORT: Final = re.compile(
    r"^[ \t]*from[ \t]+(forewarn[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)",
    re.MULTILINE,
)
_NAME: Final = re.compile(r"\w+")


def kernel(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a function on its first call; it runs without the interpreter's lock.

    Arithmetic is IEEE, in the order written (no fastmath), so that the same inputs give
    the same bits. Where no folder for compiled code can be written, it is compiled anew
    in each process.
    """
    try:
        compiled = numba.njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:  # numba's word for: no place to keep compiled code
        compiled = numba.njit(**_OPTIONS)(function)
    else:
        _forget_when_sources_change(compiled)
    return cast("Callable[Arguments, Result]", compiled)


def inlined(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a function into each kernel that calls it; nothing else can call it.

    It must not make arrays: those it is given are not counted references to, which
    would take more time than a small function itself.
    """
    # Measured on futures of 12 variables: a third of the time of plain kernels.
    options = {**_OPTIONS, "forceinline": True, "_nrt": False}
    # Only kernels call it; making it callable from here too takes half as long again.
    options |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast("Callable[Arguments, Result]", numba.njit(**options)(function))


def part(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a function that kernels call and nothing else does.

    It stays a function of its own, which makes for less code than an inlined one.
    """
    # Unpacking tuples of many arrays that come from the interpreter takes long to
    # compile, and nothing is kept by itself that callers keep with them.
    options = {**_OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast("Callable[Arguments, Result]", numba.njit(**options)(function))


def _forget_when_sources_change(compiled: Any) -> None:
    # By itself numba compiles anew only when the function's own file changes, though
    # the code it keeps has the functions of other files in it.
    # The digest stands in the name too: an index kept by another version may hold types
    # that are no longer there, and cannot even be read.
    cache = compiled._cache  # noqa: SLF001  # there is no other way to say it
    base = cache._impl.filename_base  # noqa: SLF001  # nor this
    digest = digest_sources(Path(compiled.py_func.__code__.co_filename))
    new_file: Any = caching.IndexDataCacheFile
    cache._cache_file = new_file(  # noqa: SLF001  # nor this
        cache_path=cache.cache_path,
        filename_base=f"{base}-{digest[:12]}",
        source_stamp=digest,
    )


def digest_sources(file: Path) -> str:
    """Digest of a file and of all of this package that it imports, straight or not.

    A kernel can only call what its file imports; less would keep stale code, and more
    would compile what has not changed.
    """
    files = {file}
    waiting = [file]
    while waiting:
        found = _imported_by(waiting.pop()) - files
        files |= found
        waiting.extend(found)
    return sha256("".join(sorted(map(_digest, files))).encode()).hexdigest()


@once
def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@once
def _imported_by(file: Path) -> frozenset[Path]:
    # Read as text, since parsing every file takes ten times as long.
    text = file.read_text(encoding="utf-8")
    modules = set[str]()
    for module, names in _IMPORT.findall(text):
        modules.add(module)
        modules.update(f"{module}.{name}" for name in _NAME.findall(names))
    return frozenset(path for module in modules if (path := _file_of(module)))


@once
def _file_of(module: str) -> Path | None:
    place = _PACKAGE.joinpath(*module.split(".")[1:])
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in files if file.is_file()), None)
