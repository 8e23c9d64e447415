"""Numbers read back from the words they were put in."""

from decimal import Decimal

from forewarn.model.words import TIMES

SIZES = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number_in(text):
    """The number that a text shows, read back."""
    text = text.replace(",", "")
    if f" {TIMES} 10" in text:
        digits, power = text.split(f" {TIMES} 10")
        return Decimal(digits).scaleb(int(power.translate(RAISED)))
    size = next((word for word in SIZES if text.endswith(word)), "")
    return Decimal(text.removesuffix(size).strip()) * SIZES.get(size, 1)
