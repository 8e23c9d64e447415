"""Writing a case and reading it gives the case again, whatever its text is made of."""

import re
from collections import Counter
from dataclasses import replace

from dice import rolled
from hypothesis import given, settings
from random_cases import a_case
from ruamel.yaml import YAML
from strategies import cases, networks

from forewarn.language.load import bundled_names, load_case, read_case
from forewarn.language.writer import write_case, write_files
from forewarn.language.writer_evidence import write_history
from forewarn.model.case import Ladder, Pool
from forewarn.model.conditions import Or, text_of

few, some, many = (settings(max_examples=count) for count in (15, 30, 40))
TRAPS = re.compile(r"E1\d\d|W1\d\d")


def read(text):
    return read_case({"model.yaml": text})


def read_back(case):
    """The case read again from its files."""
    return read_case(write_files(case))


@some
@given(networks())
def test_writing_then_reading_a_network_changes_nothing(case):
    assert read(write_case(case)).case == case


@many
@given(cases())
def test_writing_then_reading_changes_nothing_and_meets_no_trap(case):
    reading = read_back(case)
    assert reading.case == case
    assert not [each for each in reading.problems if TRAPS.fullmatch(each.code)]
    assert write_files(reading.case) == write_files(case)


def test_bundled_cases_are_written_and_read_back():
    for name in bundled_names():
        case = load_case(name).case
        assert read_back(case).case == case


@few
@given(cases())
def test_older_yaml_reads_no_truth_value_and_nothing_empty(case):
    for version in ("1.1", "1.2"):
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        loaded = list(scalars(yaml.load(write_case(case))))
        assert not [each for each in loaded if each is None or isinstance(each, bool)]


