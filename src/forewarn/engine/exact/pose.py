"""Posing: a question as a chain, for every world at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.ancestors import Part, find_part
from forewarn.engine.exact.branching import find_space
from forewarn.engine.exact.codes import holds_in, stages_of
from forewarn.engine.exact.explore import Space
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.starts import Starts, find_starts
from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.exact.walk import Memory, Walk, build_walk
from forewarn.engine.network import FloatArray
from forewarn.engine.signals import Signals, compile_signals
from forewarn.errors import NotComputable, UsageError
from forewarn.model.case import Case, Question
from forewarn.model.conditions import Condition, has_pulse, text_of

#: Conditions one question may wait for.
SIGNALS = 60  # those true at one instant are the bits of one number


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a question watches and remembers, and what is read off at a date."""

    #: What memory waits for, part by part, or what is counted; then the rest.
    conditions: tuple[Condition, ...]
    memory: Memory
    #: Signals of state that must hold at the date, beside complete memory.
    read: tuple[int, ...] = ()
    #: Whether the answer adds up over time, and whether it is a chance.
    summed: bool = True
    chance: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """A question's chain, shared by all worlds."""

    wording: Wording
    part: Part
    signals: Signals
    walk: Walk
    starts: Starts
    space: Space
    #: Joint state of each start that does not answer at once; shape (start,).
    start_row: npt.NDArray[np.uint32]
    #: Worth of each joint state, where it is read off; None where jumps are rewarded.
    worth: FloatArray | None

    @property
    def certain(self) -> bool:
        """Whether the answer is true in every world, whatever happens."""
        if self.worth is not None and not self.wording.summed:
            return bool(self.worth.all()) and self.starts.complete
        return bool(self.starts.hits.all()) and self.starts.complete

    @property
    def reachable(self) -> bool:
        """Whether the answer is above 0 in some world."""
        if self.starts.hits.any():
            return True
        if self.worth is not None:
            return bool(self.worth.any())
        chains = (self.space.chain, *(block.chain for block in self.space.blocks))
        return any(chain.reward_entry.size for chain in chains)


def word(case: Case, question: Question) -> Wording:
    """What a question watches, remembers and reads off.

    Raises:
        UsageError: if its conditions do not fit its kind.
    """
    condition = question.condition
    match question.kind:
        case "happens" if condition:
            return Wording(conditions=(condition,), memory=Memory(parts=(1,)))
        case "order":
            parts = (len(question.order),)
            return Wording(conditions=question.order, memory=Memory(parts=parts))
        case "happened":
            return _word_happened(case, question)
        case "holds" | "time" if condition:
            _check(question, fits=not has_pulse(condition))
            return Wording(
                conditions=(condition,),
                memory=Memory(absorbing=False),
                read=(0,),
                summed=question.kind == "time",
                chance=question.kind == "holds",
            )
        case "count" if condition:
            _check(question, fits=has_pulse(condition))
            return Wording(
                conditions=(condition,),
                memory=Memory(absorbing=False, counting=True),
                chance=False,
            )
        case "given" if condition and question.given:
            return Wording(
                conditions=(question.given, condition), memory=Memory(parts=(1,))
            )
        case _:
            pass
    raise UsageError(f"{question.name!r} is not a question about futures")


def pose(terrain: Terrain, wording: Wording, allowance: Allowance) -> Posed:
    """A question's chain, from its start.

    Args:
        terrain: The network, in the worlds to be solved.
        wording: What the question watches.
        allowance: What the chain may use.

    Raises:
        NotComputable: if there are more joint states, or they do not fit into memory.
    """
    if wording.memory.watched > SIGNALS:
        raise NotComputable(
            f"a question waits for {wording.memory.watched} conditions, more than "
            f"{SIGNALS}; ask for method='simulated'"
        )
    signals = compile_signals(terrain.network, wording.conditions)
    part = find_part(terrain, wording.conditions)
    walk = build_walk(terrain, part, signals, wording.memory)
    starts = find_starts(terrain.network, part, walk, signals, limit=allowance.states)
    codes = starts.codes[~starts.hits]
    space = find_space(terrain, part, walk, codes, allowance)
    return Posed(
        wording=wording,
        part=part,
        signals=signals,
        walk=walk,
        starts=starts,
        space=space,
        start_row=np.searchsorted(space.codes, codes).astype(np.uint32),
        worth=_read_off(wording, walk, signals, space) if wording.read else None,
    )


def _word_happened(case: Case, question: Question) -> Wording:
    members = [word(case, case.question(name)) for name in question.happened]
    for name, member in zip(question.happened, members, strict=True):
        if not member.chance or case.question(name).kind == "given":
            raise UsageError(
                f"{question.name!r} asks whether {name!r} happened, and that is not "
                "something that is true or false by a date"
            )
    waited = [c for m in members for c in m.conditions[: m.memory.watched]]
    read = [m.conditions[signal] for m in members for signal in m.read]
    return Wording(
        conditions=(*waited, *read),
        memory=Memory(
            parts=tuple(part for m in members for part in m.memory.parts),
            absorbing=not read,
        ),
        read=tuple(range(len(waited), len(waited) + len(read))),
        summed=not read,
    )


def _check(question: Question, *, fits: bool) -> None:
    if not fits and question.condition:
        wanted = "a jump or an event" if question.kind == "count" else "a state"
        raise UsageError(
            f"{question.name!r} asks {question.kind!r} of "
            f"{text_of(question.condition)!r}; ask it of {wanted}"
        )


def _read_off(
    wording: Wording, walk: Walk, signals: Signals, space: Space
) -> FloatArray:
    worth = np.ones(space.codes.size, np.bool_)
    for part, count in enumerate(wording.memory.parts):
        worth &= stages_of(walk, space.codes, part) == count
    for signal in wording.read:
        worth &= holds_in(walk, space.codes, int(signals.state_table[signal]))
    return worth.astype(np.float64)
