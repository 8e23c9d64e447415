"""Sources, claims and dynamics: each is used, tested, and changes something."""

from korea import codes

SOURCE = "sources: {kremlin: {title: Treaty}}\n"
EVENT = "events: {{raid: {{rate: 2 per year{MORE}}}}}\n"
ASKED = "questions: {raids: {count: raid, by: 1 year}}\n"
SOUTH = """
variables:
  south:
    states: [{STATES}]
    start: calm
    transitions: {{{TRANSITIONS}}}
"""


def test_a_source_that_any_number_cites_is_used() -> None:
    cited = EVENT.format(MORE=', source: "kremlin, article 4"')
    factor = EVENT.format(
        MORE=", times: {korea = war: {times: 2, source: 'kremlin, article 4'}}"
    )
    assert codes(SOURCE) == ["W301"]
    assert codes(SOURCE + cited + ASKED) == []
    assert codes(SOURCE + factor + ASKED) == []


def test_a_claim_says_what_tests_it_or_what_it_waits_for() -> None:
    claim = "claims: {{C1: {{says: War, {MORE}}}}}\n"
    assert codes(claim.format(MORE="")) == ["W403"]
    assert codes(claim.format(MORE="fails_if: never")) == ["W403"]
    assert codes(claim.format(MORE="tested_by: korean_war")) == []
    assert codes(claim.format(MORE="waits_for: data")) == []


def test_a_dynamic_changes_something_that_is_asked() -> None:
    dynamic = "dynamics: {{north: {{without: {{{PIN}}}}}}}\n"
    assert codes(dynamic.format(PIN="korea: calm")) == []
    idle = SOUTH.format(STATES="calm, war", TRANSITIONS="calm -> war: 1 per year")
    assert codes(idle + dynamic.format(PIN="south: calm")) == ["W304", "W312"]
    assert codes(idle + dynamic.format(PIN="south: calm, korea: calm")) == ["W304"]


def test_a_dynamic_that_holds_what_never_moves_changes_nothing() -> None:
    still = SOUTH.format(STATES="calm, war", TRANSITIONS="")
    dynamic = "dynamics: {north: {without: {south: calm}}}\n"
    asked = "questions: {south: {happens: south -> war or korea = war, by: 1 year}}\n"
    assert codes(still + dynamic + asked) == ["W303", "W312", "W405"]
