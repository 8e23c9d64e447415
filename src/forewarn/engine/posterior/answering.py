"""Answers from a belief: what is asked, once what is known is taken in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import isnan
from typing import Final

import numpy as np

from forewarn.engine.asking import Grown, asks_between, grown
from forewarn.engine.compiling import telling_of_compiling
from forewarn.engine.effort import Effort
from forewarn.engine.job import Progress
from forewarn.engine.network import Network, compile_network
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.posterior.sample.diagnostics import rhat
from forewarn.engine.posterior.sample.sample import AGREE, CHAINS
from forewarn.engine.simulate.run import run_on_from
from forewarn.engine.simulate.simulate import simulate
from forewarn.engine.simulate.tally import Outcomes
from forewarn.engine.summary import (
    AMOUNTS,
    NOTHING_SURE,
    Summary,
    Sure,
    are_alike,
    certain,
    summarise_outcomes,
    unproven,
)
from forewarn.engine.unforeseen import remark_below
from forewarn.model.case import Case, QuestionKind
from forewarn.model.estimate import Answer, Ask, Estimate
from forewarn.model.units import date_after
from forewarn.model.version import VERSION

#: Kinds that stay true once they are.
LASTING: Final[frozenset[QuestionKind]] = frozenset({"happens", "order", "happened"})
#: Draws of each chain that tell whether they agree.
LEAST_DRAWS: Final = 50
#: Futures of each world of the central numbers, as a share of all.
CENTRAL_SHARE: Final = 8


def answer_believed(
    case: Case,
    belief: Belief,
    asks: Sequence[Ask],
    effort: Effort,
    *,
    progress: Progress | None = None,
) -> Answer:
    """Answer what is asked of a case from what is believed on a day.

    Every future of a world begins with that world's past and is free from the day on,
    so questions cover the time from the start of the case.

    Args:
        case: The case.
        belief: What is believed; its worlds are taken as they are.
        asks: What is asked: questions and dates, in years after the start.
        effort: How many futures of each world, and from which seed.
        progress: Called as work is done.

    Returns:
        Estimates in the order asked. One that the past settles in every world is told
        as exactly 0 or 1.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: if a condition ties too many variables together.
        Interrupted: if the user stops it.
    """
    teller = _Teller(case, belief, effort, progress)
    with telling_of_compiling(progress):
        found, agreement = teller.estimates(asks)
    why = f"simulated from what is known by {belief.as_of}"
    return Answer(estimates=tuple(found), notes=(why, *belief.notes, *agreement))


def answer_growing_believed(
    case: Case,
    belief: Belief,
    asks: Sequence[Ask],
    effort: Effort,
    *,
    progress: Progress | None = None,
) -> Grown:
    """Answer what is asked from a belief, and see answers grow up to their last dates.

    The answers are those of :func:`answer_believed`, bit for bit; arguments and what is
    raised are its own too.
    """
    every = (*asks, *asks_between(asks))
    return grown(answer_believed(case, belief, every, effort, progress=progress), asks)


class _Teller:
    """One call for answers from a belief."""

    def __init__(
        self, case: Case, belief: Belief, effort: Effort, progress: Progress | None
    ) -> None:
        self._case, self._belief = case, belief
        self._effort, self._progress = effort, progress
        self._network: Network = compile_network(case)

    def estimates(self, asks: Sequence[Ask]) -> tuple[list[Estimate], list[str]]:
        """What is answered, and what must be said of how chains agree on it."""
        dated = [ask for ask in asks if ask.years is not None]
        outcomes = self._tally(
            self._belief, dated, self._effort.futures_per_world, "simulating futures"
        )
        pasts = self._pasts(dated)
        central = self._central(dated)
        told = {
            ask: self._told(one, past, middle)
            for ask, one, past, middle in zip(
                dated, outcomes, pasts, central, strict=True
            )
        }
        found = [told[ask] if ask in told else self._number(ask) for ask in asks]
        return found, list(self._agreement(outcomes))

    def _agreement(self, outcomes: Sequence[Outcomes]) -> Iterator[str]:
        """R-hat of the answers: of the share, or mean, of each world's futures."""
        each = self._belief.worlds // CHAINS
        told = [
            one
            for one in outcomes
            if len(one.worlds.total) == self._belief.worlds and not are_alike(one)
        ]
        if isnan(self._belief.r_hat) or each < LEAST_DRAWS or not told:
            return
        shares = np.stack(
            [one.worlds.total[: each * CHAINS] / one.worlds.futures[0] for one in told],
            axis=1,
        )
        found = rhat(shares.reshape(CHAINS, each, len(told)))
        worst, ask = float(found.max()), told[int(found.argmax())].ask
        by = date_after(self._case.start, ask.years or 0.0)
        yield f"R-hat of the answers: at most {worst:.3f}, of {ask.question} by {by}"
        if apart := int((found > AGREE).sum()):
            yield (
                f"the chains do not agree yet (R-hat over {AGREE}) on {apart} of "
                f"{len(told)} answers: take their errors to be larger than told"
            )

    def _tally(
        self, belief: Belief, asks: Sequence[Ask], futures: int, doing: str
    ) -> Sequence[Outcomes]:
        if not asks:
            return ()
        run = run_on_from(
            self._case,
            self._network,
            belief,
            seed=self._effort.seed,
            futures_per_world=futures,
        )
        report = partial(self._progress, doing) if self._progress else None
        return simulate(
            run, asks, threads=self._effort.threads, progress=report
        ).outcomes

    def _pasts(self, asks: Sequence[Ask]) -> Sequence[Outcomes | None]:
        """What each ask came to by the last date that the past can settle, if any."""
        then = [self._then(ask) for ask in asks]
        looks = list(dict.fromkeys(ask for ask in then if ask))
        seen = self._tally(self._belief, looks, 1, "reading the past")
        found = dict(zip(looks, seen, strict=True))
        return [found[ask] if ask else None for ask in then]

    def _then(self, ask: Ask) -> Ask | None:
        question = self._case.question(ask.question)
        # A window that opened later may still run on past the day.
        closed = self._belief.years - (question.within or 0.0)
        return (
            replace(ask, years=min(ask.years or 0.0, closed)) if closed >= 0 else None
        )

    def _sure(self, ask: Ask, past: Outcomes | None) -> Sure:
        """In how many worlds the past settles an ask, with no and with yes."""
        kind = self._case.question(ask.question).kind
        if past is None or kind in AMOUNTS:
            return NOTHING_SURE
        worlds = past.worlds
        tried = worlds.trials > 0
        yes, no = tried & (worlds.total > 0), tried & (worlds.total == 0)
        over = self._is_over(ask) or kind == "given"
        return Sure(
            no=int(worlds.alike[no].sum()) if over else 0,
            yes=int(worlds.alike[yes].sum()) if over or kind in LASTING else 0,
        )

    def _is_over(self, ask: Ask) -> bool:
        return (ask.years or 0.0) <= self._belief.years

    def _settled(self, ask: Ask, past: Outcomes | None) -> str:
        """Why the past settles an ask alike in every world; empty where not."""
        kind = self._case.question(ask.question).kind
        if past is None or isnan(past.value) or not are_alike(past):
            return ""
        if kind == "given":
            told = bool((past.worlds.trials > 0).all())
        else:
            told = self._is_over(ask) or (kind in LASTING and past.value == 1.0)
        return f"settled by what is known by {self._belief.as_of}" if told else ""

    def _central(self, asks: Sequence[Ask]) -> list[float]:
        """Answers with every number at its median over worlds, from the same pasts."""
        middle = np.median(self._belief.numbers, axis=0)
        belief = replace(
            self._belief,
            numbers=np.broadcast_to(middle, self._belief.numbers.shape).copy(),
        )
        few = max(self._effort.futures_per_world // CENTRAL_SHARE, 1)
        found = self._tally(belief, asks, few, "simulating the central world")
        return [outcomes.value for outcomes in found]

    def _told(
        self, outcomes: Outcomes, past: Outcomes | None, central: float
    ) -> Estimate:
        sure, note = self._sure(outcomes.ask, past), self._settled(outcomes.ask, past)
        summary = summarise_outcomes(outcomes, uncertain=True, sure=sure)
        if note:
            summary, central = certain(outcomes.value), outcomes.value
        elif are_alike(outcomes):
            note = unproven(outcomes, summary.value)
        return self._estimate(outcomes.ask, summary, central, note)

    def _number(self, ask: Ask) -> Estimate:
        """The chance that a number is above a bound, by the share of worlds."""
        question = self._case.question(ask.question)
        column = self._network.numbers.index(question.number)
        above = self._belief.numbers[:, column] > (question.above or 0.0)
        batches = above[: len(above) // 64 * 64].reshape(64, -1).mean(axis=1)
        share = float(above.mean())
        summary = replace(
            certain(share), error=float(batches.std(ddof=1) / np.sqrt(64))
        )
        return self._estimate(ask, summary, share, "")

    def _estimate(
        self, ask: Ask, summary: Summary, central: float, note: str
    ) -> Estimate:
        case, belief, effort = self._case, self._belief, self._effort
        kind = case.question(ask.question).kind
        ahead = (ask.years or 0.0) - belief.years
        below = "" if note else remark_below(case, kind, summary.value, ahead)
        return Estimate(
            question=ask.question,
            kind=kind,
            by=None if ask.years is None else date_after(case.start, ask.years),
            years=ask.years,
            value=summary.value,
            median=summary.median,
            central=central,
            low=summary.low,
            high=summary.high,
            error=summary.error,
            method="simulated",
            worlds=belief.worlds,
            futures_per_world=effort.futures_per_world,
            ess=summary.ess,
            as_of=belief.as_of,
            seed=effort.seed,
            digest=case.digest,
            version=VERSION,
            note="; ".join(filter(None, (note, below))),
            freedom=summary.freedom,
        )
