"""YAML as we write it is read back as it was meant, by us and by others."""

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from forewarn.language.reader import read_tree
from forewarn.language.tree import Empty, List, Map
from forewarn.language.writer_yaml import Figure, Inline, Prose, render_yaml

NASTY = (
    *("a", "north", " ", "  ", "\n", "\n\n", ": ", ":", " #", "#", "- ", "|", ">", ","),
    *("[", "]", "{", "}", "'", '"', "\\", "\t", "&", "*", "!", "%", "@", "`", "? "),
    *("yes", "No", "null", "~", "1e3", "010", "12:30", "2024-6-1", "0x1F", "1_000"),
    *("é", "النص", "\u200f", "\u202e", "\x07", "\x85", "\u2028", "\ufeff", "\ud800"),
    *("\r", "\r\n", "\x00", "\u00a0", "😀", "---", "...", "<<", "=", ".inf", "\u3000"),
)
nasty = st.lists(st.sampled_from(NASTY), max_size=8).map("".join)
texts = nasty | st.text(max_size=30) | st.sampled_from(["x" * 1_030, "word " * 300])
figures = st.sampled_from(
    ["0.06 (0.02 to 0.16) per year", "3", "1e-12", "010", ".5", "-4%", "2024-06-19"]
)
words = texts | figures.map(lambda text: Figure(text=text))
keys = texts
inlines = st.lists(words, max_size=4) | st.dictionaries(keys, words, max_size=4)
leaves = words | texts.map(lambda text: Prose(text=text))
trees = st.recursive(
    leaves | inlines.map(lambda of: Inline(of=of)),
    lambda parts: (
        st.lists(parts, max_size=3) | st.dictionaries(keys, parts, max_size=3)
    ),
    max_leaves=8,
)
files = st.dictionaries(keys, trees, min_size=1, max_size=3)
quickly = settings(max_examples=300)


def meant(tree):
    """What a tree says, without how it is written."""
    match tree:
        case Figure() | Prose():
            return tree.text
        case Inline():
            return meant(tree.of)
        case dict():
            return {key: meant(value) for key, value in tree.items()}
        case list():
            return [meant(value) for value in tree]
    return tree


def said(node):
    match node:
        case Map():
            return {entry.key.value: said(entry.value) for entry in node.entries}
        case List():
            return [said(item) for item in node.items]
        case Empty():
            return None
    # Prose is read without the blanks around it.
    return node.value.strip() if node.style == "literal" else node.value


@quickly
@given(files)
def test_what_is_written_is_read_back(tree):
    text = render_yaml(tree)
    node, _ = read_tree(text.encode(), file="model.yaml")
    assert said(node) == meant(tree)


@quickly
@given(st.dictionaries(keys, texts, min_size=1))
def test_a_program_that_guesses_types_reads_texts_as_texts(tree):
    for version in ("1.1", "1.2"):
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        assert yaml.load(render_yaml(tree)) == meant(tree)


def test_prose_is_a_block_and_only_what_needs_them_has_quotes():
    tree = {
        "title": "North Korea's coming breakout",
        "because": Prose(text="One: two #three\n\n  four, five"),
        "bare": "yes",
        "rate": Figure(text="1e-3"),
        "by": Inline(of=[Figure(text="1 year"), Figure(text="2026-08-20")]),
        "start": Inline(of={"calm": Figure(text="85%"), "a, b": Figure(text="15%")}),
        "pools": [{"times": Figure(text="3"), "of": ["x = a", "y -> b"]}, []],
    }
    assert render_yaml(tree) == (
        "title: North Korea's coming breakout\n\n"
        "because: |\n  One: two #three\n\n    four, five\n\n"
        'bare: "yes"\n\n'
        'rate: "1e-3"\n\n'
        "by: [1 year, 2026-08-20]\n\n"
        'start: {calm: 85%, "a, b": 15%}\n\n'
        "pools:\n  - times: 3\n    of:\n      - x = a\n      - y -> b\n  - []\n"
    )
