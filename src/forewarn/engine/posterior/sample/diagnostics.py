r"""Diagnostics: whether chains tell the same, and what their draws are worth.

Source:
    Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Rank-normalization, folding
    and localization: an improved R-hat; Geyer (1992), initial monotone sequences.
"""

import numpy as np
from scipy import special

from forewarn.engine.network import FloatArray


def rhat(chains: FloatArray) -> FloatArray:
    """Rank-normalised split R-hat, the larger of bulk and folded.

    Args:
        chains: Draws of several quantities; shape (chain, draw, quantity).

    Returns:
        Shape (quantity,); near 1 where the chains agree, 1 for what never varies.

    >>> rng = np.random.default_rng(1)
    >>> bool(rhat(rng.normal(size=(4, 500, 1)))[0] < 1.01)
    True
    """
    split = split_chains(chains)
    folded = np.abs(split - np.median(split, axis=(0, 1)))
    return np.asarray(np.fmax(_rhat(normal_ranks(split)), _rhat(normal_ranks(folded))))


def bulk_ess(chains: FloatArray) -> FloatArray:
    """How many independent draws the rank-normalised draws of chains are worth.

    Args:
        chains: Draws of several quantities; shape (chain, draw, quantity).

    Returns:
        Shape (quantity,); all draws for what never varies.

    >>> rng = np.random.default_rng(1)
    >>> bool(bulk_ess(rng.normal(size=(4, 500, 1)))[0] > 1500)
    True
    """
    return ess(normal_ranks(split_chains(chains)))


def split_chains(chains: FloatArray) -> FloatArray:
    """Each chain as two; shape (2 * chain, draw // 2, quantity)."""
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, chains.shape[1] - half :]])


def normal_ranks(chains: FloatArray) -> FloatArray:
    """Normal scores of the ranks of all draws together; ties share their mean rank."""
    flat = chains.reshape(-1, chains.shape[2])
    out = np.empty_like(flat)
    for column in range(flat.shape[1]):
        _, place, counts = np.unique(
            flat[:, column], return_inverse=True, return_counts=True
        )
        ends = np.cumsum(counts)
        out[:, column] = (ends - (counts - 1) / 2)[place]
    scores = special.ndtri((out - 0.375) / (len(flat) + 0.25))
    return np.asarray(scores.reshape(chains.shape))


def ess(chains: FloatArray) -> FloatArray:
    r"""Effective draws from autocorrelations, summed while pairs stay above 0.

    .. math:: n / (1 + 2 \sum_t \rho_t)

    Args:
        chains: Draws; shape (chain, draw, quantity).
    """
    count, draws, _ = chains.shape
    within, pooled = _variances(chains)
    size = 1 << (2 * draws - 1).bit_length()
    waves = np.fft.rfft(chains - chains.mean(axis=1, keepdims=True), size, axis=1)
    covariance = np.fft.irfft(np.abs(waves) ** 2, size, axis=1)[:, :draws] / draws
    with np.errstate(divide="ignore", invalid="ignore"):
        rho = 1 - (within - covariance.mean(axis=0) * draws / (draws - 1)) / pooled
    rho[0] = 1.0
    pairs = rho[: draws // 2 * 2].reshape(draws // 2, 2, -1).sum(axis=1)
    pairs = np.minimum.accumulate(pairs, axis=0)
    stopped = np.cumsum(~(pairs > 0), axis=0) > 0
    time = np.maximum(
        -1 + 2 * np.where(stopped, 0, pairs).sum(axis=0), 1 / np.log10(count * draws)
    )
    return np.asarray(np.where(pooled > 0, count * draws / time, count * draws))


def _variances(chains: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Variance within chains, and of all draws together."""
    draws = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean(axis=0)
    between = chains.mean(axis=1).var(axis=0, ddof=1)
    return within, within * (draws - 1) / draws + between


def _rhat(chains: FloatArray) -> FloatArray:
    within, pooled = _variances(chains)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.sqrt(pooled / within)
    return np.asarray(np.where(pooled > 0, ratio, 1.0))
