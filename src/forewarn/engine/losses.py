"""Losses: what jumps and years cost, as arrays that both twins use."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import Act, Acts, act, find_acts
from forewarn.engine.kernel import kernel
from forewarn.engine.network import Network
from forewarn.engine.signals import Signals, compile_signals
from forewarn.engine.sizes import Sizes, build_sizes
from forewarn.engine.tables import Indices, Maps, Truths, build_maps, check_cells
from forewarn.engine.units import Pulse, Unit, build_acts, new_unit
from forewarn.model.case import Case
from forewarn.model.conditions import And, Condition
from forewarn.model.losses import Loss, LossTerm

FloatArray = npt.NDArray[np.float64]


class Losses(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Terms of losses: those of a loss stand together, losses in order of names.

    In a joint state, read at the end of an instant, term t costs its size times
    ``factors[entry_ptr[t] + cell]``: each time one of its pulses comes while its
    condition holds, or for each year that its condition holds.
    """

    #: Signal t is term t's: clauses of pulses, or a state clause.
    signals: Signals
    #: Number of the loss that each term is part of; shape (term,).
    loss: Indices
    #: Whether a term is per year; shape (term,).
    yearly: Truths
    #: Number that is its size, in worlds; shape (term,).
    number: Indices
    #: Whether its size is drawn anew at each jump, all of its doubt; shape (term,).
    by_event: Truths
    #: Law t is term t's, without parts where its size is the world's.
    sizes: Sizes
    #: Table t: what measures multiply term t by.
    maps: Maps
    entry_ptr: Indices
    acts: Acts


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of a loss, and when it costs."""

    loss: Loss
    term: LossTerm
    yearly: bool

    @property
    def condition(self) -> Condition:
        """The pulse with the state that it costs in; or the state that costs."""
        if self.term.when is None:
            return self.term.on
        return And(parts=(self.term.on, self.term.when))

    @property
    def by_event(self) -> bool:
        """Whether its size is drawn anew at each jump."""
        return self.term.varies == "event" and not self.yearly


def terms_of(case: Case) -> Iterator[Term]:
    """The terms of a case's losses, in order of names."""
    for loss in sorted(case.losses, key=lambda loss: loss.name):
        for terms, yearly in ((loss.per_jump, False), (loss.per_year, True)):
            for term in sorted(terms, key=lambda term: term.size.name):
                yield Term(loss=loss, term=term, yearly=yearly)


def compile_losses(network: Network, case: Case) -> Losses:
    """The losses of a case.

    Args:
        network: The network of the case.
        case: The case.

    Raises:
        NotComputable: if a condition, or what measures depend on, ties too many
            variables together; or if a size drawn at each jump is no amount.
    """
    terms = list(terms_of(case))
    number = {name: i for i, name in enumerate(network.numbers)}
    names = sorted(loss.name for loss in case.losses)
    acts = find_acts(case, number)
    units = [_unit(network, term, acts.get(term.loss.name, ())) for term in terms]
    laws = [t.term.size.quantity.law if t.by_event else None for t in terms]
    return Losses(
        signals=compile_signals(network, [term.condition for term in terms]),
        loss=np.array([names.index(t.loss.name) for t in terms], dtype=np.uint32),
        yearly=np.array([term.yearly for term in terms], dtype=np.bool_),
        number=np.array([number[t.term.size.name] for t in terms], dtype=np.uint32),
        by_event=np.array([term.by_event for term in terms], dtype=np.bool_),
        sizes=build_sizes(laws),
        maps=build_maps([unit.grid for unit in units]),
        entry_ptr=np.cumsum([0, *(u.grid.cells for u in units)]).astype(np.uint32),
        acts=build_acts(units, network.acts.floor),
    )


@kernel
def fill_factors(
    losses: Losses, numbers: FloatArray, in_place: Truths, factors: FloatArray
) -> None:
    """Fill in what measures in place multiply every term by.

    Args:
        losses: The losses.
        numbers: Value of every number in the world; shape (number,).
        in_place: Whether each adopted measure is in place; shape (measure,).
        factors: To fill; shape (entry,).
    """
    factors[:] = 1.0
    act(losses.acts, numbers, in_place, factors)


def _unit(network: Network, term: Term, acts: tuple[Act, ...]) -> Unit:
    unit = new_unit(
        (
            Pulse(
                name=term.term.size.name,
                variable=-1,
                source=-1,
                target=-1,
                rate=-1,
                odds=False,
                factors=(),
                acts=acts,
            ),
        ),
        network.scope,
    )
    what = f"what measures do to the loss {term.loss.name!r}"
    check_cells(unit.grid, what, "let it depend on fewer variables")
    return unit
