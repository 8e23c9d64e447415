"""The stage of belief: what is held true on the day that the brief stands at."""

import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from forewarn.brief.findings import Findings
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.posterior.beliefs import sum_up_belief
from forewarn.engine.posterior.believe import believe
from forewarn.model.believed import Believed
from forewarn.stages.stage import Setting, Stage

#: Fast rather than small: digits of worlds hardly grow smaller.
SQUEEZE: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """An array as text."""

    kind: str
    shape: tuple[int, ...]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A belief whose arrays are text, and what it comes to."""

    believed: Believed
    as_of: date
    years: float
    numbers: Packed
    starts: Packed
    ptr: Packed
    past_years: Packed
    past_pulses: Packed
    spent: tuple[tuple[str, float], ...]
    r_hat: float
    effective: float
    notes: tuple[str, ...]


def pack(belief: Belief, believed: Believed) -> Found:
    """A belief as plain data, to the last bit."""
    return Found(
        believed=believed,
        as_of=belief.as_of,
        years=belief.years,
        numbers=_packed(belief.numbers),
        starts=_packed(belief.starts),
        ptr=_packed(belief.ptr),
        past_years=_packed(belief.past_years),
        past_pulses=_packed(belief.past_pulses),
        spent=belief.spent,
        r_hat=belief.r_hat,
        effective=belief.effective,
        notes=belief.notes,
    )


def unpack(found: Found) -> Belief:
    """The belief again."""
    return Belief(
        as_of=found.as_of,
        years=found.years,
        numbers=_unpacked(found.numbers),
        starts=_unpacked(found.starts),
        ptr=_unpacked(found.ptr),
        past_years=_unpacked(found.past_years),
        past_pulses=_unpacked(found.past_pulses),
        spent=found.spent,
        r_hat=found.r_hat,
        effective=found.effective,
        notes=found.notes,
    )


def _packed(array: npt.NDArray[Any]) -> Packed:
    kind = array.dtype.newbyteorder("<")
    content = zlib.compress(array.astype(kind).tobytes(), SQUEEZE)
    return Packed(
        kind=kind.str, shape=array.shape, content=b64encode(content).decode("ascii")
    )


def _unpacked(packed: Packed) -> npt.NDArray[Any]:
    content = zlib.decompress(b64decode(packed.content))
    array = np.frombuffer(content, dtype=np.dtype(packed.kind)).reshape(packed.shape)
    return array.astype(array.dtype.newbyteorder("="))


def _run(setting: Setting) -> Found:
    case, effort = setting.findings.case, setting.effort
    belief = believe(
        case,
        setting.findings.as_of,
        seed=effort.seed,
        worlds=effort.worlds,
        threads=effort.threads or 2,
        progress=setting.progress,
    )
    return pack(belief, sum_up_belief(case, belief))


def _fill(findings: Findings, found: Found) -> Findings:
    return replace(findings, believed=found.believed)


def _hand(setting: Setting, found: Found) -> Setting:
    return replace(setting, belief=unpack(found))


BELIEF = Stage(
    name="belief",
    doing="learning from what is known",
    makes=Found,
    run=_run,
    fill=_fill,
    hand=_hand,
    wanted=lambda setting: setting.findings.as_of > setting.findings.case.start,
)
