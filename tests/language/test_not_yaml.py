"""Text that is not YAML is told at the line of the slip, with what to write."""

import pytest

from forewarn.language.reader import read_tree

# Each: line of the slip, the text, part of the message, part of the hint.
SLIPS = {
    "no colon": (3, "a:\n  b: 1\n  group korea\n  c: 2\n", "no colon", "group: korea"),
    "no colon first": (2, "a:\n  group korea\n  c: 2\n", "no colon", "group: korea"),
    "no colon after a flow": (2, "a: [b]\nc d\ne: f\n", "no colon", "write: c: d"),
    "no colon of a section": (1, "case\n  title: x\n", "no colon", "write: case:"),
    "no colon at the end": (2, "a: [b]\nc d\n", "no colon", "write: c: d"),
    "no space": (2, "a:\n  b:c\n  d: e\n", "no colon and space", "write: b: c"),
    "equals sign": (1, "a = b\nc: d\n", "no colon", "write: a: b"),
    "arrow": (2, "t:\n  a -> b 2 per year\n  b -> c: 1\n", "no colon", "after the key"),
    "less indent": (3, "a:\n    b: 1\n   c: 2\n", "indented by 3", "4 spaces"),
    "more indent": (3, "a:\n  b: x\n    c: 2\n", "deeper than line 2", "2 spaces"),
    "more after a flow": (3, "a:\n  b: [x]\n    c: 2\n", "indented by 4", "2 spaces"),
    "no indent": (2, "  a: 1\nb: 2\n", "indented by 0", "line 1"),
    "wrapped prose": (3, "a:\n  b: one\n    two and: three\n", "from line 2", "bar"),
    "item among keys": (3, "a:\n  b: 3\n  - c\n", "among keys", "dash"),
    "key among items": (3, "a:\n  - b\n  c: 3\n", "among list items", "dash"),
    "open brace": (1, "a: {b: [1, 2]\nc: {d: e}\n", "not closed", "close it with }"),
    "open bracket": (1, "a: [b, c\nd: e\n", "not closed", "close it with ]"),
    "crossed brackets": (1, "a: {b: [1, 2}\nc: d\n", "not closed", "close it with ]"),
    "bracket too many": (1, "a: [b, c]]\nd: e\n", "closes nothing", "remove"),
    "no comma": (1, "a: {b: c d: e}\n", "comma is missing", "commas"),
    "open quote": (1, 'a: "b\nc: d\n', "not closed", "close the quote"),
    "apostrophe": (1, "a: 'Rome's war'\n", "after its closing quote", "\"'Rome's"),
    "percent first": (1, "a: %b\n", "start with %", 'a: "%b"'),
    "dash first": (1, "a: - b\n", "start with -", 'a: "- b"'),
    "beside a bar": (1, "a: | b\n  c\n", "beside the bar", "lines below"),
    "backslash": (1, 'a: "C:\\Users"\n', "backslash", "single quotes"),
    "no such character": (2, 'a: 1\nb: "\\UFFFFFFFF"\n', "no character", "remove"),
    "just past the last": (2, 'a: 1\nb: "\\U00110000"\n', "no character", "remove"),
    "conflict": (2, "a: b\n<<<<<<< HEAD\nc: d\n=======\n", "merge", "two versions"),
    "no-break space": (2, "a:\n\u00a0\u00a0b: 1\n  c: 2\n", "looks like", "plain"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_at_its_line_with_what_to_do(name) -> None:
    line, text, message, hint = SLIPS[name]
    _, problems = read_tree(text.encode(), file="model.yaml")
    assert [(one.code, one.span.line) for one in problems] == [("E102", line)]
    assert message in problems[0].message
    assert hint in problems[0].hint


@pytest.mark.parametrize("name", SLIPS)
def test_nothing_is_said_in_the_parser_s_own_words(name) -> None:
    _, problems = read_tree(SLIPS[name][1].encode(), file="model.yaml")
    told = f"{problems[0].message} {problems[0].hint}"
    for word in ("token", "block", "scalar", "mapping", "stream", "'?'"):
        assert word not in told
