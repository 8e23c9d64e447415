"""A page of HTML taken apart, for tests that claim something of it."""

from html.parser import HTMLParser

#: Elements that are never closed.
VOID = frozenset(("meta", "link", "br", "hr", "img", "input"))


class Page(HTMLParser):
    """Elements, texts and headings of a page; a page that does not nest is refused."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.headings, self.texts = [], [], []
        self._open = []
        self.feed(text)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("h1", "h2", "h3", "h4", "h5"):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open[-1:] == [tag], f"</{tag}> closes {self._open[-3:]}"
        self._open.pop()

    def handle_data(self, data):
        if self._open and self._open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self):
        """What a reader reads, white space made single."""
        return " ".join("".join(self.texts).split())

    def attributes(self, name):
        """Values of an attribute, wherever it stands."""
        return [attrs[name] for _, attrs in self.elements if name in attrs]

    def tags(self, name):
        """Attributes of every element of a name."""
        return [attrs for tag, attrs in self.elements if tag == name]
