"""Exact answers agree with Storm's to 1e-8 on thirty random networks."""

from typing import Any

import numpy as np
from machine import print_result
from rivals.environment import Missing
from rivals.networks import random_case
from rivals.storm import storm

from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.network import compile_network
from forewarn.engine.prism import write_prism
from forewarn.engine.worlds import central_numbers
from forewarn.model.case import Case
from forewarn.model.estimate import Ask

NETWORKS = 30
DATES = (0.25, 1.0, 5.0)
TOLERANCE = 1e-8


def network(seed: int) -> Case:
    """A network of four to seven variables with two to four states each."""
    rng = np.random.default_rng(seed)
    states = tuple(int(n) for n in rng.integers(2, 5, size=rng.integers(4, 8)))
    return random_case(seed, states, DATES)


def difference(case: Case) -> tuple[float, str]:
    """Largest difference of our answers and Storm's, and Storm's version."""
    network = compile_network(case)
    row = central_numbers(network, case)
    model = write_prism(case, dict(zip(network.numbers, row, strict=True)))
    asks = [Ask(question=name, years=years) for name, years, _ in model.properties]
    ours = exact_answers(case, asks, row[None]).values[0]
    told = storm(model.text, [text for _, _, text in model.properties])
    return float(np.abs(ours - np.array(told["values"])).max()), told["version"]


def main() -> None:
    """Print one line of JSON."""
    claim = "exact answers on 30 random networks agree with Storm to 1e-8"
    numbers: dict[str, Any]
    try:
        found = [difference(network(seed)) for seed in range(NETWORKS)]
    except Missing as error:
        numbers = {"not_measured": f"stormpy cannot be installed: {error}"}
    else:
        largest = max(value for value, _ in found)
        numbers = {
            "networks": NETWORKS,
            "largest_difference": largest,
            "agree": largest <= TOLERANCE,
            "stormpy": found[0][1],
        }
    print_result(claim, numbers, "forewarn", "numpy", "numba")


if __name__ == "__main__":
    main()
