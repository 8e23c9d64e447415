"""The reader: places are true, traps are named, hostile files are refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.errors import Problem
from forewarn.language.growth import MAX_NODES
from forewarn.language.places import build_places
from forewarn.language.reader import (
    MAX_BYTES,
    MAX_FILES,
    read_case_files,
    read_tree,
)
from forewarn.language.tree import Empty, List, Map, Node, Text

WORDS = st.from_regex(r"[b-df-hj-mp-x]{2,8}", fullmatch=True)
TREES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(WORDS, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


def as_block(tree: object, indent: str = "") -> str:
    """A tree of words, lists and maps as block YAML, every child on its own lines."""
    if isinstance(tree, str):
        return f"{indent}{tree}\n"
    deeper = indent + "  "
    if isinstance(tree, dict):
        pairs = tree.items()
        return "".join(f"{indent}{k}:\n{as_block(v, deeper)}" for k, v in pairs)
    assert isinstance(tree, list)
    return "".join(f"{indent}-\n{as_block(item, deeper)}" for item in tree)


def texts_of(node: Node | None) -> list[Text]:
    if isinstance(node, Map):
        inner = [[entry.key, *texts_of(entry.value)] for entry in node.entries]
    elif isinstance(node, List):
        inner = [texts_of(item) for item in node.items]
    else:
        return [node] if isinstance(node, Text) else []
    return [text for part in inner for text in part]


def plain(node: Node | None) -> object:
    if isinstance(node, Map):
        return {entry.key.value: plain(entry.value) for entry in node.entries}
    if isinstance(node, List):
        return [plain(item) for item in node.items]
    return node.value if isinstance(node, Text) else None


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    raw = text.encode() if isinstance(text, str) else text
    return read_tree(raw, file="model.yaml")[1]


@given(TREES)
def test_reading_what_was_written_changes_nothing(tree: object) -> None:
    node, problems = read_tree(as_block(tree).encode(), file="model.yaml")
    assert plain(node) == tree
    assert problems == ()


@given(TREES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "# é 🙂\n"]))
def test_places_point_at_the_text_they_claim(tree: object, end: str, top: str) -> None:
    text = (top + as_block(tree)).replace("\n", end)
    node, _ = read_tree(text.encode(), file="model.yaml")
    places = build_places(text, file="model.yaml")
    found = texts_of(node)
    assert found
    assert [places.slice(one.span) for one in found] == [one.value for one in found]


@given(st.binary(max_size=80))
def test_no_bytes_raise(raw: bytes) -> None:
    node, problems = read_tree(raw, file="model.yaml")
    assert node is not None or problems


@given(st.text(alphabet="ab:#-[]{}|>&*!%'\"\\ \t\n,?0", max_size=60))
def test_no_punctuation_raises(text: str) -> None:
    node, problems = read_tree(text.encode(), file="model.yaml")
    assert node is not None or problems
    lines = text.count("\n") + 1
    assert all(1 <= problem.span.line <= lines for problem in problems)


def test_a_place_in_quotes_and_in_a_block_covers_the_whole_of_it() -> None:
    text = "a: 'it''s'\nb: |\n  one # two\n  three\n\n\nc: [x, \"y\"]\nd: p\n  q\n"
    node, problems = read_tree(text.encode(), file="model.yaml")
    places = build_places(text, file="model.yaml")
    shown = [places.slice(one.span) for one in texts_of(node)]
    block = "|\n  one # two\n  three"
    assert shown == ["a", "'it''s'", "b", block, "c", "x", '"y"', "d", "p\n  q"]
    assert problems == ()


def test_a_scalar_stays_as_written() -> None:
    node, problems = read_tree(b"a: 0.50\nb: true\nc: 2024-06-19\n", file="m.yaml")
    assert plain(node) == {"a": "0.50", "b": "true", "c": "2024-06-19"}
    assert problems == ()


def test_nothing_is_placed_right_after_its_key() -> None:
    node, _ = read_tree(b"a:\n\n\nb: 1\n", file="m.yaml")
    assert isinstance(node, Map)
    empty = node.entries[0].value
    assert isinstance(empty, Empty)
    assert (empty.span.line, empty.span.column) == (1, 3)


def test_a_byte_order_mark_moves_no_place() -> None:
    with_mark = read_tree(b"\xef\xbb\xbfa: b\n", file="m.yaml")
    assert with_mark == read_tree(b"a: b\n", file="m.yaml")


# Each: code, line, the trap, the same thing written safely, part of the hint.
TRAPS = [
    ("E101", 2, b"a: b\nc: \xff\n", b"a: b\nc: \xc3\xbf\n", "UTF-8"),
    ("E102", 2, "a: b\ntitle: War: a story\n", "title: 'War: a'\n", '"War: a story"'),
    ("E102", 2, "a: b\nc: \x01\n", "a: b\n", "remove"),
    ("E103", 1, "# nothing\n", "forewarn: 1\n", "forewarn: 1"),
    ("E104", 3, "a:\n  b: 1\n\tc: 2\n", "a:\n  b: 1\n  c: 2\n", "write: c: 2"),
    ("E105", 2, "a: 1\nb: &x 2\n", "b: '&x 2'\n", "quotes"),
    ("E105", 2, "a: 1\nb: *x\n", "b: '*x'\n", "quotes"),
    ("E105", 2, "a: 1\nb: !!str 2\n", "b: '!!str 2'\n", "quotes"),
    ("E110", 3, "a: 1\n\n---\nb: 2\n", "---\na: 1\n", "---"),
    ("E111", 2, "a: 1\n[b, c]: 2\n", "'[b, c]': 2\n", "quotes"),
    ("E108", 2, "a: 1\nb: 1" + "0" * 40, "b: 1" + "0" * 39, "digits"),
    ("E120", 2, "a -> b: 1\na  ->b: 2\n", "a -> b: 1\nb -> a: 2\n", "remove"),
    ("E121", 2, "a: 1\ntitle: Rank #1 #2\n", "title: 'Rank #1'\n", '"Rank #1 #2"'),
    ("E121", 2, "states:\n  x: y #z\n", "states:\n  x: y#z\n", '"y #z"'),
    ("E122", 2, "a: 1\nbecause:\n", "because: x\n", "after the colon"),
    ("E122", 2, "a: 1\nsays: #1 of 3\n", "says: '#1 of 3'\n", '"#1 of 3"'),
    ("E122", 2, "states:\n  x: ~\n", "states:\n  x: '~'\n", '"~"'),
    ("E123", 2, "a: 1\nb: yes\n", "b: 'yes'\n", 'b: "yes"'),
    ("E123", 2, "a: 1\nOff: b\n", "offs: b\n", '"Off": b'),
    ("E124", 2, "a: 1\nb: 010\n", "b: 10\nc: 0\nd: 0.5\n", "write: b: 10"),
    ("E124", 2, "a: 1\nb: 0o10\n", "b: 8\n", "write: b: 8"),
    ("E125", 2, "a: 1\nb: 12:30\n", "b: '12:30'\n", '"12:30"'),
    ("E126", 2, "a: 1\nb: 1e3\n", "b: 1000\nc: 1e-12 per year\n", "write: b: 1000"),
    ("E127", 2, "a: 1\nb: 2024-6-19\n", "b: 2024-06-19\n", "write: b: 2024-06-19"),
    ("E127", 2, "a: 1\nb: 2024-02-30\n", "b: 2024-02-29\n", "year-month-day"),
    ("E128", 3, "v:\n  states:\n    2nd: x\n", "states: {a2: x}\n", "state_2nd"),
    ("E128", 1, "states: [a, 2nd]\n", "states: {a: x}\n", "state_2nd"),
    ("E129", 2, "a: 1\ntitle: [draft]\n", "title: '[draft]'\n", '"[draft]"'),
    ("E130", 2, "a: 1\nb: {title: Men, arms}\n", "b: {title: 'a, b'}\n", '"Men, arms"'),
    ("W101", 2, "a: 1\nb: {title: Two words}\n", "b: {title: Word}\n", '"Two words"'),
]


@pytest.mark.parametrize(("code", "line", "bad", "good", "hint"), TRAPS)
def test_each_trap_is_named_at_its_line(code, line, bad, good, hint) -> None:
    first = next(problem for problem in problems_of(bad) if problem.code == code)
    assert first.span.line == line
    assert first.severity == ("warning" if code.startswith("W") else "error")
    assert hint in first.hint
    assert problems_of(good) == ()


@pytest.mark.parametrize("code", ["E123", "E124", "E125", "E126", "E127", "E130"])
def test_the_corrected_line_is_no_trap(code: str) -> None:
    bad = next(one[2] for one in TRAPS if one[0] == code)
    hint = next(problem.hint for problem in problems_of(bad) if problem.code == code)
    assert problems_of(hint.removeprefix("write: ")) == ()


def test_a_text_cut_by_a_comma_is_one_error() -> None:
    found = problems_of("states: {high: Far, far away, low: Near}\n")
    assert [problem.code for problem in found] == ["E130"]


def test_every_problem_is_told_at_once_in_the_order_of_the_text() -> None:
    found = problems_of("a: yes\nb: 010\nc: 12:30\ntitle:\n")
    assert [problem.code for problem in found] == ["E123", "E124", "E125", "E122"]


def test_endless_traps_are_told_up_to_a_hundred() -> None:
    found = problems_of("{" + "010: yes, " * 5_000 + "}")
    assert len(found) == 100
    assert [one.span for one in found] == sorted(one.span for one in found)


def test_prose_may_hold_what_elsewhere_is_a_trap() -> None:
    assert problems_of(f"title: no\nbecause: 12:30\nsays: {'1' * 50}\n") == ()


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused(opening: str) -> None:
    node, problems = read_tree((opening * 10_000).encode(), file="m.yaml")
    assert node is None
    assert [problem.code for problem in problems] == ["E106"]


def test_nesting_of_forty_is_read() -> None:
    assert problems_of("[" * 40 + "]" * 40) == ()


def test_an_alias_bomb_is_refused() -> None:
    lines = [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]" for i in range(1, 12)]
    found = problems_of("l0: &l0 [lol]\n" + "\n".join(lines))
    assert {problem.code for problem in found} == {"E105"}
    assert len(found) <= 101


def test_a_huge_file_is_refused_unread() -> None:
    node, problems = read_tree(b"a" * (MAX_BYTES + 1), file="m.yaml")
    assert node is None
    assert [problem.code for problem in problems] == ["E109"]


def test_too_many_nodes_are_refused() -> None:
    node, problems = read_tree(b"[" + b"a," * MAX_NODES + b"]", file="m.yaml")
    assert node is None
    assert [problem.code for problem in problems] == ["E107"]


@pytest.mark.parametrize("number", ["9" * 10_000, "1e" + "9" * 10_000, "0" * 10_000])
def test_ten_thousand_digits_are_refused(number: str) -> None:
    assert [one.code for one in problems_of(f"a: {number}")] == ["E108"]


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    for name in ("b.yaml", "a.yaml", "note.txt"):
        (tmp_path / "model" / name).write_text(name)
    files, problems = read_case_files(tmp_path)
    assert [one.file for one in files] == ["model/a.yaml", "model/b.yaml"]
    assert files[0].text == b"a.yaml"
    assert problems == ()


def test_one_file_is_a_case(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_bytes(b"forewarn: 1")
    by_name, _ = read_case_files(tmp_path / "model.yaml")
    by_folder, _ = read_case_files(tmp_path)
    assert by_name == by_folder
    assert by_name[0].file == "model.yaml"


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret: 1")
    case = tmp_path / "case"
    (case / "model").mkdir(parents=True)
    (case / "model" / "a.yaml").symlink_to(tmp_path / "secret")
    (case / "model" / "b.yaml").write_text("b: 1")
    (case / "model" / "c.yaml").symlink_to(case / "model" / "b.yaml")
    files, problems = read_case_files(case)
    assert [one.file for one in files] == ["model/b.yaml", "model/c.yaml"]
    assert [(one.code, one.span.file) for one in problems] == [("E113", "model/a.yaml")]


def test_a_model_folder_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_text("a: 1")
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "model").symlink_to(tmp_path / "elsewhere")
    files, problems = read_case_files(tmp_path / "case")
    assert files == ()
    assert [problem.code for problem in problems] == ["E113"]


def test_a_link_to_itself_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").symlink_to(tmp_path / "model.yaml")
    files, problems = read_case_files(tmp_path)
    assert files == ()
    assert [problem.code for problem in problems] == ["E112"]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "model.yaml").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    files, problems = read_case_files(tmp_path)
    assert files == ()
    assert [problem.code for problem in problems] == ["E109"]


@pytest.mark.parametrize("make", ["nothing", "folder", "both", "many"])
def test_what_is_no_case_is_a_problem(tmp_path: Path, make: str) -> None:
    (tmp_path / "model").mkdir()
    if make == "folder":
        (tmp_path / "model" / "a.yaml").mkdir()
    if make == "both":
        (tmp_path / "model.yaml").write_text("a: 1")
        (tmp_path / "model" / "a.yaml").write_text("a: 1")
    if make == "many":
        for number in range(MAX_FILES + 1):
            (tmp_path / "model" / f"{number}.yaml").write_text("a: 1")
    _, problems = read_case_files(tmp_path)
    assert [one.code for one in problems] == ["E114" if make == "both" else "E112"]
