"""Storm, through stormpy: a model in PRISM's language built and checked."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from rivals.environment import python_with

REQUIREMENT = "stormpy==2.0.0"
_SCRIPT = """
import json, resource, sys, tempfile, time
import stormpy
job = json.load(sys.stdin)
with tempfile.NamedTemporaryFile("w", suffix=".prism") as file:
    file.write(job["model"])
    file.flush()
    start, busy = time.perf_counter(), time.process_time()
    program = stormpy.parse_prism_program(file.name, prism_compatibility=True)
    formulas = stormpy.parse_properties(";".join(job["properties"]), program)
    model = stormpy.build_model(program, formulas)
    built = time.perf_counter()
    values = [
        stormpy.model_checking(model, formula, only_initial_states=True)
        .get_value(model.initial_states[0])
        for formula in formulas
    ]
    done, used = time.perf_counter(), time.process_time() - busy
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({
    "values": values, "states": model.nr_states, "build_seconds": built - start,
    "solve_seconds": done - built, "processor_seconds": used, "megabytes": peak,
    "version": stormpy.__version__,
}))
"""


def storm(model: str, properties: Sequence[str]) -> dict[str, Any]:
    """Values of some properties by Storm, with the seconds and memory they took.

    Args:
        model: The model in PRISM's language.
        properties: Properties in PRISM's language.

    Raises:
        Missing: if Storm cannot be installed.
    """
    done = subprocess.run(  # noqa: S603  # our own program
        (python_with(REQUIREMENT), "-c", _SCRIPT),
        input=json.dumps({"model": model, "properties": list(properties)}),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))
