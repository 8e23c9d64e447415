"""The JSON Schema: it takes what reading takes, and knows every key."""

import copy

import jsonschema
import pytest
from dice import rolled
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import MODEL
from random_cases import a_case
from ruamel.yaml import YAML

from forewarn.language.load import bundled_names, load_case
from forewarn.language.schema import DIALECT, schema
from forewarn.language.writer import write_case

CHECKER = jsonschema.Draft202012Validator(schema())
FULL = """
forewarn: 1
case: {title: T, start: "2024-01-01", horizon: 1 year, status: draft}
basis: data
dynamics: {d: {title: D, without: {war: hot}}}
events: {raid: {rate: 1 per year, count: 1 in 9 years, times: {war = hot: 2}}}
variables:
  économie:
    states: {calm: Quiet, hot-war: Loud}
    start: {calm: {share: 50%, because: So}, hot-war: 0.5}
    transitions:
      calm -> hot-war:
        rate: 1 per year
        times:
          war: {hot: 2, calm: {times: 3, known: "2020-01-01"}}
          war = hot: {times: 2, source: "un, page 3"}
          each: [{of: [war = hot], times: 2}]
questions:
  q: {order: [a -> b, c], by: [1 year, "2024-06-01"]}
  r: {number: "a | each", above: 2}
claims: {C: {says: S, tested_by: q}}
"""


def loaded(text):
    """A YAML file as an editor's checker sees it: its dates are text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.resolver.yaml_implicit_resolvers  # noqa: B018  # made on first use
    return plain(yaml.load(text))


def plain(node):
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    return node.isoformat() if hasattr(node, "isoformat") else node


def maps_in(node, path=()):
    """Every map in a document, by its path."""
    if isinstance(node, dict):
        yield path
        for key, value in node.items():
            yield from maps_in(value, (*path, key))
    elif isinstance(node, list):
        for rank, item in enumerate(node):
            yield from maps_in(item, (*path, rank))


def test_it_is_a_schema_of_the_dialect_it_names() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == DIALECT


@pytest.mark.parametrize("name", bundled_names())
def test_it_takes_every_bundled_case(name) -> None:
    texts = load_case(name).texts
    for file in (file for file in texts if file.endswith(".yaml")):
        CHECKER.validate(loaded(texts[file]))


@pytest.mark.parametrize("text", [MODEL, FULL])
def test_it_takes_every_form_that_reading_takes(text) -> None:
    CHECKER.validate(loaded(text))


@settings(max_examples=30)
@given(rolled(a_case))
def test_it_takes_every_case_that_is_written(case) -> None:
    CHECKER.validate(loaded(write_case(case)))


@given(st.sampled_from(sorted(maps_in(loaded(FULL)), key=str)))
def test_a_key_that_is_unknown_anywhere_is_refused(path) -> None:
    broken = copy.deepcopy(loaded(FULL))
    place = broken
    for key in path:
        place = place[key]
    place["of course"] = {"no": ["such", "key"]}
    assert not CHECKER.is_valid(broken)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("basis: data", "basis: opinion"),
        ("status: draft", "status: drafty"),
        ("forewarn: 1", "forewarn: 2"),
        ("case: {title: T,", "case: {"),
        ("rate: 1 per year, count", "count"),
        ("[war = hot], times: 2}]", "[war = hot]}]"),
        ("says: S, ", ""),
        ("{order: [a -> b, c]", "{order: 3"),
    ],
)
def test_what_is_missing_or_no_choice_is_refused(old, new) -> None:
    assert FULL.count(old) == 1
    assert not CHECKER.is_valid(loaded(FULL.replace(old, new)))


def test_every_key_is_explained() -> None:
    shapes = [schema(), *schema()["$defs"].values()]
    for shape in shapes:
        for key, value in shape["properties"].items():
            assert value.get("description"), key


def test_nothing_in_it_speaks_of_null_or_of_defaults() -> None:
    assert "null" not in str(schema())
    assert "default" not in str(schema())
