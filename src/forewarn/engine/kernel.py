"""Kernels: functions compiled to machine code, kept on disk between runs."""

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
_ENGINE: Final = Path(__file__).parent


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
    cache = compiled._cache  # noqa: SLF001  # there is no other way to say it
    new_file: Any = caching.IndexDataCacheFile
    cache._cache_file = new_file(  # noqa: SLF001  # nor this
        cache_path=cache.cache_path,
        filename_base=cache._impl.filename_base,  # noqa: SLF001  # nor this
        source_stamp=_digest_sources(),
    )


@once
def _digest_sources() -> str:
    """Digest of all that kernels may call: every file of the engine.

    Kernels of one folder call those of others, so less would keep stale code.
    """
    files = sorted(_ENGINE.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
