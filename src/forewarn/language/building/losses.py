"""Losses: what jumps and states cost, each size in the unit of its loss."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from forewarn.language.building.building import Building
from forewarn.language.building.numbers import number_of, said_in
from forewarn.language.building.phrases import instants_of, states_of
from forewarn.language.layout import losses as layout
from forewarn.language.names import short
from forewarn.language.tree import Text
from forewarn.model.case import Number
from forewarn.model.conditions import Condition, text_of
from forewarn.model.losses import Loss, LossTerm, Varies
from forewarn.model.quantities import Dimension

_Terms = Mapping[Text, Text | layout.Term]
_Read = Callable[[Building, Text, str], Condition | None]


def build_loss(building: Building, name: Text, written: layout.Loss) -> Loss:
    """The loss; a term that cannot be read is left out and reported."""
    unit = building.losses[name.value]
    shared = _Shared(
        building=building,
        name=name.value,
        unit=unit,
        varies=_varies(written.varies, "world"),
    )
    jumps = shared.terms(written.per_jump, "amount", instants_of, "'per_jump:'")
    years = shared.terms(written.per_year, "flow", states_of, "'per_year:'")
    return Loss(
        name=name.value,
        title=written.title.value if written.title else name.value,
        unit=unit,
        per_jump=tuple(jumps),
        per_year=tuple(years),
        span=name.span,
    )


def unit_of(written: layout.Loss) -> str:
    """What a loss is counted in, on one line."""
    return " ".join(written.unit.value.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What the terms of one loss share: its name, its unit and how they vary."""

    building: Building
    name: str
    unit: str
    varies: Varies

    def terms(
        self, written: _Terms, dimension: Dimension, read: _Read, where: str
    ) -> Iterator[LossTerm]:
        """Each term that can be read."""
        for line, term in written.items():
            on = read(self.building, line, where)
            made = self._term(line, on, term, dimension) if on else None
            if made:
                yield made
            else:
                self.building.spoil(self.name)

    def _term(
        self,
        line: Text,
        on: Condition,
        written: Text | layout.Term,
        dimension: Dimension,
    ) -> LossTerm | None:
        name = f"{self.name}: {text_of(on)}"
        term = None if isinstance(written, Text) else written
        when = self._when(term)
        size = self._size(name, line, written, dimension)
        lost = term and (term.lacks("when") or (term.when and when is None))
        if size is None or lost:
            return None
        return LossTerm(
            on=on,
            size=size,
            when=when,
            varies=_varies(term.varies if term else None, self.varies),
            span=line.span,
        )

    def _when(self, term: layout.Term | None) -> Condition | None:
        if term is None or term.when is None:
            return None
        return states_of(self.building, term.when, "'when:'")

    def _size(
        self,
        name: str,
        line: Text,
        written: Text | layout.Term,
        dimension: Dimension,
    ) -> Number | None:
        if name in self.building.numbers:
            self.building.error(
                "E421",
                line.span,
                f'"{short(line.value)}" stands in "{self.name}" twice',
                "Join the two, or tell them apart by a condition: 'x -> a and y = b'.",
            )
            return None
        phrase, reasons = said_in(written, "size")
        return number_of(
            self.building,
            name,
            phrase,
            dimension=dimension,
            reasons=reasons,
            unit=self.unit,
        )


def _varies(written: Text | None, usual: Varies) -> Varies:
    return cast("Varies", written.value) if written else usual
