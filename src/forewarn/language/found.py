"""What is found wrong while a case is read, and which names are left out for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forewarn.errors import Problem

MOST_ERRORS = 300  # nobody reads more, and hints for 100,000 would take minutes


@dataclass(slots=True, kw_only=True)
class Found:
    """Problems in the order found; past a few hundred errors no more are told."""

    problems: list[Problem] = field(default_factory=list)
    #: Names whose declaration was left out, so that nothing more is said of them.
    broken: set[str] = field(default_factory=set)
    errors: int = 0

    @property
    def full(self) -> bool:
        """Whether so much is wrong that nothing more is worth saying."""
        return self.errors >= MOST_ERRORS

    def add(self, problem: Problem) -> None:
        """Tell a problem, unless too many were told."""
        if problem.severity == "warning":
            self.problems.append(problem)
        elif not self.full:
            self.errors += 1
            self.problems.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Tell several problems; no more are asked for once there are too many."""
        for problem in problems:
            if self.full:
                break
            self.add(problem)

    def forget_after(self, count: int) -> None:
        """Take back all problems but the first ``count``."""
        forgotten = self.problems[count:]
        self.errors -= sum(problem.severity == "error" for problem in forgotten)
        del self.problems[count:]
