"""Tasks: what is asked of a chain in one world."""

from typing import NamedTuple

from forewarn.engine.exact.chain import Chain
from forewarn.engine.network import FloatArray
from forewarn.engine.tables import Indices


class Task(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What is asked of a chain in one world."""

    chain: Chain
    #: Hazard of each entry, per year; shape (entry,).
    hazards: FloatArray
    #: What each joint state is worth: at a time, or per year; shape (joint state,).
    worth: FloatArray
    #: Whether worth adds up over time.
    summed: bool
    #: Joint states the chain may start in, and the mass there; shape (start,).
    start_row: Indices
    start_mass: FloatArray
    #: Dates, in years, rising; shape (date,).
    years: FloatArray
