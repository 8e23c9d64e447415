"""Compiling: being told when machine code is made rather than found on disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from numba.core import event

#: What is being done then.
COMPILING: Final = "compiling kernels, once"


@contextmanager
def telling_of_compiling(
    progress: Callable[[str, int, int], None] | None,
) -> Iterator[None]:
    """Tell whenever a kernel is compiled.

    Args:
        progress: Called with ``COMPILING`` and zeros, since nobody knows how long it
            takes, from whichever thread; None for nobody.
    """
    if progress is None:
        yield
        return
    with event.install_listener("numba:compile", _Teller(progress)):
        yield


class _Teller(event.Listener):
    def __init__(self, progress: Callable[[str, int, int], None]) -> None:
        self._progress = progress

    def on_start(self, event: object) -> None:
        del event
        self._progress(COMPILING, 0, 0)

    def on_end(self, event: object) -> None:
        del event
