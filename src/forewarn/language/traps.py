"""YAML's traps: text that YAML reads otherwise than a person does."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from forewarn.errors import Problem
from forewarn.language.places import Places, error, warning
from forewarn.language.tree import Empty, Entry, List, Map, Node, Text

PROSE_KEYS = frozenset(
    {
        *("title", "says", "because", "what", "resolves", "fails_if", "waits_for"),
        *("handling", "how", "actor", "side_effect"),
    }
)
MAX_DIGITS = 40  # no quantity needs more; reading a million takes minutes
MAX_PROBLEMS = 100  # nobody reads more, and each hint copies a line of any length
_MAX_EXPONENT = 15  # zeros a hint writes out; more than this nobody can count

_BOOLEAN = re.compile(r"(?i:yes|no|on|off)")
_OCTAL = re.compile(r"([-+]?)0(o?)([0-9]+)")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?")
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?[eE]([-+]?[0-9]+)")
_DATE = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_LONG = re.compile(rf"[0-9](?:[_.]?[0-9]){{{MAX_DIGITS}}}")
_AROUND_SIGN = re.compile(r" ?(->|[<>!]=|[=|<>,]) ?")
_COMMENT = re.compile(r"[ \t]+#|#")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A node and the key it stands under."""

    node: Node
    under: str
    prose: bool
    key: Text | None = None


def check_traps(root: Node, places: Places) -> Iterator[Problem]:
    """The first hundred traps in a tree, in the order of the text."""
    found = (problem for place in _walk(root) for problem in _traps(place, places))
    first = itertools.islice(found, MAX_PROBLEMS)
    yield from sorted(first, key=lambda problem: (problem.span, problem.code))


def _walk(root: Node) -> Iterator[_Place]:
    """Every node, without recursion."""
    waiting = [_Place(node=root, under="", prose=False)]
    while waiting:
        place = waiting.pop()
        yield place
        waiting += reversed(_inside(place))


def _inside(place: _Place) -> list[_Place]:
    if isinstance(place.node, List):
        return [
            _Place(node=item, under=place.under, prose=place.prose)
            for item in place.node.items
        ]
    if not isinstance(place.node, Map):
        return []
    return [
        _Place(
            node=entry.value,
            under=entry.key.value,
            prose=_is_prose(entry, place.under),
            key=entry.key,
        )
        for entry in place.node.entries
    ]


def _is_prose(entry: Entry, under: str) -> bool:
    return entry.key.value in PROSE_KEYS or under == "states"


def _traps(place: _Place, places: Places) -> Iterator[Problem]:
    node = place.node
    if isinstance(node, Map):
        yield from _repeated(node)
        yield from _cut_by_comma(node, place.under, places)
        yield from _flow_prose(node, place.under)
        yield from _keys(node, place.under, places)
        yield from _no_text(place, places)
    elif isinstance(node, List):
        yield from _no_text(place, places)
        yield from _listed_states(node, place.under, places)
    elif isinstance(node, Text):
        yield from _cut_by_hash(node, places) if place.prose else _scalar(node, places)
    elif place.prose and not _is_cut(node, places):
        yield _nothing(node, places)


def _repeated(node: Map) -> Iterator[Problem]:
    first: dict[str, Text] = {}
    for key in (entry.key for entry in node.entries):
        earlier = first.setdefault(_same(key.value), key)
        if earlier is not key:
            yield error(
                "E120",
                key.span,
                f'"{_short(key.value)}" stands here again; it is already on line '
                f"{earlier.span.line}",
                "remove one of the two, or join what they say",
            )


def _same(key: str) -> str:
    """A key with its spaces normalised: ``a->b`` is ``a -> b``."""
    return _AROUND_SIGN.sub(r"\1", " ".join(key.split()))


def _cut_by_comma(node: Map, under: str, places: Places) -> Iterator[Problem]:
    """``{title: Bread, butter}`` is a title and a key without a value."""
    for entry, after in itertools.pairwise(node.entries):
        if not (node.flow and _is_prose(entry, under) and _bare(entry.value)):
            continue
        if isinstance(after.value, Empty) and _is_cut(after.value, places):
            start, end = entry.value.span, after.key.span
            whole = places.between(start, end)
            yield error(
                "E130",
                end,
                f'the comma ended the text of "{_short(entry.key.value)}"',
                places.corrected(whole, _quoted(places.slice(whole))),
            )


def _is_cut(node: Empty, places: Places) -> bool:
    """Nothing, without even a colon before it: a key that is the rest of a text."""
    before = places.offset(node.span.line, node.span.column) - 1
    written = places.slice(node.span)
    return not written and places.text[before : before + 1] != ":" and before >= 0


def _flow_prose(node: Map, under: str) -> Iterator[Problem]:
    for entry in node.entries:
        value = entry.value
        if not (node.flow and _is_prose(entry, under) and isinstance(value, Text)):
            continue
        if value.style == "plain" and " " in value.value:
            yield warning(
                "W101",
                value.span,
                "this is prose inside braces, where a comma would end it",
                f"put it in quotes: {_quoted(_short(value.value))}",
            )
            return  # once a map is enough


