"""Gradients: what all slopes of an answer cost, beside the answer itself."""

import json
import resource
import subprocess
import sys
import time
from typing import Any

from machine import print_result

from forewarn.engine.exact.answers import carry_out
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.plan import ExactPlan, plan_exact
from forewarn.engine.gradients.exact import exact_gradients
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers
from forewarn.language.load import load_case
from forewarn.model.case import Case
from forewarn.model.estimate import Ask
from forewarn.workbench import open_case

RUNS = 3
YEARS = 10.0


def case_of(name: str) -> Case:
    """The bundled case of that name."""
    case = load_case(name).case
    if case is None:
        sys.exit(f"the bundled case {name} does not read")
    return case


def exact_cost() -> dict[str, Any]:
    """Seconds of one answer and of all its slopes, in turns; the best of each."""
    case = case_of("benchmark-12")
    numbers = central_numbers(compile_network(case), case)[None]
    plan = plan_exact(case, [Ask(question="war", years=YEARS)], numbers, Allowance())
    _both(plan, case)  # kernels are compiled
    answers, slopes = zip(*(_both(plan, case) for _ in range(RUNS)), strict=True)
    return {
        "joint_states": plan.questions[0].joint_states,
        "numbers": len(plan.network.numbers),
        "answer_seconds": min(answers),
        "gradient_seconds": min(slopes),
        "times_an_answer": min(slopes) / min(answers),
        "megabytes": _megabytes(),
    }


def sensitivity_cost() -> dict[str, Any]:
    """Seconds and memory of the sensitivity of the founding case's two-front war."""
    case = open_case("north-korea")
    case.sensitivity("treaty", "1 year")  # kernels are compiled
    begun = time.perf_counter()
    found = case.sensitivity("two_front", "10 years")
    return {
        "question": "two_front by 10 years",
        "method": found.method,
        "futures": found.futures,
        "numbers": len(found.pulls),
        "untold": len(found.untold),
        "value": found.value,
        "seconds": time.perf_counter() - begun,
        "megabytes": _megabytes(),
    }


def _both(plan: ExactPlan, case: Case) -> tuple[float, float]:
    begun = time.perf_counter()
    carry_out(plan)
    answered = time.perf_counter()
    exact_gradients(plan, case)
    return answered - begun, time.perf_counter() - answered


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_a_process(name: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, __file__, name), capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


PARTS = {"exact": exact_cost, "sensitivity": sensitivity_cost}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(PARTS[sys.argv[1]]()))
    else:
        measured = {name: _in_a_process(name) for name in PARTS}
        print_result("gradients", measured, "forewarn", "numpy", "numba")
