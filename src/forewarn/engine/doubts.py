"""Doubts: what the coordinate of each number is made of, own and shared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from forewarn.errors import NotComputable
from forewarn.laws import is_uncertain
from forewarn.model.case import Case, Effect, Ladder, Number, effect_numbers
from forewarn.model.quantities import Law, Mixture

#: Coordinate of what all judgement numbers err by together.
AUTHOR: Final = "author correlation"
#: Coordinate by which a world follows a variant, or none.
VARIANTS: Final = "variants"
#: What rounding may add to shares that sum to 1.
SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    r"""What one number is, in the worlds of one variant or in all others.

    Its coordinate is a sum over factors, each a standard normal coordinate by name,

    .. math:: z = \sum_i a_i Z_i, \qquad \sum_i a_i^2 = 1

    so that its law stays as written, whatever it shares with other numbers.
    """

    #: Name of the number.
    name: str
    law: Law
    #: Factor and its loading; the number's own comes last.
    loadings: tuple[tuple[str, float], ...]
    #: The variant whose worlds it is for; empty for worlds without one that changes it.
    variant: str = ""

    @property
    def own(self) -> str:
        """Name of the coordinate that it shares with none but its ladder."""
        return self.loadings[-1][0]

    @property
    def pick(self) -> str:
        """Name of the coordinate by which a mixture picks a law."""
        return f"{self.own} pick"

    def factors(self) -> Iterator[str]:
        """Names of the coordinates that its value hangs on."""
        if is_uncertain(self.law):
            yield from (factor for factor, _ in self.loadings)
        if isinstance(self.law, Mixture):
            yield self.pick


def doubts_of(case: Case) -> Iterator[Doubt]:
    """What every number of a case is, then what variants make of some.

    A common cause's factor moves a number's coordinate within its law. Which law of a
    mixture a world picks stays the number's own: reference classes are about what is
    counted, not about how strong a hidden force is.

    Raises:
        NotComputable: if common causes share more than all of a number's doubt.
    """
    shared = _Shared.of(case)
    for number in case.numbers():
        yield shared.doubt(number)
    written = {number.name: number for number in case.numbers()}
    for variant in sorted(case.variants, key=lambda variant: variant.name):
        for name, quantity in variant.changes:
            if name in written:  # it is not where a variable is held in a state
                yield shared.doubt(
                    written[name], law=quantity.law, variant=variant.name
                )


def numbers_in_play(case: Case) -> frozenset[str]:
    """Names of the numbers that futures hang on.

    Not those of measures that are not adopted, of indicators, and of what lies outside
    the model: they are the same in every world.
    """
    adopted = {name for name, _ in case.adopted}
    out = {n.name for m in case.measures if m.name not in adopted for n in m.numbers()}
    out.update(n.name for indicator in case.indicators for n in indicator.numbers())
    if case.unforeseen is not None:
        out.add(case.unforeseen.name)
    return frozenset(number.name for number in case.numbers()) - out


def variant_edges(case: Case) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Names of a case's variants, in order, and up to where in (0, 1) each is picked.

    Raises:
        NotComputable: if the weights sum to more than 1.
    """
    variants = sorted(case.variants, key=lambda variant: variant.name)
    edges = [0.0]
    for variant in variants:
        edges.append(edges[-1] + variant.weight)
    if edges[-1] > 1 + SLACK:
        raise NotComputable(
            f"the weights of the variants sum to {edges[-1]:.4g}; a world follows at "
            "most one, so let them sum to at most 1"
        )
    return tuple(variant.name for variant in variants), tuple(edges[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What numbers of a case share."""

    #: Coordinate of each rung's ladder, by the rung's name.
    ladders: Mapping[str, str]
    #: Factors of common causes and their loadings, by coordinate.
    causes: Mapping[str, Sequence[tuple[str, float]]]
    #: Correlation of judgement numbers.
    author: float

    @classmethod
    def of(cls, case: Case) -> "_Shared":
        ladders = dict(_rungs(case))
        return cls(
            ladders=ladders,
            causes=_causes(case, ladders),
            author=case.author_correlation,
        )

    def doubt(
        self, number: Number, *, law: Law | None = None, variant: str = ""
    ) -> Doubt:
        key = self.ladders.get(number.name, number.name)
        factors = list(self.causes.get(key, ()))
        rest = _rest(number.name, factors)
        if number.basis == "judgement" and self.author > 0:
            factors.append((AUTHOR, rest * sqrt(self.author)))
            rest *= sqrt(1 - self.author)
        own = f"{key} in {variant}" if variant else key
        return Doubt(
            name=number.name,
            law=law or number.quantity.law,
            loadings=(*factors, (own, rest)),
            variant=variant,
        )


def _rest(name: str, factors: Sequence[tuple[str, float]]) -> float:
    taken = sum(loading * loading for _, loading in factors)
    if taken > 1 + SLACK:
        raise NotComputable(
            f"common causes share {taken:.0%} of the doubt of {name!r}; let their "
            "shares sum to at most 100%"
        )
    return sqrt(max(1 - taken, 0.0))


def _causes(
    case: Case, ladders: Mapping[str, str]
) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Factors by coordinate; a rung stands for its ladder, and counts once."""
    causes: dict[str, dict[str, float]] = {}
    for cause in sorted(case.common_causes, key=lambda cause: cause.name):
        for names, sign in ((cause.raises, 1.0), (cause.lowers, -1.0)):
            for name in names:
                loading = sign * sqrt(cause.share)
                loads = causes.setdefault(ladders.get(name, name), {})
                if loads.setdefault(f"common cause: {cause.name}", loading) != loading:
                    raise NotComputable(
                        f"the common cause {cause.name!r} both raises and lowers "
                        f"{name!r}"
                    )
    return {key: tuple(loads.items()) for key, loads in causes.items()}


def _rungs(case: Case) -> Iterator[tuple[str, str]]:
    """Name of each rung, and of the coordinate that its ladder shares."""
    for name, effects in _moved(case):
        for effect in effects:
            if isinstance(effect, Ladder):
                for rung in effect_numbers((effect,)):
                    yield rung.name, f"{name} | {effect.variable}"


def _moved(case: Case) -> Iterator[tuple[str, tuple[Effect, ...]]]:
    """Name and effects of whatever influences act on."""
    for variable in case.variables:
        yield from ((each.name, each.effects) for each in variable.transitions)
    yield from ((event.name, event.effects) for event in case.events)
    yield from ((schedule.name, schedule.effects) for schedule in case.schedules)
    yield from ((trigger.chance.name, trigger.effects) for trigger in case.triggers)
