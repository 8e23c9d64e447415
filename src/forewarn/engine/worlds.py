"""Worlds: draws of every number, a Latin hypercube by name."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from forewarn.engine.network import Network
from forewarn.errors import NotComputable, UsageError
from forewarn.laws import is_uncertain, quantile, value_at
from forewarn.model.case import Case, Ladder, Number
from forewarn.model.quantities import Mixture

FloatArray = npt.NDArray[np.float64]
Coordinates = Mapping[str, FloatArray]

#: Coordinate of what all judgement numbers err by together.
AUTHOR = "author correlation"


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
        NotComputable: if a variable cannot start anywhere in some world.
    """
    names = coordinate_names(case)
    z = draw_coordinates(
        names, seed=seed, worlds=worlds, replicates=replicates, first=first
    )
    at = {name: z[:, column] for column, name in enumerate(names)}
    return numbers_at(network, case, at, worlds=worlds)


def central_numbers(network: Network, case: Case) -> FloatArray:
    """Every number at its median, start shares summing to 1; shape (number,)."""
    median_of = {n.name: quantile(n.quantity.law, 0.5) for n in case.numbers()}
    values = np.array([[median_of[name] for name in network.numbers]])
    _share_starts(network, values)
    return np.asarray(values[0])


def numbers_at(
    network: Network, case: Case, coordinates: Coordinates, *, worlds: int
) -> FloatArray:
    r"""Every number of a network where some worlds sit in their doubt.

    A judgement number's coordinate is :math:`z = \sqrt\rho\,Z + \sqrt{1-\rho}\,e`, with
    Z shared by all of them and ρ the case's ``author_correlation``.

    Args:
        network: The network of the case.
        case: The case, for the laws of its numbers.
        coordinates: Standard normal coordinates by name, as ``coordinate_names`` lists
            them; shape (world,) each. One that is missing is 0 in every world.
        worlds: How many worlds.

    Returns:
        Values, each in its own unit; shape (world, number). Start shares sum to 1.

    Raises:
        NotComputable: if a variable cannot start anywhere in some world.

    Source:
        The shared factor is a Gaussian copula: every law stays as written.
    """
    number_of = {name: column for column, name in enumerate(network.numbers)}
    values = np.empty((worlds, len(number_of)))
    zero = np.zeros(worlds)
    for key, number in keyed_numbers(case):
        z = coordinates.get(key, zero)
        if number.basis == "judgement":
            z = _with_author(case, z, coordinates.get(AUTHOR, zero))
        pick = special.ndtr(coordinates.get(_pick(key), zero))
        values[:, number_of[number.name]] = value_at(number.quantity.law, z, pick)
    _share_starts(network, values)
    return values


def coordinate_names(case: Case) -> list[str]:
    """Names of the coordinates that tell a case's worlds apart, in order.

    A ladder has one, so its rungs keep their order; a mixture has a second, by which a
    world picks a law.
    """
    names = set()
    for key, number in keyed_numbers(case):
        law = number.quantity.law
        if is_uncertain(law):
            names.add(key)
            if number.basis == "judgement" and case.author_correlation > 0:
                names.add(AUTHOR)
        if isinstance(law, Mixture):
            names.add(_pick(key))
    return sorted(names)


def keyed_numbers(case: Case) -> Iterator[tuple[str, Number]]:
    """Every number of a case with the name of its coordinate, in declared order."""
    ladders = dict(_rungs(case))
    for number in case.numbers():
        yield ladders.get(number.name, number.name), number


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
    for replicate in range(replicates):
        rows = slice(replicate * size, (replicate + 1) * size)
        for column, name in enumerate(names):
            rng = _rng(seed, first + replicate, name)
            shares[rows, column] = _draw_strata(rng, size)
    return np.asarray(special.ndtri(shares))


def _rungs(case: Case) -> Iterator[tuple[str, str]]:
    """Name of each rung, and of the coordinate that its ladder shares."""
    movers = [(t.name, t.effects) for v in case.variables for t in v.transitions]
    movers += [(event.name, event.effects) for event in case.events]
    for name, effects in movers:
        for effect in effects:
            if isinstance(effect, Ladder):
                for rung in effect.rungs:
                    yield rung.times.name, f"{name} | {effect.variable}"


def _pick(key: str) -> str:
    return f"{key} pick"


def _with_author(case: Case, own: FloatArray, author: FloatArray) -> FloatArray:
    rho = case.author_correlation
    return sqrt(rho) * author + sqrt(1 - rho) * own if rho else own


def _share_starts(network: Network, values: FloatArray) -> None:
    for variable, name in enumerate(network.variables):
        first, last = network.state_ptr[variable : variable + 2]
        shares = network.start_number[first:last]
        columns = shares[shares >= 0]
        total = values[:, columns].sum(axis=1, keepdims=True)
        if not (total > 0).all():
            raise NotComputable(
                f"{name!r} starts nowhere: give one of its states a share above 0"
            )
        values[:, columns] /= total


def _rng(seed: int, replicate: int, name: str) -> np.random.Generator:
    # Integers never hold a colon, so no two triples make one text.
    key = sha256(f"worlds:{seed}:{replicate}:{name}".encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(key[:16], "big")))


def _draw_strata(rng: np.random.Generator, size: int) -> FloatArray:
    shares = (rng.permutation(size) + rng.random(size)) / size
    # Exactly 0 or 1, about once in 1e16 draws, would be an infinite coordinate.
    return np.clip(shares, 2.0**-53, 1 - 2.0**-53)


def _check_draw(names: Sequence[str], worlds: int, replicates: int) -> None:
    if len(set(names)) < len(names):
        raise UsageError("a name comes twice; each number has one coordinate")
    if replicates < 1 or worlds < 1 or worlds % replicates:
        raise UsageError(
            f"{worlds} worlds do not make up {replicates} equal replicates; "
            f"ask for a multiple of {max(replicates, 1)} worlds"
        )
