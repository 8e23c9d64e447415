"""What was learned: every number before and after the data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from forewarn.engine.doubts import numbers_in_play
from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import FloatArray, compile_network
from forewarn.engine.posterior.learning.moved import laws_before, moved_by
from forewarn.engine.posterior.learning.tails import (
    binomial_tail,
    false_discoveries,
    poisson_tail,
)
from forewarn.engine.posterior.past.laid import lay_with_past
from forewarn.engine.posterior.past.telling import notes_of
from forewarn.engine.posterior.sample.lay import Lay, Products, counted_in
from forewarn.engine.posterior.sample.sample import (
    AGREE,
    WORLDS,
    Progress,
    Sampled,
    sample_case,
)
from forewarn.engine.worlds import draw_worlds
from forewarn.laws import quantile
from forewarn.model.case import Case
from forewarn.model.learned import Learned, LearnedAll, Seen
from forewarn.model.numbers import Number, is_certain
from forewarn.model.quantities import Law

#: Share of the flags that may be false, on average.
FALSE: Final = 0.1
#: Prior worlds that data are held against.
PRIOR: Final = 1024


def learn_numbers(
    case: Case,
    as_of: date,
    *,
    seed: int = 1,
    threads: int = 2,
    progress: Progress | None = None,
) -> LearnedAll:
    """Every number of a case before and after what is known at a day.

    Args:
        case: The case, with its evidence.
        as_of: The day; what became known later is not known.
        seed: Which draw; any integer.
        threads: How many chains run at once; they change no bit.
        progress: Told of what is done and what is to do.

    Raises:
        NotComputable: if what is known cannot be under the model.
    """
    network = compile_network(case)
    sampled = sample_case(
        network, case, as_of, seed=seed, threads=threads, progress=progress
    )
    lay, _, past = lay_with_past(network, compile_leaps(network, case), case)
    prior = draw_worlds(network, case, seed=seed, worlds=PRIOR, replicates=1)
    table = _Table(
        case=case, sampled=sampled, lay=lay, prior=prior, laws=laws_before(case)
    )
    tails = {name: tail for name, tail in table.tails() if tail is not None}
    flags = false_discoveries(np.array(list(tails.values())), FALSE)
    flagged = {name for name, flag in zip(tails, flags, strict=True) if flag}
    play = numbers_in_play(case) | {
        n.name for i in counted_in(case) for n in i.numbers()
    }
    rows = [
        table.row(number, tails.get(number.name), flag=number.name in flagged)
        for number in {n.name: n for n in case.numbers()}.values()
        if number.name in play and not is_certain(number)
    ]
    rows.sort(key=lambda row: (-abs(row.moved), row.number.name))
    return LearnedAll(
        as_of=as_of,
        numbers=tuple(rows),
        tested=len(tails),
        expected_false=FALSE * len(flagged),
        false_discovery=FALSE,
        worlds=sampled.numbers.shape[0] * sampled.numbers.shape[1],
        ess=float(sampled.ess.min()),
        rhat=float(sampled.rhat.max()),
        history=past.stretches,
        notes=(*_notes(sampled), *notes_of(past)),
    )


def _notes(sampled: Sampled) -> Iterator[str]:
    if not sampled.agreed:
        yield (
            f"chains do not agree well enough: R-hat up to {sampled.rhat.max():.3f} "
            f"where {AGREE} is asked, and as few as {sampled.ess.min():,.0f} effective "
            f"worlds where {WORLDS:,} are; read these numbers as rough"
        )
    left = sampled.left_out
    if left:
        yield f"{len(left)} reports change nothing yet: {', '.join(left[:3])}" + (
            ", …" if len(left) > 3 else ""
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    case: Case
    sampled: Sampled
    lay: Lay
    #: Prior worlds; shape (world, number).
    prior: FloatArray
    #: Law of each number before data, by name.
    laws: Mapping[str, Law]

    def row(self, number: Number, tail: float | None, *, flag: bool) -> Learned:
        """One number, before and after."""
        column = self._column[number.name]
        values = self.sampled.numbers[:, :, column].ravel()
        law, seen = self.laws[number.name], tuple(self._seen(column))
        low, middle, high = (float(q) for q in np.quantile(values, (0.1, 0.5, 0.9)))
        doubted = np.ptp(values) > 0
        return Learned(
            number=number,
            prior=(quantile(law, 0.1), quantile(law, 0.5), quantile(law, 0.9)),
            posterior=(low, middle, high),
            count=sum(one.count for one in seen),
            exposure=sum(one.exposure for one in seen),
            seen=seen,
            moved=moved_by(law, middle) if doubted else 0.0,
            tail=tail,
            flag=flag,
            rhat=float(self.sampled.rhat[column]),
            ess=float(self.sampled.ess[column]),
        )

    @property
    def _column(self) -> Mapping[str, int]:
        return {name: i for i, name in enumerate(self.sampled.network.numbers)}

    def _seen(self, column: int) -> Iterator[Seen]:
        """Counts by which multipliers act, of hazards, chances and shares."""
        sums = self.sampled.account
        found: dict[tuple[str, ...], tuple[float, float]] = {}
        years = self._years()
        for products, came, exposure in (
            (self.lay.hazards, sums.came, years),
            (self.lay.chances, sums.hit, sums.tried),
        ):
            for entry in np.flatnonzero(exposure > 0):
                acting = _acting(products, int(entry))
                if column == products.rate[entry] or column in acting:
                    names = tuple(self.sampled.network.numbers[n] for n in acting)
                    count, at = found.get(names, (0.0, 0.0))
                    found[names] = count + came[entry], at + exposure[entry]
        if not found and sums.drawn[column] > 0:
            found[()] = float(sums.drawn[column]), self._draws(column)
        for names in sorted(found):
            count, at = found[names]
            yield Seen(acting=names, count=float(count), exposure=float(at))

    def _years(self) -> FloatArray:
        """Years at risk of every entry, not only the first of its cell."""
        ground, sums = self.lay.ground, self.sampled.account
        years = np.zeros(sums.years.size)
        for unit, width in enumerate(ground.unit_width):
            first, last = ground.units.first[unit : unit + 2]
            years[first:last] = np.repeat(sums.years[first:last:width], width)
        return years

    def _draws(self, column: int) -> float:
        name = self.sampled.network.numbers[column]
        kin = [
            [self._column[n.name] for _, n in shares]
            for shares in (
                *(v.start for v in self.case.variables),
                *(s.draw.shares for s in self.case.schedules if s.draw),
            )
            if name in {n.name for _, n in shares}
        ]
        return float(self.sampled.account.drawn[kin[0]].sum()) if kin else 0.0

    def tails(self) -> Iterator[tuple[str, float | None]]:
        """How surprising each rate's and each chance's counts were."""
        sums, years = self.sampled.account, self._years()
        for column, name in enumerate(self.sampled.network.numbers):
            met = np.flatnonzero((self.lay.hazards.rate == column) & (years > 1e-9))
            if met.size and not self.lay.hazards.odds[met].any():
                means = _products(self.lay.hazards, self.prior, met) @ years[met]
                yield name, poisson_tail(float(sums.came[met].sum()), means)
            met = np.flatnonzero((self.lay.chances.rate == column) & (sums.tried > 0))
            if met.size:
                odds = _products(self.lay.chances, self.prior, met)
                rest = 1 - self.prior[:, [column]]
                hit, tried = float(sums.hit[met].sum()), sums.tried[met]
                yield name, binomial_tail(hit, tried, odds / (odds + rest))


def _acting(products: Products, entry: int) -> tuple[int, ...]:
    first, last = products.factor_ptr[entry : entry + 2]
    numbers = np.repeat(
        products.factor_number[first:last], products.factor_power[first:last]
    )
    return tuple(numbers.tolist())


def _products(
    products: Products, worlds: FloatArray, entries: np.ndarray
) -> FloatArray:
    """A number times its multipliers, in some worlds; shape (world, entry)."""
    columns = [
        worlds[:, [int(products.rate[e]), *_acting(products, int(e))]].prod(axis=1)
        for e in entries
    ]
    return np.stack(columns, axis=1)
