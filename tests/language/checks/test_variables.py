"""Variables: each moves, each state is reached, each matters, each is moved."""

from korea import codes, told

TAIWAN = """
variables:
  taiwan:
    states:
      calm: No shots.
      crisis: Shots.
      war: A landing.
    start: {START}
    transitions: {{{TRANSITIONS}}}
"""
ASKED = "questions: {invasion: {happens: taiwan = war, by: 5 years}}\n"
LADDER = "{rate: 1 per year, times: {VARIABLE = war: 2}}"


def taiwan(transitions, start="calm", more=ASKED):
    return TAIWAN.format(START=start, TRANSITIONS=transitions) + more


def chain(*names):
    """Variables that each influence the next; nothing asks about them."""
    text = "variables:\n"
    for name, before in zip(names, ("korea", *names), strict=False):
        text += (
            f"  {name}:\n    states: [calm, war]\n    start: calm\n"
            "    transitions:\n      calm -> war:\n        rate: 1 per year\n"
            f"        times: {{{before} = war: 2}}\n"
        )
    return text


def test_a_state_no_transition_names_is_told_at_its_line() -> None:
    assert told(taiwan("calm -> war: 1 per year")) == {("W302", 7)}


def test_a_state_behind_a_rate_of_zero_is_not_reached() -> None:
    zero = "calm -> crisis: 0 per year, crisis -> war: 1 per year"
    other = "calm -> war: 1 per year"
    assert told(taiwan(f"{zero}, {other}")) == {("W302", 7)}


def test_a_state_with_a_chance_at_the_start_is_reached() -> None:
    uncertain = taiwan("calm -> war: 1 per year", start="{calm: 60%, crisis: 40%}")
    assert codes(uncertain) == []


def test_a_state_in_which_a_dynamic_holds_the_variable_is_not_told() -> None:
    dynamic = "dynamics: {strait: {without: {taiwan: crisis}}}\n"
    assert codes(taiwan("calm -> war: 1 per year", more=ASKED + dynamic)) == []


def test_a_variable_that_cannot_move_is_told_once() -> None:
    assert told(taiwan("", more="")) == {("W303", 4)}
    assert told(taiwan("war -> crisis: 1 per year", more="")) == {("W303", 4)}
    assert told(taiwan("calm -> war: 0 per year", more="")) == {("W303", 4)}


def test_what_is_fixed_and_not_known_may_stand_still() -> None:
    unknown = "{calm: 50%, crisis: 30%, war: 20%}"
    assert codes(taiwan("", start=unknown)) == []


def test_a_variable_that_reaches_no_question_is_told() -> None:
    assert codes(chain("taiwan")) == ["W304"]


def test_every_variable_on_the_way_to_nothing_is_told() -> None:
    assert codes(chain("taiwan", "strait", "island")) == ["W304"] * 3


def test_a_variable_far_behind_a_question_changes_its_answer() -> None:
    asked = "questions: {last: {happens: island = war, by: 5 years}}\n"
    assert codes(chain("taiwan", "strait", "island") + asked) == []


def test_a_claim_tested_by_a_number_asks_about_its_variable() -> None:
    claim = 'claims: {C1: {says: "It is so.", tested_by: "taiwan: calm -> war"}}\n'
    assert codes(chain("taiwan") + claim) == []


def test_a_question_about_a_number_asks_about_its_variable() -> None:
    number = '{number: "taiwan: calm -> war | korea = war", above: 1.5}'
    text = chain("taiwan").replace("war: 2", "war: 2 (1 to 4)")
    assert codes(text + f"questions: {{law: {number}}}\n") == []


DRIVER = """
variables:
  taiwan:
    states: [calm, war]
    start: calm
    transitions:
      calm -> war: 0.1 per year
events:
  raid: {rate: 2 per year, times: {taiwan = war: 3}}
questions:
  raids: {count: raid, by: 5 years}
"""


def test_a_variable_that_moves_by_itself_is_told() -> None:
    assert told(DRIVER) == {("W305", 4)}


def test_a_driver_named_in_a_dynamic_is_meant() -> None:
    assert codes(DRIVER + "dynamics: {strait: {without: {taiwan: calm}}}\n") == []


def test_an_event_that_nothing_counts_is_told() -> None:
    assert codes("events: {raid: {rate: 2 per year}}\n") == ["W311"]


def test_asking_about_an_event_does_not_ask_about_a_variable_of_its_name() -> None:
    event = "events: {taiwan: {rate: 2 per year}}\n"
    asked = "questions: {raids: {count: taiwan, by: 5 years}}\n"
    assert codes(chain("taiwan") + event + asked) == ["W304"]


def test_a_case_that_asks_nothing_is_told_that_and_no_more() -> None:
    head = "forewarn: 1\ncase: {title: T, start: 2024-01-01, horizon: 10 years}\n"
    korea = "variables: {korea: {states: [a, b], start: {a: 50%, b: 50%}}}\n"
    base = f"{head}basis: judgement\n{korea}"
    assert codes("events: {raid: {rate: 2 per year}}\n", base=base) == ["W404"]
