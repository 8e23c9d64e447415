"""The main path: open a case, check it, answer it, write its brief. Start here.

What draws and computes is imported where it is called: it takes longer to import than a
case takes to check.

>>> race = open_case("two-way-race")
>>> race.case.name, len(race.problems)
('two-way-race', 0)
"""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from forewarn.brief.answer_rows import AnswerRow, answer_rows
from forewarn.brief.difference_rows import DifferenceRow, difference_rows
from forewarn.brief.findings import Findings
from forewarn.brief.save import Pages, check_folder, save_file, writing
from forewarn.brief.story import Told, tell
from forewarn.brief.then import settled_since
from forewarn.brief.trails import TrailWords, trail_words
from forewarn.engine.change import adopt as adopt_measures
from forewarn.engine.change import fix as fix_variables
from forewarn.engine.change import set_number
from forewarn.engine.effort import Effort, Precision, size_of
from forewarn.errors import CaseError, Interrupted, Problem, UsageError
from forewarn.language.copying import new_case
from forewarn.language.ledger import FORECASTS, OUTCOMES
from forewarn.language.load import (
    Reading,
    bundled_names,
    bundled_path,
    own_folder,
    own_record,
)
from forewarn.language.load import load_case as check
from forewarn.language.prose import prose_of
from forewarn.language.schema import schema
from forewarn.language.typed import (
    parse_deadline,
    parse_eve,
    parse_setting,
    parse_step,
)
from forewarn.model.backtest import Backtest, BacktestScores, Counting, Hindcast, Marks
from forewarn.model.case import Case
from forewarn.model.changes import Changes
from forewarn.model.comparison import Altered, Comparison, Difference
from forewarn.model.estimate import Answer, Ask
from forewarn.model.implied import Implied
from forewarn.model.learned import Learned, LearnedAll, Stretch
from forewarn.model.ledger import Issued, Ledger, Outcome, Verdict
from forewarn.model.program import code_digest
from forewarn.model.score import Item, Score, Total
from forewarn.model.sensitivity import Pull, Sensitivity
from forewarn.model.smoothed import Smoothed
from forewarn.model.units import date_after, years_between
from forewarn.model.version import VERSION

if TYPE_CHECKING:
    from forewarn.engine.export import Layout
    from forewarn.engine.posterior.belief import Belief

__all__ = [
    "KEPT",
    "AnswerRow",
    "Backtest",
    "BacktestScores",
    "Changes",
    "Comparison",
    "Counting",
    "Difference",
    "DifferenceRow",
    "Effort",
    "Hindcast",
    "Issued",
    "Item",
    "Learned",
    "LearnedAll",
    "Ledger",
    "Marks",
    "OpenCase",
    "Pages",
    "Precision",
    "Progress",
    "Pull",
    "Reading",
    "Score",
    "Sensitivity",
    "Smoothed",
    "Stretch",
    "Told",
    "Total",
    "TrailWords",
    "check",
    "check_folder",
    "new_case",
    "open_case",
    "opened",
    "schema",
    "size_of",
]

