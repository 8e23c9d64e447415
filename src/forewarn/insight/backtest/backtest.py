"""The back-test: for each day what the case would have said, and what then came."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import Final

from forewarn.errors import Interrupted, UsageError
from forewarn.evidence.series import Source
from forewarn.insight.backtest.counted import outcome_in, past_counts
from forewarn.insight.backtest.forecast import Drawing, Drawn, forecast
from forewarn.insight.backtest.keep import Keeper, key_of
from forewarn.insight.backtest.observed import observed_by
from forewarn.insight.backtest.rivals import rival_laws
from forewarn.insight.backtest.score import score_forecasts
from forewarn.model.backtest import Backtest, Counting, Hindcast
from forewarn.model.case import Case
from forewarn.model.series import Series
from forewarn.model.standing import standing_of, windows_of
from forewarn.model.steps import Step, is_end_of_month
from forewarn.model.units import date_after

#: Called with what is being done, how much of it, of how much.
Progress = Callable[[str, int, int], None]
#: Share of a step that a month may be longer than another.
SLACK: Final = 0.05
#: R-hat over which the worlds of a forecast are told to disagree.
DISAGREE: Final = 1.05
#: Most dates of one back-test: over this many a slip is likelier than a wish.
MOST_DATES: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is tested: of which event, on which days, how far ahead."""

    event: str
    counting: Counting
    first: date
    last: date
    every: Step
    ahead: Step
    #: As they were asked for.
    every_text: str
    ahead_text: str

    def days(self) -> Iterator[tuple[date, date]]:
        """Each day that a forecast stands at, and the last that it speaks of."""
        for times in range(MOST_DATES + 1):
            day = self.every.after(self.first, times)
            if day > self.last:
                return
            yield day, self.ahead.after(day)
        raise UsageError(
            f"there are more than {MOST_DATES:,} dates from {self.first} to "
            f"{self.last}; ask for fewer"
        )

    @property
    def overlap(self) -> int:
        """How many forecasts in a row speak of one day."""
        return max(ceil(self.ahead.years / self.every.years - SLACK), 1)

    @property
    def recent(self) -> int:
        """How many periods of the length looked ahead make up a year."""
        return max(round(1 / self.ahead.years), 1)


def run_backtest(  # noqa: PLR0913  # what is tested, on what, and where it is kept
    case: Case,
    source: Source,
    plan: Plan,
    drawing: Drawing,
    *,
    file: str,
    keep: Path | None = None,
    code: str = "",
    progress: Progress | None = None,
) -> Backtest:
    """Forecast an event through the past, and score it.

    Args:
        case: The case.
        source: What came, from a file.
        plan: What is tested.
        drawing: How much is drawn for each forecast.
        file: Name of the file.
        keep: The folder that keeps forecasts; None keeps nothing.
        code: Digest of the program, without which nothing is kept.
        progress: Called as forecasts are made.

    Raises:
        UsageError: if a date, the event or the file does not fit the case.
        NotComputable: if what is known on a day cannot be under the model.
        Interrupted: if the user stops it; forecasts made by then are kept.
    """
    tester = _Tester(case, source, plan, drawing, keep if code else None, code)
    days, made = tester.checked_days(), list[Hindcast]()
    try:
        made.extend(tester.forecasts(days, progress))
    except (KeyboardInterrupt, Interrupted):
        done = f"stopped after {len(made)} of {len(days)} forecasts"
        raise Interrupted(
            f"{done}; {tester.kept}", _told(tester, tuple(made), file)
        ) from None
    return _told(tester, tuple(made), file)


def _told(tester: "_Tester", made: tuple[Hindcast, ...], file: str) -> Backtest:
    plan, drawing, whole = tester.plan, tester.drawing, tester.source.whole
    return Backtest(
        event=plan.event,
        counting=plan.counting,
        evidence=file,
        every=plan.every_text,
        ahead=plan.ahead_text,
        forecasts=made,
        scores=score_forecasts(made, overlap=plan.overlap),
        notes=tuple(tester.notes(made)),
        problems=whole.problems,
        worlds=drawing.worlds,
        futures_per_world=drawing.futures_per_world,
        seed=drawing.seed,
    )


