"""Measures: what they cost, when they are ready, and what exactly they multiply."""

from datetime import date

import pytest
from marked import MODEL, case_with, changed, told_with

from forewarn.model.conditions import text_of

STRUCTURE = """\
schedule:
  vote: {dates: every 30 April, jump: {talks: low -> mid}, chance: 20%}
  lot: {dates: every 1 May, draw: {war: {calm: 50%, hot: 50%}}}
triggers:
  - {after: raid, jump: {talks: mid|high -> low}, chance: 5%}
losses:
  deaths: {unit: people, per_jump: {war -> hot: 5}}
"""
SHARED = changed(
    ("      mid -> high: 0.2 per year\n", "      mid -> high: 5% of exits\n"),
    ("      high -> low", "      mid -> low: 1 per year\n      high -> low"),
)


def measure(*lines):
    block = "".join(f"    {line}\n" for line in ("cost: unpriced", *lines))
    return f"{STRUCTURE}measures:\n  plan:\n{block}"


def the_measure(*lines, model=MODEL):
    return case_with(measure(*lines), model=model).measures[0]


def the_effect(effect, model=MODEL):
    made = the_measure("ready: 1 year", f"effects: [{{{effect}}}]", model=model)
    return made.effects[0]


def test_a_lead_time_is_a_duration_or_a_day() -> None:
    lead = the_measure("ready: 9 to 18 months")
    assert (lead.ready.name, lead.ready_by) == ("plan: ready", None)
    day = the_measure("ready: by 2026-01-01")
    assert (day.ready, day.ready_by) == (None, date(2026, 1, 1))


def test_a_cost_is_money_or_money_a_year_or_unpriced() -> None:
    assert the_measure("ready: 1 year").cost is None
    for text, dimension in (
        ("5m to 9m USD", "amount"),
        ("20m to 60m USD per year", "flow"),
    ):
        section = measure("ready: 1 year").replace("unpriced", text)
        cost = case_with(section).measures[0].cost
        assert (cost.name, cost.quantity.dimension) == ("plan: cost", dimension)
        assert cost.quantity.unit == "USD"


def test_every_number_of_a_measure_may_say_why() -> None:
    section = measure(
        "ready: {duration: 1 year, because: As before.}",
        "effects: [{hazard: war -> hot, times: 0.5, because: As there.}]",
    ).replace("unpriced", "{amount: 5m USD, because: The budget.}")
    made = case_with(section).measures[0]
    said = [number.because for number in made.numbers()]
    assert said == ["The budget.", "As before.", "As there."]


@pytest.mark.parametrize(
    ("effect", "target", "names"),
    [
        ("hazard: war->hot", "war -> hot", ("war: calm -> hot",)),
        ("hazard: 'war: calm -> hot'", "war: calm -> hot", ("war: calm -> hot",)),
        (
            "hazard: talks -> low|mid|high",
            "talks -> low|mid|high",
            ("talks: high -> low", "talks: low -> mid", "talks: mid -> high"),
        ),
        ("hazard: raid", "raid", ("raid",)),
        ("odds: vote", "vote", ("vote",)),
        (
            "odds: 'trigger: raid: talks: high|mid -> low'",
            "trigger: raid: talks: mid|high -> low",
            ("trigger: raid: talks: mid|high -> low",),
        ),
        ("loss: deaths", "deaths", ("deaths",)),
    ],
)
def test_an_effect_names_all_that_it_multiplies(effect, target, names) -> None:
    made = the_effect(f"{effect}, times: 0.6")
    assert (made.target, made.names) == (target, names)
    assert made.kind == effect.partition(":")[0]
    assert made.times.name == "plan: 1"


def test_a_share_of_exits_is_acted_on_as_odds() -> None:
    made = the_effect("odds: 'talks: mid->high', times: 0.6", SHARED)
    assert made.names == ("talks: mid -> high",)
    rated = the_effect("hazard: talks -> low|high, times: 0.6", SHARED)
    assert rated.names == ("talks: high -> low", "talks: mid -> low")


def test_an_effect_may_wait_for_a_condition() -> None:
    made = the_effect("hazard: war -> hot, when: talks = low, times: 0.6")
    assert text_of(made.when) == "talks = low"


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ("hazard: «war -> calm and raid», times: 0.6", "E409"),
        ("hazard: «war = hot», times: 0.6", "E425"),
        ("hazard: «war -> hot or raid», times: 0.6", "E425"),
        ("hazard: «'war: hot -> hot'», times: 0.6", "E425"),
        ("hazard: «wr» -> hot, times: 0.6", "E402"),
        ("odds: «vot», times: 0.6", "E422"),
        ("odds: «raid», times: 0.6", "E425"),
        ("odds: «'war: calm -> hot'», times: 0.6", "E425"),
        ("odds: «lot», times: 0.6", "E422"),
        ("loss: «death», times: 0.6", "E422"),
        ("hazard: war -> hot, times: «-0.6»", "E307"),
        ("hazard: war -> hot, when: «war -> hot», times: 0.6", "E408"),
    ],
)
def test_a_slip_in_an_effect_is_told_where_it_is(effect, code) -> None:
    assert told_with(measure("ready: 1 year", f"effects: [{{{effect}}}]")) == code


def test_a_share_of_exits_has_no_hazard_of_its_own() -> None:
    effect = "{hazard: «'talks: mid -> high'», times: 0.6}"
    text = measure("ready: 1 year", f"effects: [{effect}]")
    assert told_with(text, model=SHARED) == "E425"


@pytest.mark.parametrize(
    "effect", ["{times: 0.6}", "{hazard: war -> hot, loss: deaths, times: 0.6}"]
)
def test_an_effect_multiplies_one_thing(effect) -> None:
    text = measure("ready: 1 year", f"effects: [«{effect}»]")
    assert told_with(text) == "E209"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ready: «soon»", "E301"),
        ("ready: «1»", "E302"),
        ("ready: «by 2023-01-01»", "E501"),
        ("ready: «by 2044-01-01»", "E502"),
        ("ready: «by 2026-13-01»", "E503"),
        ("draws_on: {«staf»: 1}", "E422"),
        ("draws_on: {staff: «1 to 2»}", "E313"),
    ],
)
def test_a_slip_in_a_measure_is_told_where_it_is(line, code) -> None:
    lines = (line,) if line.startswith("ready") else ("ready: 1 year", line)
    assert told_with(f"{measure(*lines)}stocks: {{staff: 2}}\n") == code


@pytest.mark.parametrize(
    ("cost", "code"),
    [("«5m»", "E302"), ("«5%»", "E302"), ("«much»", "E301"), ("«5m per year»", "E302")],
)
def test_a_cost_is_in_a_currency(cost, code) -> None:
    text = measure("ready: 1 year").replace("unpriced", cost)
    assert told_with(text) == code


def test_stocks_are_drawn_on() -> None:
    text = measure("ready: 1 year", "draws_on: {staff: 1.5}")
    case = case_with(f"{text}stocks: {{staff: 2}}\n")
    assert case.stocks == (("staff", 2.0),)
    assert case.measures[0].draws_on == (("staff", 1.5),)
