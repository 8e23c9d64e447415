"""Checks of whole cases: what they tell depends on what is said, not on its order."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from korea import codes
from strategies import networks

from forewarn.language.checks import check_case
from forewarn.language.codes import CODES

few = settings(max_examples=30)


def turned(thing):
    return replace(thing, effects=thing.effects[::-1])


def turned_round(case):
    """The case with every list that has no meaning in its order turned round."""
    variables = [
        replace(each, transitions=tuple(map(turned, each.transitions[::-1])))
        for each in case.variables
    ]
    return replace(
        case,
        variables=tuple(variables[::-1]),
        events=tuple(map(turned, case.events[::-1])),
        questions=case.questions[::-1],
    )


@few
@given(networks())
def test_the_order_of_declarations_changes_nothing_but_order(case) -> None:
    told, again = check_case(case), check_case(turned_round(case))
    assert Counter(each.code for each in told) == Counter(each.code for each in again)


@few
@given(networks())
def test_checks_only_warn_and_always_say_what_to_do(case) -> None:
    titles = {each.code: each.severity for each in CODES}
    for problem in check_case(case):
        assert problem.severity == titles[problem.code] == "warning"
        assert problem.message
        assert problem.hint


@few
@given(networks())
def test_asking_nothing_is_told_once_and_hides_what_follows_from_it(case) -> None:
    told = [each.code for each in check_case(replace(case, questions=()))]
    assert told.count("W404") == 1
    assert not {"W304", "W305", "W311"} & set(told)


def test_a_clean_case_is_told_nothing() -> None:
    assert codes("") == []
