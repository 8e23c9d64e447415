"""Changes: how the case of one run differs from the case as written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What was changed for one run, in the order it was asked for."""

    #: Variables that are moved to a state at the start and kept there.
    fixed: tuple[tuple[str, str], ...] = ()
    #: Numbers that have another quantity, and its text.
    settings: tuple[tuple[str, str], ...] = ()
    #: Measures that are adopted, and the day of each.
    adopted: tuple[tuple[str, date], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fixed or self.settings or self.adopted)

    def options(self) -> Iterator[str]:
        """The changes as words of a command line.

        >>> changes = Changes(
        ...     fixed=(("taiwan", "crisis"),), settings=(("raid", "1 per year"),)
        ... )
        >>> list(changes.options())
        ['--fix', 'taiwan=crisis', '--set', 'raid', '1 per year']
        """
        for variable, state in self.fixed:
            yield from ("--fix", f"{variable}={state}")
        for name, text in self.settings:
            yield from ("--set", name, text)
        for measure, day in self.adopted:
            yield from ("--adopt", f"{measure}@{day}")
