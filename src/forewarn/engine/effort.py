"""Effort: how much one run may compute, and how."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from forewarn.errors import UsageError
from forewarn.model.estimate import MethodChoice

Precision = Literal["draft", "normal", "fine"]

#: Methods that are read.
READ: Final[tuple[MethodChoice, ...]] = ("auto", "exact", "simulated", "rare")
#: Worlds and futures of each, by precision.
PRECISIONS: Final[dict[Precision, tuple[int, int]]] = {
    "draft": (1024, 64),
    "normal": (4096, 256),
    "fine": (16_384, 256),
}

#: Futures one run may have.
MOST_FUTURES: Final = 10**11  # two weeks, at 100,000 a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much one run may compute, and how."""

    #: Which draw of worlds and futures.
    seed: int = 1
    worlds: int = 4096
    futures_per_world: int = 256
    method: MethodChoice = "auto"
    #: All numbers at their medians: one world.
    central: bool = False
    #: Threads that share the work, one a processor if None; the bits are the same.
    threads: int | None = None

    def __post_init__(self) -> None:
        if self.worlds < 1 or self.futures_per_world < 1:
            raise UsageError(
                f"{self.worlds} worlds of {self.futures_per_world} futures are nothing "
                "to compute; ask for at least one of each"
            )
        if self.worlds * self.futures_per_world > MOST_FUTURES:
            raise UsageError(
                f"{self.worlds:,} worlds of {self.futures_per_world:,} futures would "
                f"take weeks; ask for {MOST_FUTURES:,} futures in all, or fewer"
            )
        if self.method not in READ:
            raise UsageError(
                f"there is no method {self.method!r}; ask for 'auto', 'exact', "
                "'simulated' or 'rare'"
            )
        if self.threads is not None and self.threads < 1:
            raise UsageError(f"{self.threads} threads do nothing; ask for at least one")

    def options(self) -> Iterator[str]:
        """What differs from the defaults, as words of a command line.

        Threads are left out, since they change no bit of an answer.

        >>> list(Effort(seed=2, worlds=1024, futures_per_world=64).options())
        ['--seed', '2', '--precision', 'draft']
        """
        if self.seed != 1:
            yield from ("--seed", str(self.seed))
        yield from self._size()
        if self.method != "auto":
            yield from ("--method", self.method)
        if self.central:
            yield "--central"

    def _size(self) -> Iterator[str]:
        named = {size: name for name, size in PRECISIONS.items()}
        name = named.get((self.worlds, self.futures_per_world))
        if name is None:
            yield from ("--worlds", str(self.worlds))
            yield from ("--futures-per-world", str(self.futures_per_world))
        elif name != "normal":
            yield from ("--precision", name)


def size_of(
    precision: Precision | None, worlds: int | None, futures: int | None
) -> tuple[int, int]:
    """Worlds and futures of each by a precision, as far as they are not told.

    >>> size_of("draft", None, 16)
    (1024, 16)
    """
    usual = PRECISIONS[precision or "normal"]
    return (
        usual[0] if worlds is None else worlds,
        usual[1] if futures is None else futures,
    )
