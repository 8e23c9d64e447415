"""Numbers in texts, for tests that every one of them is in the record."""

import json
import re

from pypdf import PdfReader

#: Page numbers are no numbers of the brief.
FOOT = re.compile(
    r"^.*, as of [^,]*?(, page)? ?\d+( / \d+)?$|^\d+ / \d+$", re.MULTILINE
)


def numerals(text):
    """Runs of digits in a text."""
    return set(re.findall(r"\d+", text))


def recorded(record_text):
    """Runs of digits in the texts and note numbers of a record."""
    return numerals(json.dumps(json.loads(record_text), ensure_ascii=False))


def text_of_pdf(content, folder):
    """The text of a PDF, page by page, without its page numbers and soft breaks."""
    path = folder / "brief.pdf"
    path.write_bytes(content)
    pages = (page.extract_text() for page in PdfReader(path).pages)
    return "\n".join(FOOT.sub("", page).replace("\u200b", "") for page in pages)
