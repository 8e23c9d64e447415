"""Then: what was answered at the start, beside what is answered now."""

from math import isnan

from forewarn.brief.findings import Findings
from forewarn.brief.from_run import is_settled
from forewarn.model.estimate import Estimate

#: What is said now, settled, and what was said at the start.
Pair = tuple[Estimate, Estimate]


def then_of(findings: Findings, estimate: Estimate) -> Estimate | None:
    """What the start said to what an estimate answers now; None where it did not.

    Args:
        findings: What the brief is composed from.
        estimate: An answer of now.
    """
    if findings.then is None:
        return None
    for one in findings.then.estimates:
        same = (one.question, one.years) == (estimate.question, estimate.years)
        if same and not isnan(one.value):
            return one
    return None


def settled_since(findings: Findings) -> tuple[Pair, ...]:
    """What is settled now and was open at the start, in the order asked."""
    now = findings.answer.estimates if findings.answer else ()
    pairs = ((one, then_of(findings, one)) for one in now if is_settled(one))
    return tuple(
        (one, before)
        for one, before in pairs
        if before is not None and not is_settled(before)
    )
