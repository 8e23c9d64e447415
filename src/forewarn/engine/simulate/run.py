"""Run: a case in some worlds, from a seed: all that the bits of a future hang on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import Network
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.plan import DRAWN, Plan, plan_run
from forewarn.engine.worlds import central_numbers, coordinate_names, draw_worlds
from forewarn.errors import UsageError
from forewarn.model.case import Case

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is simulated: the same run gives the same futures, bit for bit."""

    case: Case
    network: Network
    plan: Plan
    seed: int
    #: Whether every number is at its median.
    central: bool = False
    #: Worlds that have a past; None where all are drawn, and begin at the start.
    belief: Belief | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The numbers of some worlds that stand together."""

    #: The first of them, and the one after the last.
    first: int
    last: int
    #: Value of every number in each; one row if all are alike. Shape (world, number).
    numbers: FloatArray

    def row_of(self, worlds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Where the numbers of some of these worlds stand."""
        return np.minimum(worlds - self.first, len(self.numbers) - 1)


def new_run(  # noqa: PLR0913  # what is run, and how much of it
    case: Case,
    network: Network,
    *,
    seed: int,
    worlds: int,
    futures_per_world: int,
    central: bool = False,
) -> Run:
    """A run of some worlds and futures.

    Args:
        case: The case.
        network: Its network.
        seed: Which draw of worlds and futures; any integer.
        worlds: How many worlds, at least 1.
        futures_per_world: How many futures of each, at least 1.
        central: Whether every number is at its median; all worlds are then alike.

    Raises:
        UsageError: if there are no worlds or no futures.
    """
    uncertain = not central and bool(coordinate_names(case))
    return Run(
        case=case,
        network=network,
        plan=plan_run(worlds, futures_per_world, uncertain=uncertain),
        seed=seed,
        central=central,
    )


def run_on_from(
    case: Case, network: Network, belief: Belief, *, seed: int, futures_per_world: int
) -> Run:
    """The run that goes on from a belief: each future begins with its world's past.

    Args:
        case: The case.
        network: Its network.
        belief: What is believed, on which day.
        seed: Which draw of futures; any integer.
        futures_per_world: How many futures of each world, at least 1.

    Raises:
        UsageError: if there are no worlds or no futures.
    """
    plan = plan_run(belief.worlds, futures_per_world, uncertain=True)
    return Run(case=case, network=network, plan=plan, seed=seed, belief=belief)


def numbers_of(network: Network, belief: Belief) -> FloatArray:
    """Numbers of a belief's worlds, with each world's start states certain."""
    numbers = belief.numbers.copy()
    for variable in range(len(network.variables)):
        first, last = network.state_ptr[variable : variable + 2]
        columns = network.start_number[first:last]
        for state, column in enumerate(columns.tolist()):
            if column >= 0 and (columns >= 0).sum() > 1:
                numbers[:, column] = belief.starts[:, variable] == state
    return numbers


def draw_around(run: Run, world: int) -> Drawn:
    """The numbers of the worlds that are drawn together with one.

    Raises:
        UsageError: if there is no such world.
        NotComputable: if a variable cannot start anywhere in some world.
    """
    plan = run.plan
    if not 0 <= world < plan.worlds:
        raise UsageError(
            f"there is no world {world}; they are 0 to {plan.worlds - 1:,}"
        )
    if run.belief is not None:
        numbers = numbers_of(run.network, run.belief)
        return Drawn(first=0, last=plan.worlds, numbers=numbers)
    if run.central or not coordinate_names(run.case):
        numbers = central_numbers(run.network, run.case)[np.newaxis]
        return Drawn(first=0, last=plan.worlds, numbers=numbers)
    replicates, size = 1, plan.worlds
    if plan.shared == "worlds":
        size //= plan.replicates
        replicates = min(max(DRAWN // size, 1), plan.replicates)
    first = world // size // replicates * replicates
    replicates = min(replicates, plan.worlds // size - first)
    numbers = draw_worlds(
        run.network,
        run.case,
        seed=run.seed,
        worlds=size * replicates,
        replicates=replicates,
        first=first,
    )
    return Drawn(first=first * size, last=(first + replicates) * size, numbers=numbers)
