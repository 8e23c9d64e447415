"""Worlds: draws of every number, a Latin hypercube by name."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from scipy import special

from forewarn.engine.doubts import VARIANTS, doubts_of, numbers_in_play, variant_edges
from forewarn.engine.network import Network
from forewarn.errors import NotComputable, UsageError
from forewarn.laws import quantile, value_at
from forewarn.model.case import Case

FloatArray = npt.NDArray[np.float64]
Coordinates = Mapping[str, FloatArray]


def draw_worlds(  # noqa: PLR0913  # which draw, how many, and from where on
    network: Network,
    case: Case,
    *,
    seed: int,
    worlds: int,
    replicates: int,
    first: int = 0,
) -> FloatArray:
    """Every number of a network in some worlds.

    Args:
        network: The network of the case.
        case: The case, for the laws of its numbers.
        seed: Which draw; any integer.
        worlds: How many worlds; a multiple of ``replicates``.
        replicates: How many independent hypercubes the worlds make up.
        first: Number of the first of these replicates: a run can be drawn in parts.

    Returns:
        Values, each in its own unit; shape (world, number). The worlds of a replicate
        stand together, replicates in order.

    Raises:
        UsageError: if the worlds do not divide evenly.
        NotComputable: as for :func:`numbers_at`.
    """
    names = coordinate_names(case)
    z = draw_coordinates(
        names, seed=seed, worlds=worlds, replicates=replicates, first=first
    )
    at = {name: z[:, column] for column, name in enumerate(names)}
    return numbers_at(network, case, at, worlds=worlds)


def central_numbers(network: Network, case: Case) -> FloatArray:
    """Every number at its median, in the case as written; shape (number,).

    No variant is followed, whatever they weigh. Shares of where a variable starts, and
    of what a schedule draws, sum to 1.
    """
    median_of = {n.name: quantile(n.quantity.law, 0.5) for n in case.numbers()}
    values = np.array([[median_of[name] for name in network.numbers]])
    _share_all(network, case, values)
    return np.asarray(values[0])


def numbers_at(
    network: Network, case: Case, coordinates: Coordinates, *, worlds: int
) -> FloatArray:
    r"""Every number of a network where some worlds sit in their doubt.

    A number's coordinate shares in the factors of its common causes and, where it is a
    judgement, in what its author's judgements err by together,

    .. math:: z = \sum_i \pm\sqrt{s_i}\,Z_i
              + \sqrt{1 - \sum_i s_i}\,(\sqrt\rho\,A + \sqrt{1-\rho}\,e)

    with s the causes' shares and ρ the case's ``author_correlation``. In the worlds of
    a variant, the numbers that it changes have its laws and an e of their own.

    Args:
        network: The network of the case.
        case: The case, for the laws of its numbers.
        coordinates: Standard normal coordinates by name, as ``coordinate_names`` lists
            them; shape (world,) each. One that is missing is 0 in every world; without
            that of variants, no world follows any.
        worlds: How many worlds.

    Returns:
        Values, each in its own unit; shape (world, number). Shares of where a variable
        starts, and of what a schedule draws, sum to 1.

    Raises:
        NotComputable: if such shares are all 0 in some world, if common causes share
            more than all of a number's doubt, or if variants weigh more than 1.

    Source:
        The shared factors are a Gaussian copula: every law stays as written.
    """
    number_of = {name: column for column, name in enumerate(network.numbers)}
    values = np.empty((worlds, len(number_of)))
    followed = variants_at(case, coordinates, worlds=worlds)
    zero = np.zeros(worlds)
    for doubt in doubts_of(case):
        z = sum(
            (load * coordinates.get(name, zero) for name, load in doubt.loadings), zero
        )
        pick = special.ndtr(coordinates.get(doubt.pick, zero))
        drawn = value_at(doubt.law, z, pick)
        rows = followed == doubt.variant if doubt.variant else slice(None)
        values[rows, number_of[doubt.name]] = drawn[rows]
    _share_all(network, case, values)
    return values


def variants_at(
    case: Case, coordinates: Coordinates, *, worlds: int
) -> npt.NDArray[np.object_]:
    """Name of the variant that each of some worlds follows, empty for none.

    Args:
        case: The case.
        coordinates: As for :func:`numbers_at`.
        worlds: How many worlds.

    Raises:
        NotComputable: if variants weigh more than 1.
    """
    names, edges = variant_edges(case)
    none = np.full(worlds, len(names))
    at = coordinates.get(VARIANTS)
    picked = none if at is None else np.searchsorted(edges, special.ndtr(at), "right")
    return np.array([*names, ""], dtype=np.object_)[picked]


def coordinate_names(case: Case) -> list[str]:
    """Names of the coordinates that tell a case's worlds apart, in order.

    A ladder has one, so its rungs keep their order; a mixture has a second, by which a
    world picks a law; a common cause has one, shared by all that it moves; and one says
    which variant a world follows.
    """
    played = numbers_in_play(case)
    names = {
        factor
        for doubt in doubts_of(case)
        if doubt.name in played
        for factor in doubt.factors()
    }
    if case.variants:
        names.add(VARIANTS)
    return sorted(names)


def draw_coordinates(
    names: Sequence[str], *, seed: int, worlds: int, replicates: int, first: int = 0
) -> FloatArray:
    r"""Coordinates of some numbers in some worlds, each number stratified by itself.

    .. math:: z_i = \Phi^{-1}\left(\frac{\pi(i) + u_i}{n}\right)

    with a random permutation π and uniform u drawn, for each replicate of n worlds and
    each name, from a stream that only (seed, replicate, name) determines. Adding or
    reordering names changes no other column, bit for bit.

    Args:
        names: Names of the numbers; no two alike.
        seed: Which draw; any integer.
        worlds: How many worlds; a multiple of ``replicates``.
        replicates: How many independent hypercubes the worlds make up.
        first: Number of the first of these replicates: a run can be drawn in parts.

    Returns:
        Standard normal coordinates, shape (world, name); the worlds of a replicate
        stand together, replicates in order.

    Raises:
        UsageError: if a name comes twice or the worlds do not divide evenly.

    Source:
        McKay, Beckman and Conover (1979), Latin hypercube sampling.

    >>> z = draw_coordinates(["a", "b"], seed=1, worlds=4, replicates=1)
    >>> (z < 0).sum(axis=0)
    array([2, 2])
    """
    _check_draw(names, worlds, replicates)
    shares = np.empty((worlds, len(names)))
    size = worlds // replicates
    words = np.random.Philox(key=0)
    rng, unused = np.random.Generator(words), dict[str, Any](words.state)
    for replicate in range(replicates):
        rows = slice(replicate * size, (replicate + 1) * size)
        for column, name in enumerate(names):
            # A generator set anew takes a third of the time of a new one.
            unused["state"] = _start(seed, first + replicate, name)
            words.state = cast("Any", unused)
            shares[rows, column] = (rng.permutation(size) + rng.random(size)) / size
    # Exactly 0 or 1, about once in 1e16 draws, would be an infinite coordinate.
    return np.asarray(special.ndtri(np.clip(shares, 2.0**-53, 1 - 2.0**-53)))


def _share_all(network: Network, case: Case, values: FloatArray) -> None:
    number_of = {name: column for column, name in enumerate(network.numbers)}
    for variable in case.variables:
        shares = [share.name for _, share in variable.start]
        where = f"{variable.name!r} starts nowhere"
        _share(values, [number_of[name] for name in shares], where)
    for schedule in case.schedules:
        if schedule.draw is not None:
            shares = [share.name for _, share in schedule.draw.shares]
            where = f"{schedule.name!r} draws nothing"
            _share(values, [number_of[name] for name in shares], where)


def _share(values: FloatArray, columns: list[int], where: str) -> None:
    # In order of names, so that sums round alike however shares were declared.
    columns = sorted(columns)
    total = values[:, columns].sum(axis=1, keepdims=True)
    if not (total > 0).all():
        raise NotComputable(f"{where}: give one of its states a share above 0")
    values[:, columns] /= total


def _start(seed: int, replicate: int, name: str) -> dict[str, npt.NDArray[np.uint64]]:
    # Integers never hold a colon, so no two triples make one text.
    key = sha256(f"worlds:{seed}:{replicate}:{name}".encode()).digest()
    return {
        "counter": np.zeros(4, np.uint64),
        "key": np.frombuffer(key[:16][::-1], "<u8").astype(np.uint64),
    }


def _check_draw(names: Sequence[str], worlds: int, replicates: int) -> None:
    if len(set(names)) < len(names):
        raise UsageError("a name comes twice; each number has one coordinate")
    if replicates < 1 or worlds < 1 or worlds % replicates:
        raise UsageError(
            f"{worlds} worlds do not make up {replicates} equal replicates; "
            f"ask for a multiple of {max(replicates, 1)} worlds"
        )
