"""A tree grown from YAML events one at a time, so no depth can exhaust the stack."""

from dataclasses import dataclass, field

from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from forewarn.errors import Problem, Span
from forewarn.language.places import Places, error
from forewarn.language.tree import Empty, Entry, List, Map, Node, Style, Text

MAX_DEPTH = 40  # a model needs about 8; later steps may recurse this far safely
MAX_NODES = 200_000  # about 3 s to parse; a long model has some 5,000
_MAX_PROBLEMS = 100  # nobody reads more, and a hostile file has no end of them

_STYLES: dict[str | None, Style] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True, kw_only=True)
class _Open:
    """A map or list whose end has not come yet."""

    start: int
    mapping: bool
    flow: bool
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Growth:
    """The tree so far; ``take`` each event until it says stop."""

    places: Places
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    documents: int = 0
    open: list[_Open] = field(default_factory=list)

    def take(self, event: Event) -> bool:
        """Add one event; False when the rest of the file must not be read."""
        if isinstance(event, DocumentStartEvent):
            return self._document(event)
        if isinstance(event, CollectionEndEvent):
            self._add(self._closed(event))
        elif isinstance(event, NodeEvent):
            return self._node(event)
        return True

    def _document(self, event: DocumentStartEvent) -> bool:
        self.documents += 1
        if self.documents == 1:
            return True
        self._report(
            "E110",
            self._span(event),
            "a second document starts here; a file holds one",
            "remove the --- line, or move what follows to a file of its own",
        )
        return False

    def _node(self, event: NodeEvent) -> bool:
        self.count += 1
        if self.count > MAX_NODES:
            self._report(
                "E107",
                self._span(event),
                f"the file has more than {MAX_NODES:,} keys and values",
                "split the model into several files",
            )
            return False
        self._refuse_reuse(event)
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            return self._opened(event)
        self._add(self._scalar(event))
        return len(self.problems) < _MAX_PROBLEMS

    def _refuse_reuse(self, event: NodeEvent) -> None:
        """Anchors, aliases and tags make text mean what it does not say."""
        if isinstance(event, AliasEvent):
            self._refuse(event, f"the alias *{str(event.anchor)[:40]}")
        elif event.anchor:
            self._refuse(event, f"the anchor &{str(event.anchor)[:40]}")
        if getattr(event, "tag", None):
            self._refuse(event, f"the tag {str(getattr(event, 'tag', ''))[:40]}")

    def _refuse(self, event: NodeEvent, what: str) -> None:
        self._report(
            "E105",
            self._span(event),
            f"{what} is not allowed in a model",
            "write the value out in full, or put the text in quotes",
        )

    def _opened(self, event: MappingStartEvent | SequenceStartEvent) -> bool:
        if len(self.open) >= MAX_DEPTH:
            self._report(
                "E106",
                self._span(event),
                f"maps and lists are nested more than {MAX_DEPTH} deep",
                "write the model flatter",
            )
            return False
        self.open.append(
            _Open(
                start=event.start_mark.index,
                mapping=isinstance(event, MappingStartEvent),
                flow=bool(event.flow_style),
            )
        )
        return len(self.problems) < _MAX_PROBLEMS

    def _scalar(self, event: NodeEvent) -> Node:
        span = self._span(event)
        if not isinstance(event, ScalarEvent):  # an alias, already refused
            return Text(value=f"*{event.anchor}", style="plain", span=span)
        style = _STYLES[event.style]
        if style == "plain" and event.value in _NULLS and not self._at_key():
            return Empty(span=self._empty_span(span) if not event.value else span)
        return Text(value=event.value, style=style, span=span)

    def _empty_span(self, span: Span) -> Span:
        """The parser puts nothing at the next token; a person sees it at the key."""
        if not (self.open and self.open[-1].mapping):
            return span
        key = self.open[-1].nodes[-1].span
        end = self.places.offset(key.end_line, key.end_column)
        after = self.places.text[end : end + 1] == ":"
        return self.places.span(end + after, end + after)

    def _at_key(self) -> bool:
        if not self.open:
            return False
        return self.open[-1].mapping and len(self.open[-1].nodes) % 2 == 0

    def _closed(self, event: CollectionEndEvent) -> Node:
        done = self.open.pop()
        span = self.places.span(done.start, self._end(done, event))
        if not done.mapping:
            return List(items=tuple(done.nodes), flow=done.flow, span=span)
        pairs = zip(done.nodes[::2], done.nodes[1::2], strict=True)
        keyed = ((self._key(key), value) for key, value in pairs)
        entries = tuple(Entry(key=key, value=value) for key, value in keyed if key)
        return Map(entries=entries, flow=done.flow, span=span)

    def _end(self, done: _Open, event: CollectionEndEvent) -> int:
        """A block ends with its last node; the parser says at the next token."""
        if done.flow or not done.nodes:
            return int(event.end_mark.index)
        last = done.nodes[-1].span
        return self.places.offset(last.end_line, last.end_column)

    def _key(self, node: Node) -> Text | None:
        if isinstance(node, Text):
            return node
        self._report(
            "E111",
            node.span,
            "a key is a map or a list",
            "a key is text on one line; put it in quotes if it has brackets",
        )
        return None

    def _add(self, node: Node) -> None:
        if self.open:
            self.open[-1].nodes.append(node)
        else:
            self.root = node

    def _span(self, event: Event) -> Span:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, ScalarEvent):  # a block's end mark is after blank lines
            end = start + len(self.places.text[start:end].rstrip())
        return self.places.span(start, end)

    def _report(self, code: str, span: Span, message: str, hint: str) -> None:
        self.problems.append(error(code, span, message, hint))
