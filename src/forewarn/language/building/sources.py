"""Sources and dynamics: what numbers cite, and named counterfactuals."""

from forewarn.language.building.building import Building
from forewarn.language.building.dates import day_of
from forewarn.language.building.phrases import is_known_state, is_known_variable
from forewarn.language.layout import things
from forewarn.language.tree import Text
from forewarn.model.case import Dynamic, Source


def build_source(building: Building, name: Text, layout: things.Source) -> Source:
    """A document that numbers cite."""
    return Source(
        name=name.value,
        title=layout.title.value if layout.title else name.value,
        publisher=layout.publisher.value if layout.publisher else "",
        published=day_of(building, layout.date) if layout.date else None,
        url=layout.url.value if layout.url else "",
        span=name.span,
    )


def build_dynamic(building: Building, name: Text, layout: things.Dynamic) -> Dynamic:
    """A named counterfactual; a state that cannot be read is left out."""
    without = tuple(
        (variable.value, state.value)
        for variable, state in layout.without.items()
        if is_known_variable(building, variable)
        and is_known_state(building, building.variables[variable.value], state)
    )
    return Dynamic(
        name=name.value,
        title=layout.title.value if layout.title else name.value,
        without=without,
        span=name.span,
    )
