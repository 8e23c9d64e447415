"""Claims about PRISM's language: a case is written whole, or it is said what is not.

That the written models mean the same is checked against Storm by
``benchmarks/agree_storm.py``.
"""

from dataclasses import replace

from hypothesis import given
from strategies import networks
from written import written

from forewarn.engine.network import compile_network
from forewarn.engine.prism import write_prism
from forewarn.engine.worlds import central_numbers
from forewarn.language.quantities import parse_quantity

CASE = written(
    """
variables:
  front-line:
    states: {calm: A, tense: B, war: C}
    start: {calm: 80%, tense: 20%}
    transitions:
      calm -> tense: {rate: 0.5 per year, times: {talks: {open: 0.5, broken: 3}}}
      tense -> war:
        rate: 0.25 per year
        times:
          each: {of: [talks = broken, not talks = open], times: 2}
      tense -> calm: 1 per year
  talks:
    states: {open: A, broken: B}
    start: broken
    transitions: {open -> broken: 1e-12 per year}
events:
  raid: {rate: 2 per year, times: {front-line = calm or talks = open: 0.5}}
questions:
  war: {happens: front-line = war, by: [1 year, 2000-06-01]}
  peace: {holds: front-line != war and talks = open, at: 2 years}
  tense_years: {time: front-line = tense, by: 1 year}
  raids: {count: raid, by: 1 year}
  jumps: {count: front-line -> calm|war, by: 1 year}
  in_turn: {order: [raid, front-line -> war], by: 1 year}
"""
)
WRITTEN = """\
ctmc

// front-line: calm, tense, war
module module_v_front_line
  v_front_line : [0..2] init 0;
  [do_front_line_calm_tense] v_front_line=0 -> 0.5 * ((v_talks=0) ? 0.5 : 1) * \
((v_talks=1) ? 3.0 : 1) : (v_front_line'=1);
  [do_front_line_tense_war] v_front_line=1 -> 0.25 * \
pow(2.0, ((v_talks=1) ? 1 : 0) + (!(v_talks=0) ? 1 : 0)) : (v_front_line'=2);
  [do_front_line_tense_calm] v_front_line=1 -> 1.0 : (v_front_line'=0);
endmodule

// talks: open, broken
module module_v_talks
  v_talks : [0..1] init 1;
  [do_talks_open_broken] v_talks=0 -> 1e-12 : (v_talks'=1);
endmodule

module events
  [do_raid] true -> 2.0 * (((v_front_line=0) | (v_talks=0)) ? 0.5 : 1) : true;
endmodule

label "q_war" = (v_front_line=2);

label "q_peace" = ((v_front_line=0 | v_front_line=1) & (v_talks=0));

rewards "q_tense_years"
  (v_front_line=1) : 1;
endrewards

rewards "q_raids"
  [do_raid] true : 1;
endrewards

rewards "q_jumps"
  [do_front_line_tense_war] true : 1;
  [do_front_line_tense_calm] true : 1;
endrewards
"""


def written_model(case):
    network = compile_network(case)
    row = central_numbers(network, case)
    return write_prism(case, dict(zip(network.numbers, row, strict=True)))


def test_a_model_is_written_as_modules_labels_and_rewards():
    assert written_model(CASE).text == WRITTEN


def test_each_question_that_can_be_said_is_a_property_for_each_date():
    assert written_model(CASE).properties == (
        ("war", 1.0, 'P=? [ F<=1.0 "q_war" ]'),
        ("war", 152 / 365.25, f'P=? [ F<={152 / 365.25!r} "q_war" ]'),
        ("peace", 2.0, 'P=? [ F[2.0,2.0] "q_peace" ]'),
        ("tense_years", 1.0, 'R{"q_tense_years"}=? [ C<=1.0 ]'),
        ("raids", 1.0, 'R{"q_raids"}=? [ C<=1.0 ]'),
        ("jumps", 1.0, 'R{"q_jumps"}=? [ C<=1.0 ]'),
    )


def test_what_cannot_be_said_is_told():
    start, question = written_model(CASE).notes
    assert "'front-line' starts in one of 2 states" in start
    assert "'calm'" in start
    assert "'in_turn'" in question


def test_a_share_of_exits_is_written_by_the_other_exits():
    variable = CASE.variables[0]
    calm = variable.transitions[2]
    share = parse_quantity("20% of exits", "odds", start=CASE.start)
    moved = replace(calm, rate=replace(calm.rate, quantity=share))
    transitions = (*variable.transitions[:2], moved)
    case = replace(
        CASE, variables=(replace(variable, transitions=transitions), CASE.variables[1])
    )
    text = written_model(case).text
    assert "v_front_line=1 -> 0.2 / 0.8 * (0.25 * pow(2.0," in text, text


@given(networks())
def test_every_question_is_asked_or_told_of(case):
    model = written_model(case)
    asked = {name for name, _, _ in model.properties}
    for question in case.questions:
        told = any(f"'{question.name}'" in note for note in model.notes)
        assert (question.name in asked) != told


@given(networks())
def test_every_transition_and_event_is_a_command(case):
    commands = sum(" -> " in line for line in written_model(case).text.splitlines())
    movers = sum(len(v.transitions) for v in case.variables) + len(case.events)
    assert commands == movers
