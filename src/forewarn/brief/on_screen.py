"""Page one as lines of plain text, for a terminal."""

from collections.abc import Iterator

from forewarn.brief.document import (
    Block,
    Brief,
    Heading,
    Headline,
    Headlines,
    Listing,
    Paragraph,
    plain_text,
)


def front_lines(brief: Brief) -> Iterator[str]:
    """Page one, line by line; pictures are left out, which only repeat its numbers.

    Args:
        brief: A composed brief.

    Yields:
        Lines of any length; empty ones between parts.
    """
    if brief.handling:
        yield plain_text(brief.handling)
        yield ""
    yield plain_text(brief.title)
    if brief.stamp:
        yield plain_text(brief.stamp)
    for block in brief.front.blocks:
        yield from _lines(block)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield plain_text(block.line)
        case Heading():
            yield ""
            yield plain_text(block.line)
        case Listing():
            yield from (f"- {plain_text(item)}" for item in block.items)
        case Headlines():
            for headline in block.items:
                yield ""
                yield from _headline(headline)


def _headline(headline: Headline) -> Iterator[str]:
    yield f"{headline.figure.text}  {plain_text(headline.title)}"
    yield " ".join(plain_text(line) for line in headline.lines)
