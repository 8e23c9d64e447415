"""Paths of a network by gillespy2's C++ solver, states as molecules."""

import json
import os
import resource
import sys
import sysconfig
import time

import numpy as np

# The solver builds with scons, by the interpreter behind this environment.
os.environ["PYTHONPATH"] = sysconfig.get_paths()["purelib"]

import gillespy2  # after its path is set


def build(job: dict) -> gillespy2.Model:
    """The network as reactions between states."""
    network = job["model"]
    names = [name for name, _, _ in network["variables"]]
    model = gillespy2.Model(name="network")
    species = {}
    for name, states, first in network["variables"]:
        for state in range(len(states)):
            label = f"{name}_{state}"
            species[label] = gillespy2.Species(
                name=label, initial_value=int(state == first), mode="discrete"
            )
    model.add_species(list(species.values()))
    for number, row in enumerate(network["transitions"]):
        variable, source, target, rate, influences = row
        factors = "".join(
            f"*(1+({times - 1:.10g})*{names[parent]}_{state})"
            for parent, state, times in influences
        )
        start = f"{names[variable]}_{source}"
        model.add_reaction(
            gillespy2.Reaction(
                name=f"R{number}",
                reactants={species[start]: 1},
                products={species[f"{names[variable]}_{target}"]: 1},
                propensity_function=f"{rate!r}*{start}{factors}",
            )
        )
    model.timespan(gillespy2.TimeSpan(np.array([0.0, network["horizon"]])))
    return model


def main() -> None:
    """Read a job, draw its paths and print how long that took."""
    job = json.load(sys.stdin)
    solver = gillespy2.SSACSolver(model=build(job))
    solver.run(number_of_trajectories=10, seed=1)  # compiled by now
    before = _used()
    start = time.perf_counter()
    paths = solver.run(number_of_trajectories=job["paths"], seed=2)
    seconds, used = time.perf_counter() - start, _used() - before
    names = job["model"]["variables"]
    wanted = [f"{names[int(v)][0]}_{s}" for v, s in job["model"]["target"].items()]
    at_end = np.mean([all(path[name][-1] > 0.5 for name in wanted) for path in paths])
    print(
        json.dumps(
            {
                "seconds": seconds,
                "processor_seconds": used,
                "at_end": float(at_end),
                "version": gillespy2.__version__,
            }
        )
    )


def _used() -> float:
    """Processor seconds of this process and those it started."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(each).ru_utime for each in who)


if __name__ == "__main__":
    main()
