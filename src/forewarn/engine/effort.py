"""Effort: how much one run may compute, and how."""

from dataclasses import dataclass
from typing import Final, Literal

from forewarn.errors import UsageError
from forewarn.model.estimate import MethodChoice

Precision = Literal["draft", "normal", "fine"]

#: Worlds and futures of each, by precision.
PRECISIONS: Final[dict[Precision, tuple[int, int]]] = {
    "draft": (1024, 64),
    "normal": (4096, 256),
    "fine": (16_384, 256),
}


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
        if self.method == "rare":
            raise UsageError(
                "method 'rare' is not read yet; ask for 'auto', 'exact' or 'simulated'"
            )