def _keys(node: Map, under: str, places: Places) -> Iterator[Problem]:
    for key in (entry.key for entry in node.entries):
        if under == "states" and key.value[:1].isdigit():
            yield _digit_first(key, places)
        else:
            yield from _scalar(key, places)


def _listed_states(node: List, under: str, places: Places) -> Iterator[Problem]:
    for item in node.items:
        if under == "states" and isinstance(item, Text) and item.value[:1].isdigit():
            yield _digit_first(item, places)


def _digit_first(name: Text, places: Places) -> Problem:
    return error(
        "E128",
        name.span,
        f'the state name "{_short(name.value)}" starts with a digit',
        places.corrected(name.span, f"state_{_short(name.value)}"),
    )


def _no_text(place: _Place, places: Places) -> Iterator[Problem]:
    """``title: [draft]`` is a list, and ``title: {draft}`` or a colon makes a map."""
    node, key = place.node, place.key
    if not (place.prose and key and isinstance(node, List | Map)):
        return
    sign = "bracket" if node.flow else "colon" if isinstance(node, Map) else "dash"
    kind = "a map" if isinstance(node, Map) else "a list"
    text = " ".join(places.slice(node.span).split())
    yield error(
        "E129",
        places.between(key.span, node.span),
        f"the {sign} made {kind} where text belongs",
        f"write: {_short(key.value)}: {_quoted(_short(text))}",
    )


def _cut_by_hash(text: Text, places: Places) -> Iterator[Problem]:
    end = places.offset(text.span.end_line, text.span.end_column)
    if text.style == "plain" and _COMMENT.match(places.text, end):
        rest = _rest_of_line(text, places)
        yield error(
            "E121",
            text.span,
            f'"{_short(rest.strip())}" is a comment to YAML, not part of the text',
            places.corrected(
                places.to_line_end(text.span), _quoted(text.value + rest.rstrip())
            ),
        )


def _nothing(node: Empty, places: Places) -> Problem:
    written, rest = places.slice(node.span), _rest_of_line(node, places).strip()
    hint = "write the text after the colon"
    if written or rest.startswith("#"):
        hint = places.corrected(places.to_line_end(node.span), _quoted(written or rest))
    return error("E122", node.span, "nothing stands where text belongs", hint)


def _scalar(text: Text, places: Places) -> Iterator[Problem]:
    """The traps of what is not prose; quotes show that text was meant."""
    if _LONG.search(text.value):
        yield error(
            "E108",
            text.span,
            f"a number has more than {MAX_DIGITS} digits",
            "write it with the digits that are known",
        )
    elif text.style == "plain":
        yield from _number(text, places)
        yield from _date(text, places)


def _number(text: Text, places: Places) -> Iterator[Problem]:
    value = text.value
    for code, pattern, message, replacement in (
        ("E123", _BOOLEAN, "is a truth value to older YAML", _quoted(value)),
        ("E124", _OCTAL, "is an octal number to some programs", _decimal(value)),
        ("E125", _SEXAGESIMAL, "is a count of sixtieths to older YAML", _quoted(value)),
        ("E126", _EXPONENT, "is text to some and a number to others", _plain(value)),
    ):
        if pattern.fullmatch(value):
            hint = places.corrected(text.span, replacement)
            yield error(code, text.span, f'"{value}" {message}', hint)


def _decimal(value: str) -> str:
    """An octal as decimal digits: what ``0o`` says, or what ``010`` looks like."""
    found = _OCTAL.fullmatch(value)
    if not found:
        return value
    base = 8 if found[2] and not set(found[3]) & set("89") else 10
    return f"{found[1]}{int(found[3], base)}"


def _plain(value: str) -> str:
    found = _EXPONENT.fullmatch(value)
    if not found or abs(int(found[1])) > _MAX_EXPONENT:
        return _quoted(value)
    return format(Decimal(value), "f")


def _date(text: Text, places: Places) -> Iterator[Problem]:
    found = _DATE.fullmatch(text.value)
    if not found:
        return
    iso = f"{found[1]}-{found[3]:0>2}-{found[4]:0>2}"
    try:
        dt.date.fromisoformat(iso)
    except ValueError:
        message = f'"{text.value}" is not a day of the calendar'
        yield error("E127", text.span, message, "write year-month-day, as 2024-06-19")
        return
    if iso != text.value:
        hint = places.corrected(text.span, iso)
        yield error("E127", text.span, f'"{text.value}" is text, not a date', hint)


def _bare(node: Node) -> bool:
    return isinstance(node, Text) and node.style == "plain"


def _rest_of_line(node: Text | Empty, places: Places) -> str:
    return places.line(node.span.end_line)[node.span.end_column - 1 :]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"  # so that a message fits a line