class _Tester:
    def __init__(  # noqa: PLR0913, PLR0917  # as run_backtest
        self,
        case: Case,
        source: Source,
        plan: Plan,
        drawing: Drawing,
        keep: Path | None,
        code: str,
    ) -> None:
        self.case, self.source, self.plan, self.drawing = case, source, plan, drawing
        self._hangs_on = {
            "case": case.digest,
            "code": code,
            "event": plan.event,
            "seed": drawing.seed,
            "worlds": drawing.worlds,
            "futures": drawing.futures_per_world,
        }
        path = keep / f"{key_of(self._hangs_on)[:32]}.jsonl" if keep else None
        self._keeper = Keeper(path=path if case.digest else None)

    @property
    def kept(self) -> str:
        """What becomes of forecasts that were made."""
        kept = self._keeper.path and not self._keeper.trouble
        return "those are kept, and used again" if kept else "none is kept"

    def checked_days(self) -> list[tuple[date, date]]:
        case, plan = self.case, self.plan
        _check_event(case, plan.event)
        if plan.first > plan.last:
            raise UsageError(
                f"from {plan.first} to {plan.last} there is no day: put the earlier "
                "one first"
            )
        if plan.first < case.start:
            raise UsageError(
                f"as of {plan.first} cannot be told: the case starts on {case.start}"
            )
        try:
            days = list(plan.days())
        except OverflowError:
            raise UsageError(
                f"{plan.ahead_text} ahead of {plan.last}, or {plan.every_text} after "
                "it, the calendar has ended"
            ) from None
        end = date_after(case.start, case.horizon)
        if days[-1][1] > end:
            raise UsageError(
                f"as of {days[-1][0]}, {plan.ahead_text} ahead is past the horizon of "
                f"the case, {end}"
            )
        if self.source.whole.monthly:
            _check_months(days)
        return days

    def forecasts(
        self, days: list[tuple[date, date]], progress: Progress | None
    ) -> Iterator[Hindcast]:
        for done, (as_of, until) in enumerate(days):
            if progress:
                progress("forecasting", done, len(days))
            yield self._hindcast(as_of, until)

    def _hindcast(self, as_of: date, until: date) -> Hindcast:
        plan, known = self.plan, self.source.by(as_of)
        drawn = self._drawn(known, as_of, until)
        past = past_counts(known, self.case.start, as_of, plan.ahead, plan.counting)
        return Hindcast(
            as_of=as_of,
            until=until,
            law=drawn.law,
            outcome=outcome_in(self.source.whole, as_of, until, plan.counting),
            baselines=rival_laws(past, recent=plan.recent),
            error=drawn.error,
            r_hat=drawn.r_hat,
            effective=drawn.effective,
        )

    def _drawn(self, known: Series | None, as_of: date, until: date) -> Drawn:
        plan = self.plan
        case = observed_by(self.case, plan.event, known, as_of, plan.counting)
        parts = {
            **self._hangs_on,
            "as_of": as_of,
            "until": until,
            "known": [repr(report) for report in case.evidence.reports],
            "coverage": [repr(each) for each in case.evidence.coverage],
        }
        key = key_of(parts)
        drawn = self._keeper.found(key)
        if drawn is None:
            drawn = forecast(case, plan.event, as_of, until, self.drawing)
            self._keeper.keep(key, drawn)
        return drawn

    def notes(self, forecasts: tuple[Hindcast, ...]) -> Iterator[str]:
        whole, plan, first = self.source.whole, self.plan, self.plan.first
        yield from whole.notes
        if plan.counting == "days" and not whole.monthly:
            yield "a day with several counts once"
        if any(plan.event in each.names for each in self.case.evidence.coverage):
            yield f"what the case says is fully reported of {plan.event} is passed over"
        yield from self._unscored(forecasts)
        if any(one.as_of > whole.until for one in forecasts):
            yield f"after {whole.until}, where the file ends, nothing is taken to come"
        if plan.overlap > 1:
            yield (
                f"{plan.overlap} forecasts in a row speak of one day: blocks hold "
                "as many, and bands of reliability are too narrow"
            )
        yield from _hindsight(self.case, first)
        apart = sum(one.r_hat > DISAGREE for one in forecasts)
        if apart:
            yield (
                f"the chains behind {apart} forecasts do not agree (R-hat over "
                f"{DISAGREE}); ask for more worlds"
            )
        if self._keeper.trouble:
            yield f"forecasts are not kept: {self._keeper.trouble}"

    def _unscored(self, forecasts: tuple[Hindcast, ...]) -> Iterator[str]:
        open_ = [one for one in forecasts if one.outcome is None]
        if open_:
            whole = self.source.whole
            yield (
                f"{len(open_)} of {len(forecasts)} forecasts are not scored: the file "
                f"tells of {whole.since} to {whole.until}"
            )


def _check_event(case: Case, event: str) -> None:
    """Find out what else tells of the event, since nothing may be told twice."""
    for report in case.evidence.reports:
        if event in {report.event, report.count[0] if report.count else ""}:
            span = report.span
            raise UsageError(
                f"{span.file}:{span.line} reports {event} too, so it would be taken in "
                "twice: leave it out of the case, or of the file"
            )


def _check_months(days: list[tuple[date, date]]) -> None:
    for as_of, until in days:
        for day in (as_of, until):
            if not is_end_of_month(day):
                raise UsageError(
                    f"the file tells of whole months, and {day} is not the end of one: "
                    "name a month to forecast, such as --from 2015-01, and look "
                    "ahead by months"
                )


def _hindsight(case: Case, first: date) -> Iterator[str]:
    """What the case may know of days that it is tested on."""
    late = len(standing_of(replace(case, start=first)).late)
    if late:
        yield f"{_numbers(late)} on facts from after {first}: this test is not blind"
    twice = sum(
        any(closes > case.start for _, closes in windows_of(number))
        for number in case.numbers()
    )
    if twice:
        yield f"{_numbers(twice)} on counts from after its start, told twice if in both"
    if case.written and case.written > first:
        yield (
            f"the case was written on {case.written}, so whoever wrote it could know "
            "what came: a back-test is no record"
        )


def _numbers(count: int) -> str:
    if count == 1:
        return "1 number of the case rests"
    return f"{count} numbers of the case rest"
