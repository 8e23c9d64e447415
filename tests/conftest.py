"""How engine properties are tried: the same examples each time, at any speed."""

import os

from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it
settings.register_profile("engine", deadline=None, derandomize=True)
settings.load_profile("engine")
