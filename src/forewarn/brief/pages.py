"""From findings to pages: the brief in every format there is."""

from forewarn.brief.compose import compose
from forewarn.brief.findings import Findings
from forewarn.brief.html import render_html
from forewarn.brief.json_text import render_json
from forewarn.brief.markdown import render_markdown
from forewarn.brief.on_screen import front_lines
from forewarn.brief.own_words import misfits
from forewarn.brief.pdf import render_pdf
from forewarn.brief.save import Pages
from forewarn.brief.word import render_word


def render_pages(findings: Findings, *, notes: tuple[str, ...] = ()) -> Pages:
    """The brief of some findings, rendered.

    Args:
        findings: A case, and what one run answered where there was one.
        notes: What whoever makes the brief must know and its reader need not.

    Returns:
        The pages; the same bytes for the same findings.
    """
    brief, told = compose(findings), tuple[str, ...]()
    if findings.words is not None:
        told = tuple(misfits(findings.words, findings.case, findings.answer))
    texts = {
        "brief.html": render_html(brief),
        "brief.md": render_markdown(brief),
        "brief.json": render_json(brief),
    }
    pages = {name: text.encode() for name, text in texts.items()}
    pages |= {"brief.pdf": render_pdf(brief), "brief.docx": render_word(brief)}
    return Pages(files=pages, front=tuple(front_lines(brief)), notes=(*notes, *told))
