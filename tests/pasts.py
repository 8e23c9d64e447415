"""Pasts of worlds, drawn from a case itself, as if they were known."""

from datetime import timedelta

import numpy as np
from strategies import structured_of

from forewarn.engine.network import compile_network
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.record import record_futures
from forewarn.engine.simulate.run import new_run
from forewarn.engine.worlds import draw_worlds


def pasts_of(run, years):
    """One future of each world of a run, up to a time, as if it were known."""
    parts = list(record_futures(run, (), until=years))
    numbers = draw_worlds(
        run.network,
        run.case,
        seed=run.seed,
        worlds=run.plan.worlds,
        replicates=run.plan.replicates,
    )
    ptr, times, pulses, starts = [0], [], [], []
    for part in parts:
        for at in range(len(part.worlds)):
            first, last = part.ptr[at : at + 2]
            kept = part.years[first:last] <= years
            times += part.years[first:last][kept].tolist()
            pulses += part.pulses[first:last][kept].tolist()
            starts.append(part.starts[at])
            ptr.append(len(times))
    return Belief(
        as_of=run.case.start + timedelta(days=round(years * 365.25)),
        years=years,
        numbers=numbers,
        starts=np.array(starts),
        ptr=np.array(ptr, dtype=np.int64),
        past_years=np.array(times, dtype=np.float64),
        past_pulses=np.array(pulses, dtype=np.int64),
    )


def believed(seed, *, worlds, years):
    case = structured_of(seed)
    network = compile_network(case)
    run = new_run(case, network, seed=seed, worlds=worlds, futures_per_world=1)
    return case, network, pasts_of(run, years)
