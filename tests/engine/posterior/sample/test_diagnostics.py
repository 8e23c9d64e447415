"""R-hat and effective draws of chains whose answers are known."""

import numpy as np

from forewarn.engine.posterior.sample.diagnostics import bulk_ess, rhat


def autoregressive(rho, chains=4, draws=4000, seed=2):
    noise = np.random.default_rng(seed).normal(size=(chains, draws))
    walk = np.empty_like(noise)
    walk[:, 0] = noise[:, 0]
    for at in range(1, draws):
        walk[:, at] = rho * walk[:, at - 1] + np.sqrt(1 - rho**2) * noise[:, at]
    return walk[:, :, np.newaxis]


def test_draws_that_follow_each_other_are_worth_less_by_their_correlation():
    """Within 20 % of n (1 - rho) / (1 + rho), an autoregression's."""
    for rho in (0.0, 0.5, 0.9):
        wanted = 16000 * (1 - rho) / (1 + rho)
        assert abs(bulk_ess(autoregressive(rho))[0] / wanted - 1) < 0.2


def test_chains_apart_are_told_from_chains_together():
    chains = autoregressive(0.5)
    assert rhat(chains)[0] < 1.01
    chains[0] += 1.0
    assert rhat(chains)[0] > 1.05


def test_chains_that_spread_unalike_are_told_apart():
    chains = autoregressive(0.0)
    chains[0] *= 3.0
    assert rhat(chains)[0] > 1.05


def test_a_monotone_change_of_scale_changes_nothing():
    chains = autoregressive(0.5)
    assert bulk_ess(chains)[0] == bulk_ess(np.exp(chains))[0]


def test_what_never_varies_agrees_with_itself():
    still = np.ones((4, 100, 1))
    assert (rhat(still)[0], bulk_ess(still)[0]) == (1.0, 400.0)