#: Called with what is being done, how much of it, of how much; 0 where nobody knows.
Progress = Callable[[str, int, int], None]
#: The folder beside results in which finished stages of a brief are kept.
KEPT = ".forewarn"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NORMAL = Effort()
_DRAFT = Effort(worlds=1024, futures_per_world=64)
_FEW = Effort(worlds=256, futures_per_world=16)
#: Enough to see which counts the whole case moves away from.
_LOOK = Effort(worlds=1024, futures_per_world=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case without errors, and what was found on reading it.

    What computes takes ``by``, days or durations from the start to ask for in place of
    the dates written; ``effort``, how much may be computed, and how; and ``progress``,
    called as work is done. It raises UsageError where there is no such question, date
    or number, NotComputable where an answer cannot be had this way, and Interrupted
    where the user stops it, with what was finished.

    >>> race = open_case("two-way-race").answer("first_wins", by=["1 year"])
    >>> round(race.estimates[0].value, 6)
    0.316738
    """

    case: Case
    reading: Reading
    #: How ``case`` differs from the one that was read.
    changes: Changes = Changes()  # noqa: RUF009  # frozen
    #: The day that answers stand at; the start of the case if None.
    day: date | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings, by file, line and column."""
        return self.reading.problems

    @property
    def out(self) -> Path:
        """Where results go unless told: out/ beside the case's files, or else here."""
        folder = self.reading.folder
        bundled = {bundled_path(name) for name in bundled_names()}
        return Path("out") if folder is None or folder in bundled else folder / "out"

    @property
    def texts(self) -> Mapping[str, str]:
        """Text of each file the case was read from, by its name in the folder."""
        return self.reading.texts

    def changed(
        self,
        *,
        fix: Mapping[str, str] = _NOTHING,
        settings: Mapping[str, str] = _NOTHING,
        adopt: Mapping[str, str] = _NOTHING,
    ) -> "OpenCase":
        """The case with variables held, other numbers, and measures adopted.

        Args:
            fix: The state of each variable that is held from the start.
            settings: What each number shall be, as a case writes it.
            adopt: When each measure is adopted: a day, or a time after the start; if
                empty, on the day that answers stand at.
        """
        case, settled = self.case, list(self.changes.settings)
        for name, text in settings.items():
            quantity = parse_setting(case, name, text)
            case = set_number(case, name, quantity)
            settled.append((name, quantity.text))
        days = {name: self._day(text) for name, text in adopt.items()}
        case = adopt_measures(fix_variables(case, fix), days)
        changes = Changes(
            fixed=(*self.changes.fixed, *fix.items()),
            settings=tuple(settled),
            adopted=case.adopted,
        )
        return replace(self, case=case, changes=changes)

    def as_of(self, day: str | date) -> "OpenCase":
        """The case as it stands on a day: what was known by then, and nothing later.

        Raises:
            UsageError: if the day lies before the start or past the horizon.
        """
        start, last = self.case.start, date_after(self.case.start, self.case.horizon)
        text = day if isinstance(day, str) else day.isoformat()
        deadline = parse_deadline(text)
        at = deadline.day or date_after(start, deadline.years or 0.0)
        if not start <= at < last:
            raise UsageError(
                f"as of {at} cannot be told: the case runs from {start} to {last}"
            )
        if at > start and self.changes.fixed:
            raise UsageError(
                "a variable cannot be held from the start of the case and what is "
                "known of it be taken in too: leave out --fix, or --as-of"
            )
        return replace(self, day=None if at == start else at)

    def answer(
        self,
        *questions: str,
        by: Sequence[str] = (),
        effort: Effort = _NORMAL,
        progress: Progress | None = None,
    ) -> Answer:
        """Answer questions, all if none is named, each by the method that suits it.

        Where none is named, what the losses come to by the dates asked is added up too.
        """
        from forewarn.engine.answer import answer  # noqa: PLC0415  # see the top
        from forewarn.engine.costing.costs import price  # noqa: PLC0415  # as above
        from forewarn.engine.posterior.answering import (  # noqa: PLC0415  # as above
            answer_believed,
        )

        asks = self._asks(questions, by)
        belief = self._belief(effort, progress)
        case, priced = self.case, (self.case, asks, effort)
        if belief is None:
            found = answer(*priced, progress=progress)
        else:
            found = answer_believed(case, belief, asks, effort, progress=progress)
        if questions or not case.losses:
            return found
        try:
            losses = price(*priced, belief=belief, progress=progress)
        except Interrupted as stop:
            raise Interrupted(stop.message, found) from None
        return replace(found, losses=losses)

    def _check_method(self, effort: Effort) -> None:
        """Refuse what does not go together with a day."""
        if self.day is None:
            return
        if self.changes.fixed:
            raise UsageError(
                "what is held from a day on can be compared, and not answered alone"
            )
        if effort.method in {"exact", "rare"} or effort.central:
            raise UsageError(
                "what is known is taken in by simulated worlds: leave out --method and "
                "--central, or --as-of"
            )

    def _belief(self, effort: Effort, progress: Progress | None) -> "Belief | None":
        """What is believed on the day; None where that is the start."""
        self._check_method(effort)
        if self.day is None:
            return None
        from forewarn.engine.posterior.believe import believe  # noqa: PLC0415

        return believe(
            self.case,
            self.day,
            seed=effort.seed,
            worlds=effort.worlds,
            threads=effort.threads or 2,
            progress=progress,
        )

    def smooth(
        self,
        *,
        by: Sequence[str] = (),
        effort: Effort = _NORMAL,
        progress: Progress | None = None,
    ) -> Smoothed:
        """Where each variable was, in the light of all that is known on the day.

        ``by`` are past days; if none, the start, each year after it, and the day.
        """
        from forewarn.engine.posterior.smoothing import (  # noqa: PLC0415  # as above
            past_days,
            smooth_states,
        )

        day = self.day or self.case.start
        days = past_days(self.case, day, [self._day(text) for text in by])
        belief = self._belief(effort, progress)
        if belief is None:
            raise UsageError(
                "beliefs about the past need a day that they are held on: add --as-of"
            )
        return smooth_states(self.case, belief, days)

    def trails(self, smoothed: Smoothed) -> tuple[TrailWords, ...]:
        """Where each variable was, in words."""
        return tuple(trail_words(self.case, smoothed))

    def rows(self, answer: Answer) -> tuple[AnswerRow, ...]:
        """Each estimate of an answer in words and digits, as the brief has it."""
        return tuple(answer_rows(self.case, answer))

    def difference_rows(
        self, differences: Sequence[Difference]
    ) -> tuple[DifferenceRow, ...]:
        """Each difference in words and digits."""
        return tuple(difference_rows(self.case, tuple(differences)))

    def place(self, out: Path | None = None) -> Path:
        """The folder that results go to, if they can be written there.

        Raises:
            UsageError: where it is the case's own, whose ``brief.md`` is the analyst's.
            NotWritten: where it takes no files.
        """
        folder, own = out or self.out, self.reading.folder
        if own is not None and folder.resolve() == own.resolve():
            raise UsageError(
                f"{folder} is the case's own folder, in which brief.md is yours; name "
                "another with --out"
            )
        check_folder(folder)
        return folder

    def brief(
        self,
        effort: Effort | None = _NORMAL,
        *,
        keep: Path | None = None,
        progress: Progress | None = None,
    ) -> Pages:
        """The brief; ``save`` writes it. Without an effort it has no answers.

        What is computed is kept in the folder ``keep``, and used again from there.
        """
        from forewarn.brief.pages import render_pages  # noqa: PLC0415  # see the top

        findings, trouble = self._found(effort, keep, progress)
        if progress:
            progress("writing the brief", 0, 0)
        notes = (f"finished stages are not kept: {trouble}",) if trouble else ()
        return render_pages(findings, notes=notes)

    def findings(
        self, effort: Effort | None = _NORMAL, *, progress: Progress | None = None
    ) -> Findings:
        """What the brief is composed from; the run is that of ``answer``."""
        return self._found(effort, None, progress)[0]

    def _found(
        self, effort: Effort | None, keep: Path | None, progress: Progress | None
    ) -> tuple[Findings, str]:
        """What a brief is composed from, and why it could not be kept."""
        used = effort or _NORMAL
        self._check_method(used)
        day = ("--as-of", self.day.isoformat()) if self.day else ()
        options = (*day, *self.changes.options(), *used.options())
        words = ("brief", self.case.name, *options)
        findings = Findings(
            case=self.case,
            as_of=self.day or self.case.start,
            version=VERSION,
            problems=self.problems,
            words=self.reading.words,
            seed=used.seed,
            method=used.method,
            changes=self.changes,
            command=f"forewarn {shlex.join(words)}",
            options=options,
        )
        if effort is None or not (self.case.questions or self.day):
            return findings, ""
        from forewarn.stages.run import run_stages  # noqa: PLC0415  # see the top

        asks = self._asks((), ())
        found, trouble = run_stages(
            findings, asks, effort, folder=keep, progress=progress
        )
        return replace(found, score=self._scored(found)), trouble

    def _scored(self, findings: Findings) -> Score:
        """How what was published turned out, and what a look back would have said."""
        from forewarn.judgement.look_back import score_back  # noqa: PLC0415  # as above

        said = findings.then or findings.answer
        return score_back(
            self.reading.ledger,
            self.case,
            as_of=self.day,
            settled=[now for now, _ in settled_since(findings)],
            said=said.estimates if said else (),
        )

    def sensitivity(
        self,
        question: str,
        by: str | None = None,
        *,
        effort: Effort = _NORMAL,
        progress: Progress | None = None,
    ) -> Sensitivity:
        """How much each number moves an answer, for the last date if none is told."""
        from forewarn.insight.sensitivity import find_sensitivity  # noqa: PLC0415

        asks = self._asks([question], [by] if by else [])
        last = max(asks, key=lambda ask: ask.years or 0.0)
        return find_sensitivity(self.case, last, effort, progress=progress)

    def differences(
        self,
        *questions: str,
        changes: Mapping[str, "OpenCase"],
        by: Sequence[str] = (),
        effort: Effort = _NORMAL,
        progress: Progress | None = None,
    ) -> Comparison:
        """By how much each changed case moves each answer, from coupled futures.

        ``changes`` are cases as ``changed`` makes them, or others, each by a name.
        """
        from forewarn.engine.asking import futures_asked  # noqa: PLC0415  # see the top
        from forewarn.engine.coupled.compare import compare  # noqa: PLC0415  # as above

        altered = [self._altered(name, other) for name, other in changes.items()]
        asks = futures_asked(self._asks(questions, by))
        belief = self._belief(effort, progress)
        return compare(
            self.case, altered, asks, effort, belief=belief, progress=progress
        )

    def dynamics(
        self,
        *questions: str,
        by: Sequence[str] = (),
        effort: Effort = _DRAFT,
        progress: Progress | None = None,
    ) -> Comparison:
        """What answers would be without each dynamic, and without all (named "")."""
        from forewarn.insight.dynamics import find_dynamics  # noqa: PLC0415  # as above

        asks, belief = self._asks(questions, by), self._belief(effort, progress)
        return find_dynamics(self.case, asks, effort, belief=belief, progress=progress)

    def _altered(self, name: str, other: "OpenCase") -> Altered:
        """A case to compare with; as of a day, what it changes from that day on."""
        if self.day is None:
            return Altered(name=name, case=other.case)
        settled = other.changes.settings != self.changes.settings
        if other.reading is not self.reading or settled:
            raise UsageError(
                "as of a day, a case is compared with itself, with variables held and "
                "measures adopted from then on; anything else would be believed "
                "differently"
            )
        new = set(other.case.adopted) - set(self.case.adopted)
        if any(day < self.day for _, day in new):
            raise UsageError(f"as of {self.day}, measures are adopted then or later")
        case = replace(self.case, adopted=other.case.adopted)
        return Altered(name=name, case=case, held=other.changes.fixed)

    def numbers(
        self,
        as_of: str = "",
        *,
        effort: Effort = _NORMAL,
        progress: Progress | None = None,
    ) -> LearnedAll:
        """Every number before and after what is known at a day; the start if none."""
        from forewarn.engine.posterior.learning.learned import (  # noqa: PLC0415  # as above
            learn_numbers,
        )

        return learn_numbers(
            self.case,
            self._day(as_of),
            seed=effort.seed,
            threads=effort.threads or 2,
            progress=progress,
        )

    def replay(
        self,
        place: tuple[int, int],
        *questions: str,
        by: Sequence[str] = (),
        effort: Effort = _NORMAL,
        progress: Progress | None = None,
    ) -> Told:
        """One future of the run that answers, by its world and its number there."""
        from forewarn.engine.replaying import replay_future  # noqa: PLC0415  # as above

        run = (self.case, self._asks(questions, by), effort)
        belief = self._belief(effort, progress)
        story = replay_future(*run, place=place, belief=belief, progress=progress)
        return tell(self.case, story)

    def export(
        self,
        folder: Path,
        layout: "Layout" = "csv",
        *,
        by: Sequence[str] = (),
        effort: Effort = _FEW,
        progress: Progress | None = None,
    ) -> tuple[Path, ...]:
        """Write jumps and futures as tables into a folder, and what makes them again.

        All are simulated. NotWritten where the files cannot be written.
        """
        from forewarn.engine.export import (  # noqa: PLC0415  # see the top
            export_futures,
            file_names,
        )

        with writing(folder, file_names(layout)) as places:
            run = (self.case, self._asks((), by), effort, self.changes)
            export_futures(
                *run,
                layout=layout,
                places=places,
                belief=self._belief(effort, progress),
                progress=progress,
            )
        return tuple(folder / name for name in places)

    def publish(
        self,
        *questions: str,
        who: str,
        today: date,
        by: Sequence[str] = (),
        effort: Effort = _NORMAL,
        progress: Progress | None = None,
    ) -> Issued:
        """Answer questions and add the answers to ``forecasts.csv``, as said today."""
        from forewarn.engine.answer import answer  # noqa: PLC0415  # as above
        from forewarn.judgement.publish import issue  # noqa: PLC0415  # as above
        from forewarn.language.ledger_rows import add_forecasts  # noqa: PLC0415

        path = own_folder(self.reading) / FORECASTS
        asks = self._asks(questions, by)
        found = answer(self.case, asks, effort, progress=progress)
        issued = issue(self.case, found, who=who, today=today)
        add_forecasts(path, issued.forecasts)
        return issued

    def resolve(
        self,
        question: str,
        verdict: Verdict,
        *,
        source: str,
        resolved: date,
        by: str | None = None,
    ) -> Outcome:
        """Add to ``outcomes.csv`` how a question turned out, and when that was known.

        ``by`` may be left out where the question has one date.
        """
        from forewarn.judgement.publish import settle  # noqa: PLC0415  # as above
        from forewarn.language.ledger_rows import add_outcomes  # noqa: PLC0415

        path = own_folder(self.reading) / OUTCOMES
        day = self._only_day(question, by)
        outcome = settle(
            self.case, question, day, verdict, source=source, resolved=resolved
        )
        add_outcomes(path, [outcome])
        return outcome

    def score(
        self,
        *,
        as_of: date | None = None,
        effort: Effort = _NORMAL,
        progress: Progress | None = None,
    ) -> Score:
        """Score what was published; of the rest, what the case says looking back."""
        from forewarn.engine.answer import answer  # noqa: PLC0415  # as above
        from forewarn.judgement.score import needs_look_back, score  # noqa: PLC0415

        ledger, start = self.reading.ledger, self.case.start
        keys = [key for key in needs_look_back(ledger, self.case) if key[1] > start]
        asks = [Ask(question=q, years=years_between(start, by)) for q, by in keys]
        found = answer(self.case, asks, effort, progress=progress).estimates
        values = {
            key: estimate.value
            for key, estimate in zip(keys, found, strict=True)
            if 0.0 <= estimate.value <= 1.0
        }
        return score(ledger, self.case, as_of=as_of, look_back=values)

    def backtest(  # noqa: PLR0913  # what is tested, and how much is drawn for it
        self,
        evidence: str | Path | None = None,
        *,
        first: str | date,
        last: str | date,
        every: str = "1 month",
        ahead: str = "1 month",
        event: str = "",
        counting: Counting = "days",
        seed: int = 1,
        worlds: int = 512,
        futures_per_world: int = 64,
        threads: int | None = None,
        keep: Path | None = None,
        progress: Progress | None = None,
    ) -> Backtest:
        """Forecast an event through the past, from what was known on each day.

        Args:
            evidence: A file that tells how many came when: ``date,count``, or a layout
                that is known; the one in the case's folder ``data`` if None.
            first: The first day that a forecast stands at; of a month, such as
                2015-01, the day before it.
            last: The last that one may stand at, likewise.
            every: How far apart these days are, in days, weeks, months or years.
            ahead: How far each forecast looks ahead, likewise.
            event: Name of the event; the only one of the case if empty.
            counting: Whether each day with something counts as one, or all that came.
            seed: Which draws.
            worlds: Worlds of each forecast.
            futures_per_world: Futures of each world.
            threads: How many threads share the work; they change no bit.
            keep: Folder that keeps each forecast, to be used again.
            progress: Called as forecasts are made.
        """
        from forewarn.evidence.series import read_source  # noqa: PLC0415  # as above
        from forewarn.insight.backtest.backtest import (  # noqa: PLC0415  # as above
            Plan,
            run_backtest,
        )
        from forewarn.insight.backtest.forecast import Drawing  # noqa: PLC0415

        if self.changes.fixed:
            raise UsageError(
                "a variable cannot be held from the start of the case and what is "
                "known of it be taken in too"
            )
        path = own_record(self.reading) if evidence is None else Path(evidence)
        effort = Effort(
            seed=seed,
            worlds=worlds,
            futures_per_world=futures_per_world,
            threads=threads,
        )
        plan = Plan(
            event=self._event(event),
            counting=counting,
            first=first if isinstance(first, date) else parse_eve(first),
            last=last if isinstance(last, date) else parse_eve(last),
            every=parse_step(every),
            ahead=parse_step(ahead),
            every_text=every,
            ahead_text=ahead,
        )
        return run_backtest(
            self.case,
            read_source(path),
            plan,
            Drawing(
                seed=effort.seed,
                worlds=effort.worlds,
                futures_per_world=effort.futures_per_world,
                threads=effort.threads or 2,
            ),
            file=path.name,
            keep=keep,
            code=" ".join((code_digest(), *self.changes.options())) if keep else "",
            progress=progress,
        )

    def save_backtest(self, path: str | Path, found: Backtest) -> Path:
        """Draw a back-test into an SVG file: chances, what came, and reliability.

        Raises:
            NotWritten: where it cannot be written.
        """
        from forewarn.brief.charts.backtest import backtest_chart  # noqa: PLC0415
        from forewarn.brief.on_paper import svg_of  # noqa: PLC0415  # as above

        drawn = svg_of(backtest_chart(found), prefix="backtest")
        return save_file(Path(path), drawn.encode())

    def _event(self, name: str) -> str:
        """The event of that name, or the only one."""
        names = [event.name for event in self.case.events]
        if name in names:
            return name
        if not names:
            raise UsageError("the case has no event that a file could tell of")
        if name or len(names) > 1:
            told = f"there is no event {name}" if name else "there are several events"
            raise UsageError(f"{told}: name one of {', '.join(names)}")
        return names[0]

    def _only_day(self, question: str, by: str | None) -> date:
        asks = self._asks([question], [by] if by else [])
        days = sorted(
            {date_after(self.case.start, ask.years) for ask in asks if ask.years}
        )
        if len(days) == 1:
            return days[0]
        listed = ", ".join(map(str, days)) or "no date"
        raise UsageError(f"{question} has {listed}: say which with --by")

    def implied(
        self, effort: Effort = _LOOK, *, progress: Progress | None = None
    ) -> tuple[Implied, ...]:
        """The average rate that the whole case implies, beside each count in it."""
        from forewarn.insight.implied import implied_rates  # noqa: PLC0415  # as above

        return implied_rates(self.case, effort, progress=progress)

    def prose(self) -> str:
        """The model as prose, for reading aloud."""
        return prose_of(self.case)

    def save_map(self, path: str | Path) -> Path:
        """Draw the map of variables and influences into an SVG file.

        Raises:
            NotWritten: where it cannot be written.
        """
        from forewarn.brief.map import map_svg  # noqa: PLC0415  # see the top

        return save_file(Path(path), map_svg(self.case).encode())

    def _day(self, text: str) -> date:
        """A day as typed; that of the answers where nothing is."""
        if not text:
            return self.day or self.case.start
        deadline = parse_deadline(text)
        return deadline.day or date_after(self.case.start, deadline.years or 0.0)

    def _asks(self, questions: Sequence[str], by: Sequence[str]) -> tuple[Ask, ...]:
        from forewarn.engine.asking import asks_of  # noqa: PLC0415  # see the top

        return asks_of(self.case, questions, by=[parse_deadline(text) for text in by])


def open_case(target: str | Path) -> OpenCase:
    """Open a folder, a single model file, or a bundled case by its name.

    Raises:
        UsageError: where ``target`` is none of the three.
        CaseError: where the case has errors; it carries every problem.

    >>> open_case("two-front").case.title
    'Two wars at once'
    """
    return opened(check(target))


def opened(reading: Reading) -> OpenCase:
    """The case that was read; CaseError where it has errors."""
    if reading.case is None:
        raise CaseError(reading.problems)
    return OpenCase(case=reading.case, reading=reading)
