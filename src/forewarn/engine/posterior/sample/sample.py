"""Sampling the posterior: several chains from far apart, until they agree."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.posterior.sample.account import Account, new_account
from forewarn.engine.posterior.sample.chain import Chain, Kept, sweep
from forewarn.engine.posterior.sample.diagnostics import bulk_ess, rhat
from forewarn.engine.posterior.sample.setup import Setup, set_up
from forewarn.engine.posterior.sample.starting import begin
from forewarn.engine.posterior.sample.turns import Turns
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.worlds import numbers_at
from forewarn.errors import NotComputable
from forewarn.model.case import Case

#: Chains that start apart; two for each of two processors, as R-hat needs four halves.
CHAINS: Final = 4
#: What is asked of chains: R-hat at most, and at least this many effective worlds.
AGREE: Final = 1.01
WORLDS: Final = 2000
#: Starts tried before what is known counts as impossible.
TRIES: Final = 400
#: Changes kept of one trajectory on average, at most.
CHANGES: Final = 256

#: Told what is being done, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """Worlds drawn from the posterior, chain by chain."""

    network: Network
    as_of: date
    #: Names of coordinates, and their values; shape (chain, draw, coordinate).
    names: tuple[str, ...]
    coordinates: FloatArray
    #: Value of every number, as the engine has them; shape (chain, draw, number).
    numbers: FloatArray
    #: State of every variable at as-of, and at the start; (chain, draw, variable).
    states: IntArray
    starts: IntArray
    #: State of every variable at the start, and changes since: time in years, variable
    #: and state, chain by chain and draw by draw.
    pasts: tuple[tuple[FloatArray, IntArray, IntArray], ...]
    #: Mean jumps, years at risk, trials and shares drawn, over all draws.
    account: Account
    #: R-hat and effective draws of each number, 1 and all for one that is certain;
    #: shape (number,).
    rhat: FloatArray
    ess: FloatArray
    #: Sweeps of each chain, and how many were thrown away at first.
    sweeps: int
    burnt: int
    left_out: tuple[str, ...]

    @property
    def agreed(self) -> bool:
        """Whether the chains agree, and are worth enough worlds."""
        return bool(self.rhat.max() <= AGREE and self.ess.min() >= WORLDS)


def sample_case(  # noqa: PLR0913  # what of, and how much of it
    network: Network,
    case: Case,
    as_of: date,
    *,
    seed: int = 1,
    draws: int = 1000,
    thin: int = 2,
    burn: int = 200,
    most: int = 8,
    threads: int = 2,
    progress: Progress | None = None,
) -> Sampled:
    """Worlds from the posterior of a case.

    Args:
        network: The network of the case.
        case: The case, with its evidence.
        as_of: The day; what became known later is not known.
        seed: Which draw; any integer.
        draws: Worlds to keep of each chain at first.
        thin: Sweeps to a world that is kept.
        burn: Sweeps to throw away, in units of ``thin``.
        most: How many times ``draws`` may be spent where chains do not agree.
        threads: How many chains run at once; they change no bit.
        progress: Told of what is done and what is to do.

    Raises:
        NotComputable: if what is known cannot be under the model.
    """
    setup = set_up(network, compile_leaps(network, case), case, as_of)
    runs = [_Run(setup=setup, seed=seed, number=n, thin=thin) for n in range(CHAINS)]
    spent = 0
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        if not all(list(pool.map(_Run.start, runs))):
            raise NotComputable(
                f"no course of events was found that fits what is known by {as_of}; "
                "compare the reports with the states and jumps that the model has"
            )
        list(pool.map(lambda run: run.go(burn, keep=False), runs))
        while True:
            list(pool.map(lambda run: run.go(draws, keep=True), runs))
            spent += draws
            sampled = _summed(setup, as_of, runs, spent * thin, burn * thin)
            if progress is not None:
                progress("learning from what is known", spent, most * draws)
            if sampled.agreed or spent >= most * draws:
                return sampled


@dataclass(slots=True)
class _Run:
    """One chain with what was kept of it."""

    setup: Setup
    seed: int
    number: int
    thin: int
    chain: Chain | None = None
    stretches: int = 0
    kept: Sequence[Kept] = ()

    def start(self) -> bool:
        setup = self.setup
        self.chain = setup.chain()
        return bool(
            begin(
                self._word(),
                self._turns(),
                setup.found.facts,
                setup.blocks,
                setup.before,
                self.chain,
                TRIES,
            )
        )

    def go(self, draws: int, *, keep: bool) -> None:
        setup, kept = self.setup, self._room(draws)
        assert self.chain is not None  # noqa: S101  # start comes first
        done = sweep(
            self._word(),
            self._turns(),
            setup.found.facts,
            setup.blocks,
            setup.before,
            self.chain,
            kept,
            self.thin,
        )
        if done < draws:
            raise NotComputable(
                "a course of events takes more room than there is; ask for an earlier "
                "day, or let jumps be rarer"
            )
        if keep:
            self.kept = [*self.kept, kept]

    def _turns(self) -> Turns:
        turns = self.setup.turns
        return turns._replace(met=turns.met.copy())

    def _word(self) -> int:
        self.stretches += 1
        words = np.random.SeedSequence([self.seed, self.number, self.stretches])
        return int(words.generate_state(1)[0])

    def _room(self, draws: int) -> Kept:
        setup = self.setup
        lay, numbers = setup.turns.lay, len(setup.network.numbers)
        return Kept(
            z=np.zeros((draws, len(setup.coordinates.names))),
            state=np.zeros((draws, len(setup.network.variables)), np.int64),
            time=np.zeros(draws * CHANGES),
            change=np.zeros((draws * CHANGES, 2), np.int64),
            ptr=np.zeros(draws + 1, np.int64),
            start=np.zeros((draws, len(setup.network.variables)), np.int64),
            sums=new_account(
                lay.hazards.rate.size,
                lay.chances.rate.size,
                numbers,
                lay.ground.unit_width.size,
            ),
        )


def _summed(
    setup: Setup, as_of: date, runs: Sequence[_Run], sweeps: int, burnt: int
) -> Sampled:
    z = np.stack([np.concatenate([k.z for k in run.kept]) for run in runs])
    chains, draws, _ = z.shape
    flat = {name: z[:, :, i].ravel() for i, name in enumerate(setup.coordinates.names)}
    x = numbers_at(setup.network, setup.case, flat, worlds=chains * draws)
    x = x.reshape(chains, draws, -1)
    doubted = np.ptp(x, axis=(0, 1)) > 0
    far, worth = np.ones(x.shape[2]), np.full(x.shape[2], float(chains * draws))
    if doubted.any():
        moved = x[:, :, doubted]
        far[doubted], worth[doubted] = rhat(moved), bulk_ess(moved)
    return Sampled(
        network=setup.network,
        as_of=as_of,
        names=setup.coordinates.names,
        coordinates=z,
        numbers=x,
        states=np.stack([np.concatenate([k.state for k in r.kept]) for r in runs]),
        starts=np.stack([np.concatenate([k.start for k in r.kept]) for r in runs]),
        pasts=tuple(_pasts(run.kept) for run in runs),
        account=_mean([k.sums for run in runs for k in run.kept], chains * draws),
        rhat=far,
        ess=worth,
        sweeps=sweeps,
        burnt=burnt,
        left_out=setup.found.left_out,
    )


def _pasts(kept: Sequence[Kept]) -> tuple[FloatArray, IntArray, IntArray]:
    ends = np.cumsum([0, *(int(k.ptr[-1]) for k in kept)])
    return (
        np.concatenate([k.time[: k.ptr[-1]] for k in kept]),
        np.concatenate([k.change[: k.ptr[-1]] for k in kept]),
        np.concatenate(
            [[0], *(k.ptr[1:] + end for k, end in zip(kept, ends[:-1], strict=True))]
        ).astype(np.int64),
    )


def _mean(sums: Sequence[Account], count: int) -> Account:
    return Account(*(sum(parts) / count for parts in zip(*sums, strict=True)))
