"""One whole model read aloud, word for word."""

import pytest

from forewarn.language.conditions import parse_condition
from forewarn.language.load import read_case
from forewarn.language.prose import prose_of
from forewarn.language.prose_words import said

MODEL = """
forewarn: 1
case:
  {title: Two fronts, start: 2023-09-14, horizon: 10 years, written: 2026-11-23,
   status: draft, handling: Public sources, author_correlation: 0.2, measure_cap: 30%}
basis: judgement
sources: {kremlin: {title: Text of the treaty, publisher: Kremlin, date: 2024-06-19}}
dynamics: {russia: {title: Russia's war, without: {war: settled}}}
variables:
  war:
    title: Russia's war
    group: europe
    states: {intense: "Ground combat: large.", settled: Both have signed}
    start: {intense: 85%, settled: {share: 15%, because: a rumour}}
    transitions: {intense -> settled: 0.1 per year}
  pact:
    scale: barter < treaty < troops
    states: [barter, treaty, troops]
    start: barter
    transitions:
      barter -> treaty:
        rate: 0.06 (0.02 to 0.16) per year
        count: 1 in 1961-07-06 to start
        because: raised for the summit
        times:
          war = intense:
            {times: 3 (1.5 to 6), basis: published, source: "kremlin, article 4",
             known: 2024-06-19}
      treaty -> troops:
        rate: every 3 to 10 years
        times:
          war: {intense: 8 (4 to 16), settled: 1}
events:
  test:
    title: Nuclear test
    rate: 5 in 10.9 years
    times:
      each: {of: [war != settled, not (pact >= treaty or war = settled)], times: 2}
questions:
  fronts:
    title: Both
    happens: "pact: barter -> treaty|troops and war = intense or test"
    by: [1 year, 2026-08-20]
    base_rate: 0 in 1953-07-27 to start
    resolves: Two governments say so
  later: {holds: pact > barter, at: [2026-08-20, 1 year from now]}
  many: {count: test, by: 10 years}
  after: {happens: test, given: pact -> troops, within: 90 days, by: 10 years}
  first: {order: [test, pact -> troops], by: 10 years}
  all: {happened: [fronts, first], by: 10 years}
  long: {time: pact <= treaty, by: 10 years}
  high: {number: test | each, above: 1}
claims:
  C1: {says: Treaties need wars, tested_by: [fronts, test | each], fails_if: none comes}
  C2: {says: War pays, waits_for: trade data}
"""


HEARD = """\
Two fronts
==========

This is a draft. The model starts at the end of 14 September 2023 and looks 10
years ahead. Its numbers were chosen on 23 November 2026. Public sources.
Numbers judged by one author err together, by 0.2 where 0 is not at all and 1 is
wholly. Measures may together take away at most 30% of how often one thing
comes.

A number with two more in brackets is as likely too high as too low, and in 80
of 100 worlds that we cannot tell from ours it lies between the two. A range
without a number before it means the same. In square brackets stands a rate as
the model writes it.

Where nothing else is said of a number, it is judged.


Russia's war (war)
------------------

Group: europe. It is in one of these states at a time:
- intense: Ground combat: large.
- settled: Both have signed.

At the start it is intense at 85% or settled at 15%. Of settled at the start:
Because: a rumour.

From intense to settled: about once in 10 years [0.1 per year].


pact
----

It is in one of these states at a time, lowest first:
- barter
- treaty
- troops

At the start it is barter, for certain.

From barter to treaty: about once in 17 years (somewhere between 6.3 and 50)
[0.06 (0.02 to 0.16) per year]. Counted and then moved by judgement. The count
behind it is 1 from 6 July 1961 to 14 September 2023. Because: raised for the
summit.
- 3 (1.5 to 6) times as likely while Russia's war is intense. Published. Source:
  Text of the treaty, article 4. Known since 19 June 2024, after the start.

From treaty to troops: once every 3 to 10 years.
- By Russia's war, where one doubt moves all of these together:
  - 8 (4 to 16) times as likely while Russia's war is intense.
  - 1 times as likely while Russia's war is settled.


Nuclear test (test)
-------------------

How often it occurs: counted as 5 in 10.9 years.
- 2 times as often for each of these that is so.
  - Russia's war is not settled
  - it is not so that (pact is treaty or higher or Russia's war is settled)


What the world would be without these
-------------------------------------

Without Russia's war (russia): Russia's war stays settled.


What is asked
-------------

Both (fronts): how likely is it that, within 1 year and by 20 August 2026, (pact
turns from barter to treaty or troops and Russia's war is intense) or Nuclear
test occurs? The outside view is 0 from 27 July 1953 to 14 September 2023. It
resolves when: Two governments say so.

later: how likely is it that, on 20 August 2026 and 1 year after the day of
asking, pact is higher than barter?

many: how often, on average, does this come about within 10 years: Nuclear test
occurs?

after: should it come about, within 10 years, that pact turns to troops, how
likely is it that, within 90 days of that, Nuclear test occurs?

first: how likely is it that, within 10 years, these first come about in this
very order: Nuclear test occurs then pact turns to troops?

all: how likely is it that all of these are so, within 10 years: Both and first?

long: for how many years, on average, is this so within 10 years: pact is treaty
or lower?

high: how likely is it that the number "test | each" is above 1?


What is claimed
---------------

C1: Treaties need wars. Tested by: Both and the number "test | each". It fails
if: none comes.

C2: War pays. Nothing tests it. It waits for: trade data.


Sources
-------

kremlin: Text of the treaty, Kremlin, 19 June 2024.


What the numbers rest on
------------------------

Of 10 numbers: 1 counted, 1 published, 1 counted and then moved by judgement and
7 judged.

Definitions apart, with a reason: 2. Without: 8.

Resting on what was known only after the start: 1.
"""


@pytest.fixture(scope="module")
def model():
    reading = read_case({"model.yaml": MODEL})
    assert not [each for each in reading.problems if each.severity == "error"]
    return reading.case


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("war = intense", "Russia's war is intense"),
        ("pact in barter|troops", "pact is barter or troops"),
        ("pact != treaty", "pact is not treaty"),
        ("pact >= treaty", "pact is treaty or higher"),
        ("pact < treaty", "pact is lower than treaty"),
        ("not war = intense", "it is not so that Russia's war is intense"),
        ("test and war = intense", "Nuclear test occurs and Russia's war is intense"),
        ("pact -> treaty|troops", "pact turns to treaty or troops"),
        ("pact: barter -> treaty", "pact turns from barter to treaty"),
        (
            "pact = treaty and (war = intense or pact = troops)",
            "pact is treaty and (Russia's war is intense or pact is troops)",
        ),
    ],
)
def test_a_condition_is_a_clause(model, text, heard):
    variables = {variable.name: variable for variable in model.variables}
    condition = parse_condition(text, variables=variables, events=["test"])
    assert said(condition, model) == heard


def test_a_whole_model_reads_like_this(model):
    assert prose_of(model) == HEARD
