"""Paths of a network by the prototype kernels that lie beside the checkout."""

import json
import sys
import time
from pathlib import Path

job = json.load(sys.stdin)
folder = Path(job["folder"])
sys.path.insert(0, str(folder))
sys.argv = ["prototype"]  # its files look at their arguments

import ssa_numba  # noqa: E402  # after its folder is known
import ssa_u  # noqa: E402  # as above

model = job["model"]
model["target"] = {int(v): s for v, s in model["target"].items()}
arguments = ssa_u.prep_u(model)
kernel, extra = ssa_u.chunk_u, ()
if len(model["variables"]) > 100:  # where its authors found a tree to win
    arguments = ssa_numba.prep(model)
    kernel, extra = ssa_numba.chunk_tree, (False,)
kernel(10, 1, *arguments, *extra)
start = time.perf_counter()
ever, at_end, jumps = kernel(job["paths"], 2, *arguments, *extra)
seconds = time.perf_counter() - start
print(
    json.dumps(
        {
            "seconds": seconds,
            "ever": ever / job["paths"],
            "at_end": at_end / job["paths"],
            "jumps": int(jumps),
        }
    )
)
