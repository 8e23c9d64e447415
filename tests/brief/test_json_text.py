"""The record: every number of every format, at full precision."""

import json
from dataclasses import replace

import pytest
from strategies import case_of

from forewarn.brief.compose import compose
from forewarn.brief.document import shown_in
from forewarn.brief.findings import Findings
from forewarn.brief.json_text import render_json

KEYS = {
    *("question", "kind", "by", "value", "median", "central", "low", "high", "error"),
    *("method", "worlds", "futures_per_world", "ess", "as_of", "seed", "digest"),
    "version",
}


def parts_of(record):
    """Every object of a record."""
    if isinstance(record, dict):
        yield record
        record = list(record.values())
    if isinstance(record, list):
        for part in record:
            yield from parts_of(part)


def test_every_shown_number_is_in_the_record_with_its_value_and_note(brief):
    record = json.loads(render_json(brief))
    written = [p for p in parts_of(record) if p.get("kind") == "shown"]
    numbers = brief.note_numbers()
    shown = shown_in((brief.stamp, brief.front, brief.sections))
    told = [(s.value, s.text, numbers[s.trace]) for s in shown]
    got = [(p["value"], p["text"], p["note"]) for p in written]
    assert sorted(got) == sorted(told)


def test_estimates_have_the_keys_that_every_command_gives_them(brief, answered):
    record = json.loads(render_json(brief))
    assert len(record["estimates"]) == len(answered.answer.estimates)
    for written, estimate in zip(
        record["estimates"], answered.answer.estimates, strict=True
    ):
        assert set(written) >= KEYS
        assert written["value"] == estimate.value


def test_every_note_says_where_its_number_comes_from(brief):
    record = json.loads(render_json(brief))
    assert [note["note"] for note in record["notes"]] == list(
        range(1, len(brief.notes) + 1)
    )
    for note in record["notes"]:
        assert note["origin"] in ("file", "run", "count")
        assert note["origin"] != "file" or note["row"] > 0


def test_a_number_that_is_none_is_written_as_null(answered):
    estimate = replace(answered.answer.estimates[0], ess=float("inf"))
    answer = replace(answered.answer, estimates=(estimate,))
    record = json.loads(render_json(compose(replace(answered, answer=answer))))
    assert record["estimates"][0]["ess"] is None


@pytest.mark.parametrize("seed", range(6))
def test_any_case_can_be_recorded(seed):
    case = case_of(seed)
    text = render_json(compose(Findings(case=case, as_of=case.start, version="0")))
    text.encode()
    assert json.loads(text)["version"] == "0"
