"""Mistakes in a phrase: what is wrong with which characters, and what to write."""

from forewarn.errors import ForewarnError


class PhraseError(ForewarnError):
    """A text that is not the phrase it should be."""

    def __init__(
        self, message: str, hint: str, offset: int, *, code: str, length: int = 1
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        #: Characters before the mistake, and in it.
        self.offset = offset
        self.length = length
        #: Which kind of problem it is, as in ``codes.py``.
        self.code = code
