"""Looking back: what reports settled is scored as an outcome, never as a record."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from forewarn.judgement.score import needs_look_back, outcomes_of, score
from forewarn.model.case import Case
from forewarn.model.estimate import Estimate
from forewarn.model.ledger import Ledger, Outcome
from forewarn.model.score import Score

#: Where an outcome comes from that nobody wrote down.
SOURCE = "settled by reports"


def score_back(
    ledger: Ledger,
    case: Case,
    *,
    as_of: date | None,
    settled: Sequence[Estimate],
    said: Sequence[Estimate],
) -> Score:
    """The score of what was published, and of what the case says looking back.

    Args:
        ledger: What was published and what happened.
        case: The case.
        as_of: The day it is told on; the last day anything was resolved if None.
        settled: Answers that are 0 or 1 by what was known then; one that the ledger
            resolves too is taken from there.
        said: What the case says as of its start, question by question.

    Returns:
        The score; what nobody published before is a retrodiction.
    """
    known = outcomes_of(ledger)
    more = [
        one
        for one in _outcomes(settled, as_of or case.start)
        if (one.question, one.by) not in known
    ]
    whole = replace(ledger, outcomes=(*ledger.outcomes, *more))
    values = {(e.question, e.by): e.value for e in said if 0.0 <= e.value <= 1.0}
    keys = [key for key in needs_look_back(whole, case) if key in values]
    looked = {key: values[key] for key in keys}
    return score(whole, case, as_of=as_of, look_back=looked)


def _outcomes(settled: Sequence[Estimate], day: date) -> Iterator[Outcome]:
    for one in settled:
        if one.by is not None and one.kind not in {"count", "time"}:
            yield Outcome(
                question=one.question,
                by=one.by,
                verdict="yes" if one.value else "no",
                resolved=day,
                source=SOURCE,
            )
