"""Rivals: what baselines would have said of a count, from past periods alone."""

from collections.abc import Sequence

from forewarn.insight.baselines import BASELINES, baselines, looked_at
from forewarn.model.backtest import Law


def rival_laws(past: Sequence[int], *, recent: int) -> dict[str, Law]:
    r"""Laws of how many come in the next period, by the four rules of baselines.

    .. math:: P(0) = 1 - p, \quad P(k) = p \, n_k / n \quad (k > 0)

    where :math:`n_k` of the n periods with anything that the rule looks at had k.

    Args:
        past: How many came in each period so far, the latest last.
        recent: How many periods the second rule looks back, at least 1.

    Returns:
        A law by the name of each rule; its chance of any is that of the rule. The last
        is the mean of the two before it. A rule that saw nothing come expects one.

    >>> told = rival_laws([0, 3, 0, 1], recent=12)
    >>> [round(chance, 3) for chance in told["constant"].counts]
    [0.5, 0.25, 0.0, 0.25]
    """
    had = [count > 0 for count in past]
    chances = baselines(had, recent=recent)
    seen = looked_at(had, past, recent)
    laws = [
        _law(chances[name], counts)
        for name, counts in zip(BASELINES[:3], seen, strict=True)
    ]
    return dict(zip(BASELINES, (*laws, _mean(laws[1], laws[2])), strict=True))


def _law(chance: float, counts: Sequence[int]) -> Law:
    came = [count for count in counts if count] or [1]
    law = [0.0] * (max(came) + 1)
    for count in came:
        law[count] += chance / len(came)
    law[0] = 1.0 - chance
    return Law(counts=tuple(law))


def _mean(one: Law, other: Law) -> Law:
    size = max(len(one.counts), len(other.counts))
    both = (law.counts + (0.0,) * (size - len(law.counts)) for law in (one, other))
    return Law(counts=tuple((a + b) / 2 for a, b in zip(*both, strict=True)))
