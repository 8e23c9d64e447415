"""Implied: the average rate that a case gives whatever somebody counted."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from forewarn.engine.compiling import telling_of_compiling
from forewarn.engine.effort import Effort
from forewarn.engine.job import run_of
from forewarn.engine.statistics.statistics import (
    Statistics,
    Totals,
    record_statistics,
    spread_futures,
    total_statistics,
)
from forewarn.errors import Interrupted
from forewarn.laws import quantile
from forewarn.model.case import Case
from forewarn.model.implied import Implied
from forewarn.model.numbers import Number
from forewarn.model.quantities import Law, Mixture, Quantity, RateCount, ShareCount

#: Called with what is being done, how much of it, of how much; 0 where nobody knows.
Progress = Callable[[str, int, int], None]


def implied_rates(
    case: Case, effort: Effort, *, progress: Progress | None = None
) -> tuple[Implied, ...]:
    """The implied average rate beside each count, over the case's horizon.

    A rate with a count is what somebody counted, before anything influences it; what
    the case as a whole implies is how often the jump comes, for each year in which it
    could, with every influence in force.

    Args:
        case: The case.
        effort: Which worlds and futures are looked at.
        progress: Called as work is done.

    Returns:
        One for each rate, share of exits or chance of a schedule with a count, in
        declared order.

    Raises:
        NotComputable: as for a run of the case.
        Interrupted: if the user stops it.
    """
    counted = list(_counted(case))
    if not counted:
        return ()
    report = partial(progress, "playing futures", 0, 0) if progress else None
    try:
        with telling_of_compiling(progress):
            if report:
                report()
            run = run_of(case, effort)
            futures = spread_futures(run)
            found = record_statistics(run, futures, (), until=case.horizon)
    except KeyboardInterrupt:
        raise Interrupted("stopped while playing futures") from None
    totals = total_statistics(found)
    return tuple(_implied(found, totals, *each) for each in counted)


def _counted(case: Case) -> Iterator[tuple[Number, Quantity]]:
    for number in _rates(case):
        count = number.count
        if count is None and _is_counted(number.quantity.law):
            count = number.quantity
        if count is not None:
            yield number, count


def _rates(case: Case) -> Iterator[Number]:
    for variable in case.variables:
        yield from (transition.rate for transition in variable.transitions)
    yield from (event.rate for event in case.events)
    yield from (s.chance for s in case.schedules if s.chance is not None)


def _is_counted(law: Law) -> bool:
    if isinstance(law, Mixture):
        return all(_is_counted(part) for part in law.laws)
    return isinstance(law, RateCount | ShareCount)


def _implied(
    found: Statistics, totals: Totals, number: Number, count: Quantity
) -> Implied:
    came, exposure = _met(found, totals, number)
    return Implied(
        number=number,
        text=count.text,
        share=number.quantity.dimension != "rate",
        centre=quantile(count.law, 0.5),
        low=quantile(count.law, 0.1),
        high=quantile(count.law, 0.9),
        implied=came / exposure if exposure > 0 else None,
        came=came,
        exposure=exposure,
    )


def _met(found: Statistics, totals: Totals, number: Number) -> tuple[float, float]:
    """How often it came, and the years or trials in which it could."""
    network = found.network
    if number.name not in network.pulse_number:
        entries = found.leaps.chances.entries.rate == network.numbers.index(number.name)
        return float(totals.came[entries].sum()), float(totals.trials[entries].sum())
    pulse = network.pulse_number[number.name]
    mine = network.entries.pulse == pulse
    came = float(totals.jumps[mine].sum())
    if number.quantity.dimension == "rate":
        return came, float(totals.years[mine].sum())
    exits = (network.pulse_variable == network.pulse_variable[pulse]) & (
        network.pulse_source == network.pulse_source[pulse]
    )
    return came, float(
        totals.jumps[np.isin(network.entries.pulse, np.flatnonzero(exits))].sum()
    )
