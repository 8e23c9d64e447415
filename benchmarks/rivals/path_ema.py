"""Paths of a network by the EMA Workbench over the plain Python path."""

import json
import random
import sys
import time

import ema_workbench as ema
from path_plain import path_of

JOB = json.load(sys.stdin) if __name__ == "__main__" else None
RNG = random.Random(1)  # noqa: S311  # not secrets


class Path:
    """A path as a model function, made anew in each process."""

    def __init__(self, model: dict) -> None:
        self.model, self.path = model, None

    def __getstate__(self) -> dict:
        return {"model": self.model, "path": None}

    def __call__(self, unused: float = 0.5) -> dict[str, float]:  # noqa: ARG002  # see below
        """Draw one path; the workbench wants an uncertainty to vary."""
        self.path = self.path or path_of(self.model)
        hit, last, _ = self.path(RNG)
        return {"ever": float(hit), "at_end": float(last)}


def main() -> None:
    """Read a job, draw its paths and print how long that took."""
    model = ema.Model("network", function=Path(JOB["model"]))
    model.uncertainties = [ema.RealParameter("unused", 0, 1)]
    model.outcomes = [ema.ScalarOutcome("ever"), ema.ScalarOutcome("at_end")]
    with ema.MultiprocessingEvaluator(model, n_processes=JOB["processes"]) as pool:
        pool.perform_experiments(scenarios=10)
        start = time.perf_counter()
        _, outcomes = pool.perform_experiments(scenarios=JOB["paths"])
        seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "seconds": seconds,
                "ever": float(outcomes["ever"].mean()),
                "at_end": float(outcomes["at_end"].mean()),
                "version": ema.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
