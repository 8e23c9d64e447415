"""Then: what was answered at the start, beside what is answered now."""

from math import isnan

from forewarn.brief.findings import Findings
from forewarn.model.estimate import Estimate


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