def scalars(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from scalars(value)
    elif isinstance(node, list):
        for item in node:
            yield from scalars(item)
    else:
        yield node


AS_TYPED = """
claims:
  C1: {says: "It ends: or not", tested_by: war}
questions:
  war: {happens: (x->hot and not (z=b)), given: z in c|b, within: 90  days, by: 1 year}
  warm: {holds: x >= warm, at: ["3 days", 1 year from now], resolves: 'Yes #1'}
  much: {number: "x: cold -> hot  | each", above: 1}
events: {raid: {rate: 3 in 2000-01-01 to start, times: {x=hot: 2}}}
variables:
  z: {states: [a, b, c], start: {a: {share: 60%, basis: data, count: 3 of 5}, b: 0.4}}
  x:
    title: The front
    scale: cold<warm < hot
    states: {hot: Shots, cold: "", warm: "Talks:\\n\\n  none"}
    start: warm
    transitions:
      cold->hot:
        rate: 0.06 (0.02  to 0.16) per year
        source: paper, p. 4, note
        times:
          each: [{of: [z = a], times: 1.5}, {of: [z = b, z != c], times: 2}]
          z: {a: 1, c: {times: 3 (2 to 4), basis: published, source: paper}}
          not (z = a or z = b): {times: "1e-3", because: "Odd  "}
sources: {paper: {date: 2020-02-29, url: "http://x.org/#a"}}
basis: judgement
case: {title: 'no', start: 2023-09-14, horizon: 10 years, measure_cap: 30%}
forewarn: 1
"""
AS_WRITTEN = """forewarn: 1

case:
  title: "no"
  start: 2023-09-14
  horizon: 10 years
  status: final
  measure_cap: 30%

basis: judgement

sources:
  paper:
    date: 2020-02-29
    url: http://x.org/#a

variables:
  z:
    states: [a, b, c]
    start:
      a:
        share: 60%
        count: 3 of 5
        basis: data
      b: 0.4
  x:
    title: The front
    scale: cold < warm < hot
    states:
      cold: ""
      warm: |
        Talks:

          none
      hot: |
        Shots
    start: warm
    transitions:
      cold -> hot:
        rate: 0.06 (0.02 to 0.16) per year
        source: paper, p. 4, note
        times:
          each:
            - of: [z = a]
              times: 1.5
            - of: [z = b, z != c]
              times: 2
          z:
            a: 1
            c:
              times: 3 (2 to 4)
              basis: published
              source: paper
          not (z = a or z = b):
            times: "1e-3"
            because: |
              Odd

events:
  raid:
    rate: 3 in 2000-01-01 to 2023-09-14
    times:
      x = hot: 2

questions:
  war:
    happens: x -> hot and not z = b
    given: z in b|c
    within: 90 days
    by: 1 year
  warm:
    holds: x >= warm
    at: [3 days, 1 year from now]
    resolves: |
      Yes #1
  much:
    number: "x: cold -> hot | each"
    above: 1

claims:
  C1:
    says: |
      It ends: or not
    tested_by: [war]
"""


def test_a_case_is_written_in_one_way_however_it_was_typed():
    reading = read(AS_TYPED)
    assert not [each for each in reading.problems if each.severity == "error"]
    assert write_case(reading.case) == AS_WRITTEN
    assert read(AS_WRITTEN).case == reading.case


def test_a_condition_too_long_for_a_key_is_written_and_read_back():
    case = read(AS_TYPED).case
    raid = case.events[0]
    influence = raid.effects[0]
    long = Or(parts=(influence.condition,) * 200)
    times = replace(influence.times, name=f"raid | {text_of(long)}")
    longer = replace(influence, condition=long, times=times)
    case = replace(case, events=(replace(raid, effects=(longer,)),))
    assert read(write_case(case)).case == case


# Order. That of triggers and of reports is kept, since it means something.

UNORDERED = (
    *("sources", "dynamics", "questions", "claims", "schedules", "common_causes"),
    *("variants", "losses", "measures", "indicators"),
)


def sorted_by_name(things):
    return tuple(sorted(things, key=lambda each: each.name))


def effects_in_order(effects):
    """Influences and ladders by name; pools as they are, since they are numbered."""
    pools = [each for each in effects if isinstance(each, Pool)]
    rest = [each for each in effects if not isinstance(each, Pool)]
    return (*sorted(rest, key=effect_name), *pools)


def effect_name(effect):
    return effect.variable if isinstance(effect, Ladder) else text_of(effect.condition)


def in_order(case):
    variables = tuple(
        replace(
            each,
            start=tuple(sorted(each.start)),
            transitions=tuple(
                replace(jump, effects=effects_in_order(jump.effects))
                for jump in sorted_by_name(each.transitions)
            ),
        )
        for each in sorted_by_name(case.variables)
    )
    events = tuple(
        replace(each, effects=effects_in_order(each.effects))
        for each in sorted_by_name(case.events)
    )
    rest = {field: sorted_by_name(getattr(case, field)) for field in UNORDERED}
    return replace(case, variables=variables, events=events, **rest)


def shuffled(dice, case):
    """The case with its declarations in another order."""

    def mixed(things):
        return dice.few(things, len(things), len(things))

    def turned(effects):
        return mixed([each for each in effects if not isinstance(each, Pool)]) + tuple(
            each for each in effects if isinstance(each, Pool)
        )

    variables = tuple(
        replace(
            each,
            start=mixed(each.start),
            transitions=tuple(
                replace(jump, effects=turned(jump.effects))
                for jump in mixed(each.transitions)
            ),
        )
        for each in mixed(case.variables)
    )
    events = tuple(replace(e, effects=turned(e.effects)) for e in mixed(case.events))
    rest = {field: mixed(getattr(case, field)) for field in UNORDERED}
    return replace(case, variables=variables, events=events, **rest)


def a_case_and_the_same_in_another_order(dice):
    case = a_case(dice)
    return case, shuffled(dice, case)


def blocks_of(text):
    """The sections of a written file, each with its lines."""
    return re.split(r"\n(?=\w+:)", text.rstrip("\n"))


def said_of(reading):
    return Counter(each.code for each in reading.problems)


@few
@given(rolled(a_case_and_the_same_in_another_order))
def test_the_order_of_declarations_changes_nothing_but_order(pair):
    case, other = pair
    first, second = read_back(case), read_back(other)
    assert second.case == other
    assert in_order(second.case) == in_order(first.case)
    assert said_of(second) == said_of(first)


@few
@given(rolled(lambda dice: (a_case(dice), dice)))
def test_the_order_of_sections_and_files_changes_nothing(pair):
    case, dice = pair
    history = write_history(case)
    blocks = blocks_of(write_case(case))
    turned = "\n".join(dice.few(blocks, len(blocks), len(blocks)))
    assert read_case({"model.yaml": turned, **history}).case == case
    assert read_case(in_two_files(blocks, dice) | history).case == case


def in_two_files(blocks, dice):
    """Sections laid into one file or the other; each file says its own basis."""
    basis = [block for block in blocks if block.startswith("basis:")]
    halves = basis.copy(), basis.copy()
    for block in blocks:
        if block not in basis:
            dice.pick(halves).append(block)
    names = ("model/a.yaml", "model/b.yaml")
    files = dict(zip(names, map("\n".join, halves), strict=True))
    return {name: text for name, text in files.items() if text}
