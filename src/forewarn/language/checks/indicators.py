"""Checks of indicators: each can tell, in time, and with ratios on their sides of 1."""

from collections.abc import Iterator

from forewarn.errors import Problem
from forewarn.language.checks.reach import Reach
from forewarn.language.checks.truth import Instant, can_hold, judge
from forewarn.language.checks.wording import quoted
from forewarn.language.places import warning
from forewarn.laws import quantile
from forewarn.model.case import Case
from forewarn.model.evidence import Indicator


def check_indicators(case: Case, reach: Reach) -> Iterator[Problem]:
    """Warn of indicators that cannot tell, speak too late, or may mean the opposite."""
    for indicator in case.indicators:
        yield from _constant(indicator, reach)
        yield from _slow(indicator)
        yield from _doubtful(indicator)


def _constant(indicator: Indicator, reach: Reach) -> Iterator[Problem]:
    condition = indicator.condition
    if condition is None:
        return
    if not can_hold(condition, reach):
        said = f"{quoted(condition)} never comes about"
    elif (
        indicator.kind == "shows"
        and not judge(condition, Instant(states=reach.states)).false
    ):
        said = f"{quoted(condition)} always holds"
    else:
        return
    yield warning(
        "W322",
        indicator.span,
        f'the indicator "{indicator.name}" tells nothing: {said}',
        "Name something that may be so and may not.",
    )


def _slow(indicator: Indicator) -> Iterator[Problem]:
    if indicator.ahead and indicator.window > indicator.ahead[1]:
        yield warning(
            "W323",
            indicator.span,
            f'the indicator "{indicator.name}" speaks once in {indicator.window_text}, '
            f"and warns {indicator.ahead_text} ahead",
            "Write a window no longer than it warns ahead.",
        )


def _doubtful(indicator: Indicator) -> Iterator[Problem]:
    for number, end, speaks in (
        (indicator.seen, 0.1, "above"),
        (indicator.silent, 0.9, "below"),
    ):
        if number is None:
            continue
        edge = quantile(number.quantity.law, end)
        wrong = edge <= 1 if speaks == "above" else edge >= 1
        if wrong:
            yield warning(
                "W324",
                number.span,
                f'"{number.name}" reaches {edge:.3g}, so in some worlds it would say '
                "the opposite",
                f"Write an interval that lies {speaks} 1.",
            )
