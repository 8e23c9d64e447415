"""Kernels: functions compiled to machine code, kept on disk between runs."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def kernel(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a function on its first call; it runs without the interpreter's lock.

    Arithmetic is IEEE, in the order written (no fastmath), so that the same inputs give
    the same bits. Where no folder for compiled code can be written, it is compiled anew
    in each process.
    """
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    try:
        compiled = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # numba's word for: no place to keep compiled code
        compiled = numba.njit(**options)(function)
    return cast("Callable[Arguments, Result]", compiled)


def inlined(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a small function into each kernel that calls it."""
    return cast(
        "Callable[Arguments, Result]",
        numba.njit(nogil=True, error_model="numpy", forceinline=True, _nrt=False, no_cpython_wrapper=True)(function),
    )
