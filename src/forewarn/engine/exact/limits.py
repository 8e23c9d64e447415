"""Limits: how large a chain may become before an answer is refused."""

import os
from dataclasses import dataclass
from pathlib import Path

from forewarn.errors import NotComputable

#: Joint states one chain may have.
STATES = 5_000_000  # measured: one answer over ten years then takes half a minute
#: Multiplications one answer may take.
WORK = 200_000_000_000  # measured: 1 ns each, so about three minutes
#: What a step costs beside its multiplications, counted in them.
STEP = 20  # measured: 30 ns
#: Steps one answer may take: what each tells is kept.
STEPS = 20_000_000  # 160 MB
#: Share of the free memory that one chain may take.
SHARE = 0.5  # the rest is for worlds, other threads and other programs


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What an exact answer may use."""

    #: Joint states one chain may have.
    states: int = STATES
    #: Threads that may work; the bits are the same for any.
    threads: int = 1


def check_states(count: int, *, limit: int, more: bool = False) -> None:
    """Refuse a chain of too many joint states.

    Args:
        count: How many there are, or were found before giving up.
        limit: How many there may be.
        more: Whether there are more than were counted.

    Raises:
        NotComputable: if there are too many.
    """
    if count > limit:
        raise NotComputable(
            f"{'more than ' if more else ''}{count:,} joint states are over the limit "
            f"of {limit:,}; ask for method='simulated'"
        )


def most_steps(per_step: int) -> int:
    """How many steps an answer may take, with so many multiplications in each."""
    return min(WORK // (per_step + STEP), STEPS)


def check_steps(steps: float, limit: int, *, states: int) -> None:
    """Refuse an answer that takes more steps than it may.

    Args:
        steps: How many it takes, at least.
        limit: How many it may take.
        states: Joint states of its chain.

    Raises:
        NotComputable: if it takes too many.
    """
    if steps > limit:
        raise NotComputable(
            f"{states:,} joint states need over {steps:,.0f} steps, and {limit:,} are "
            "the limit; ask for method='simulated', a nearer date, or slower hazards"
        )


def check_room(count: int, needed: float) -> None:
    """Refuse a chain that does not fit into memory.

    Args:
        count: How many joint states it has.
        needed: What it takes, in bytes.

    Raises:
        NotComputable: if that is more than ``SHARE`` of what is free.
    """
    free = free_memory()
    if free is not None and needed > SHARE * free:
        raise NotComputable(
            f"{count:,} joint states need about {needed / 1e9:.1f} GB and "
            f"{free / 1e9:.1f} GB are free; ask for method='simulated'"
        )


def free_memory() -> float | None:
    """Memory that could be had, in bytes; None where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return _all_memory()
    told = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return 1024.0 * int(told[0]) if told else None


def _all_memory() -> float | None:
    # Where free memory is not told, half of all there is stands for it.
    try:
        return 0.5 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
