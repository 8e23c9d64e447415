"""Names of numbers: however a person spaces one, it is the number's own."""

import pytest
from hypothesis import given, settings
from strategies import cases

from forewarn.language.building.building import Building
from forewarn.language.building.naming import number_name
from forewarn.language.found import Found


def building_of(case):
    """What naming needs to know of a case."""
    return Building(
        found=Found(),
        variables={each.name: each for each in case.variables},
        events={each.name for each in case.events},
        losses={each.name: each.unit for each in case.losses},
        numbers={each.name: each.quantity.dimension for each in case.numbers()},
    )


def squeezed(name):
    for sign in ("->", "|", "=", ":", "!=", ">=", "<="):
        name = name.replace(f" {sign} ", sign).replace(f"{sign} ", sign)
    return name


def stretched(name):
    for sign in ("->", "|", ":"):
        name = name.replace(sign, f"  {sign}\n ")
    return name


@settings(max_examples=40)
@given(cases())
@pytest.mark.parametrize("spelt", [str, squeezed, stretched])
def test_every_number_is_known_by_its_name_however_it_is_spaced(spelt, case) -> None:
    building = building_of(case)
    for number in case.numbers():
        assert number_name(building, spelt(number.name)) == number.name


@settings(max_examples=20)
@given(cases())
def test_what_no_number_is_called_is_called_nothing_else(case) -> None:
    building = building_of(case)
    for name in building.numbers:
        assert number_name(building, f"{name} | nowhere = at_all") not in (
            building.numbers
        )
