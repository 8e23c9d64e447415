"""Compiling: being told when machine code is made rather than found on disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from numba.core import event


@contextmanager
def telling_of_compiling(tell: Callable[[], None] | None) -> Iterator[None]:
    """Call something whenever a kernel is compiled.

    Args:
        tell: What to call, from whichever thread; None for nothing.
    """
    if tell is None:
        yield
        return
    with event.install_listener("numba:compile", _Teller(tell)):
        yield


class _Teller(event.Listener):
    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell

    def on_start(self, event: object) -> None:
        del event
        self._tell()

    def on_end(self, event: object) -> None:
        del event
