"""Sampling the posterior: several chains from far apart, until they agree."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.posterior.exact.known import says
from forewarn.engine.posterior.sample.account import Account, new_account
from forewarn.engine.posterior.sample.chain import Chain, Kept, sweep
from forewarn.engine.posterior.sample.diagnostics import bulk_ess, rhat
from forewarn.engine.posterior.sample.rows import (
    EVENT,
    KIND,
    OF,
    ROOM,
    Rows,
    copy_rows,
    new_rows,
    too_long,
)
from forewarn.engine.posterior.sample.setup import Setup, grow, set_up
from forewarn.engine.posterior.sample.starting import begin
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.worlds import numbers_at
from forewarn.errors import NotComputable
from forewarn.model.case import Case
from forewarn.model.evidence import Report

#: Chains that start apart; two for each of two processors, as R-hat needs four halves.
CHAINS: Final = 4
#: What is asked of chains: R-hat at most, and at least this many effective worlds.
AGREE: Final = 1.01
WORLDS: Final = 2000
#: Starts tried before what is known counts as impossible.
TRIES: Final = 400
#: The same, for each part of the reports, once they are known not to fit together.
FEW_TRIES: Final = 40
#: Changes, and events, for which there is room at first in one trajectory that is kept.
CHANGES: Final = 64

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
    #: Events that no report tells of one by one: time in years and pulse, likewise.
    events: tuple[tuple[FloatArray, IntArray, IntArray], ...]
    #: Mean jumps, years at risk, trials and shares drawn, over all draws.
    account: Account
    #: R-hat and effective draws of each number, 1 and all for one that is certain;
    #: shape (number,).
    rhat: FloatArray
    ess: FloatArray
    #: Sweeps of each chain, and how many were thrown away at first.
    sweeps: int
    burnt: int
    #: Effective worlds that were asked for.
    enough: int
    left_out: tuple[str, ...]
    #: Dates after the day that a report has spent: the schedule, and when, in years.
    spent: tuple[tuple[str, float], ...]
    #: Events that are reported: time in years and pulse; (event,) each.
    known_events: tuple[FloatArray, IntArray]

    @property
    def agreed(self) -> bool:
        """Whether the chains agree, and are worth enough worlds."""
        return bool(self.rhat.max() <= AGREE and self.ess.min() >= self.enough)


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
    enough: int = WORLDS,
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
        enough: Effective worlds that do.
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
            raise NotComputable(_misfit(setup, as_of, seed))
        list(pool.map(lambda run: run.go(burn, keep=False), runs))
        while True:
            list(pool.map(lambda run: run.go(draws, keep=True), runs))
            spent += draws
            sampled = replace(
                _summed(setup, as_of, runs, spent * thin, burn * thin), enough=enough
            )
            if progress is not None:
                progress("learning from what is known", spent, most * draws)
            if sampled.agreed or spent >= most * draws:
                return sampled


def _misfit(setup: Setup, as_of: date, seed: int) -> str:
    """What cannot be, with the first report that does not fit those before it."""
    case = setup.case
    reports = sorted(
        (r for r in case.evidence.reports if max(r.known, r.last) <= as_of),
        key=lambda report: (report.last, report.first, repr(says(report))),
    )
    fit, wrong = 0, len(reports)
    while wrong - fit > 1:
        middle = (fit + wrong) // 2
        some = replace(case.evidence, reports=tuple(reports[:middle]))
        if _fits(setup.network, replace(case, evidence=some), as_of, seed):
            fit = middle
        else:
            wrong = middle
    told = f": {_in_words(reports[wrong - 1])} does not fit" if reports else ""
    return (
        f"no course of events was found that fits what is known by {as_of}{told}; "
        "compare it with the reports before it and with the states and jumps that the "
        "model has, or say with 'reliability:' that a report may be wrong"
    )


def _fits(network: Network, case: Case, as_of: date, seed: int) -> bool:
    setup = set_up(network, compile_leaps(network, case), case, as_of)
    return _Run(setup=setup, seed=seed, number=0, thin=1, tries=FEW_TRIES).start()


def _in_words(report: Report) -> str:
    what = report.event or report.sighting
    if report.jump is not None:
        what = report.jump.text
    elif report.state is not None:
        what = f"{report.state[0]} = {'|'.join(report.state[1])}"
    elif report.count is not None:
        what = f"{report.count[1]} of {report.count[0]}"
    return f"the report of {report.last} ({what})"


@dataclass(slots=True)
class _Run:
    """One chain with what was kept of it."""

    setup: Setup
    seed: int
    number: int
    thin: int
    tries: int = TRIES
    chain: Chain | None = None
    stretches: int = 0
    #: Rows of a trajectory, and changes of one that is kept, that there is room for.
    room: int = ROOM
    changes: int = CHANGES
    kept: Sequence[Kept] = ()

    def start(self) -> bool:
        """Find a first trajectory, in as much room as that takes."""
        setup, word = self.setup, self._word()
        self.room += 2 * int(setup.found.rows.filled[0])
        while True:
            self.chain = setup.chain(self.room)
            if begin(
                word,
                setup.turns_of_one(),
                setup.found.facts,
                setup.blocks,
                setup.before,
                self.chain,
                self.tries,
            ):
                return True
            if not too_long(self.chain.grid):
                return False
            self.room *= 2

    def go(self, draws: int, *, keep: bool) -> None:
        """Go on; a stretch that finds no room is gone through again with more."""
        word = self._word()
        while (kept := self._gone(word, draws)) is None:
            pass
        if keep:
            self.kept = [*self.kept, kept]

    def _gone(self, word: int, draws: int) -> Kept | None:
        """What is kept of a stretch; none where it found no room, which then grows."""
        assert self.chain is not None  # noqa: S101  # start comes first
        setup, kept, before = self.setup, self._kept(draws), self.chain
        chain = _copied(before)
        done = sweep(
            word,
            setup.turns_of_one(),
            setup.found.facts,
            setup.blocks,
            setup.before,
            chain,
            kept,
            self.thin,
        )
        if done < 0:
            raise NotComputable("a course of events was lost; try another seed")
        if done == draws:
            self.chain = chain
            return kept
        if too_long(chain.grid):
            self.room *= 2
            self.chain = before._replace(
                rows=grow(before.rows, self.room), grid=grow(before.grid, self.room)
            )
        else:
            self.changes *= 2
        return None

    def _word(self) -> int:
        self.stretches += 1
        words = np.random.SeedSequence([self.seed, self.number, self.stretches])
        return int(words.generate_state(1)[0])

    def _kept(self, draws: int) -> Kept:
        setup = self.setup
        lay, numbers = setup.turns.lay, len(setup.network.numbers)
        return Kept(
            z=np.zeros((draws, len(setup.coordinates.names))),
            state=np.zeros((draws, len(setup.network.variables)), np.int64),
            time=np.zeros(draws * self.changes),
            change=np.zeros((draws * self.changes, 2), np.int64),
            ptr=np.zeros(draws + 1, np.int64),
            event_time=np.zeros(draws * self.changes),
            event_pulse=np.zeros(draws * self.changes, np.int64),
            event_ptr=np.zeros(draws + 1, np.int64),
            start=np.zeros((draws, len(setup.network.variables)), np.int64),
            sums=new_account(
                lay.hazards.rate.size,
                lay.chances.rate.size,
                numbers,
                lay.ground.unit_width.size,
            ),
        )


def _copied(chain: Chain) -> Chain:
    """A chain that goes on without moving the one it began as."""
    room, entries = chain.rows.time.size, chain.account.years.size
    rows = new_rows(chain.rows.state.shape[1], room)
    copy_rows(rows, chain.rows)
    account = new_account(
        entries,
        chain.account.tried.size,
        chain.x.size,
        chain.account.cells.size,
    )
    for mine, theirs in zip(account, chain.account, strict=True):
        mine[...] = theirs
    return chain._replace(
        z=chain.z.copy(),
        x=chain.x.copy(),
        rows=rows,
        grid=new_rows(chain.rows.state.shape[1], room),
        account=account,
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
        events=tuple(_events(run.kept) for run in runs),
        account=_mean([k.sums for run in runs for k in run.kept], chains * draws),
        rhat=far,
        ess=worth,
        sweeps=sweeps,
        burnt=burnt,
        enough=WORLDS,
        left_out=setup.found.left_out,
        spent=setup.found.spent,
        known_events=_known_events(setup.found.rows),
    )


def _pasts(kept: Sequence[Kept]) -> tuple[FloatArray, IntArray, IntArray]:
    ends = [int(k.ptr[-1]) for k in kept]
    return (
        np.concatenate([k.time[:n] for k, n in zip(kept, ends, strict=True)]),
        np.concatenate([k.change[:n] for k, n in zip(kept, ends, strict=True)]),
        _joined([k.ptr for k in kept]),
    )


def _events(kept: Sequence[Kept]) -> tuple[FloatArray, IntArray, IntArray]:
    ends = [int(k.event_ptr[-1]) for k in kept]
    return (
        np.concatenate([k.event_time[:n] for k, n in zip(kept, ends, strict=True)]),
        np.concatenate([k.event_pulse[:n] for k, n in zip(kept, ends, strict=True)]),
        _joined([k.event_ptr for k in kept]),
    )


def _joined(ptrs: Sequence[IntArray]) -> IntArray:
    """Where each begins once stretches stand end to end."""
    sizes = [np.diff(ptr) for ptr in ptrs]
    return np.asarray(np.cumsum(np.concatenate([[0], *sizes])), np.int64)


def _known_events(rows: Rows) -> tuple[FloatArray, IntArray]:
    events = np.flatnonzero(rows.what[: rows.filled[0], KIND] == EVENT)
    return rows.time[events], rows.what[events, OF]


def _mean(sums: Sequence[Account], count: int) -> Account:
    return Account(*(sum(parts) / count for parts in zip(*sums, strict=True)))
