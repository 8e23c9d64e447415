"""Where a number comes from: what its basis lacks, and what was known too late."""

from datetime import date

from forewarn.language.building.building import Building
from forewarn.laws import quantile
from forewarn.model.case import Number
from forewarn.model.quantities import Mixture, Quantity, RateCount, ShareCount
from forewarn.model.standing import learned, windows_of


def check_provenance(building: Building, number: Number) -> None:
    """Report what is missing between a number and its basis."""
    _check_basis(building, number)
    _check_count(building, number)
    _check_published(building, number)
    _check_opening(building, number)
    _check_hindsight(building, number)


def is_outside(quantity: Quantity, count: Quantity) -> bool:
    """Whether a number's centre lies outside the 80 % of the count behind it."""
    centre = quantile(quantity.law, 0.5)
    return not quantile(count.law, 0.1) <= centre <= quantile(count.law, 0.9)


def _check_basis(building: Building, number: Number) -> None:
    if number.basis is not None:
        return
    message = f'nobody says what "{number.name}" rests on'
    hint = "Write 'basis:' beside it, or once for the file: judgement, data, published."
    if building.draft:
        building.warning("W201", number.span, message, hint)
    else:
        building.error("E311", number.span, message, hint)


def _check_count(building: Building, number: Number) -> None:
    counted = number.count is not None or _is_counted(number.quantity)
    if number.basis == "data" and not counted:
        building.warning(
            "W202",
            number.span,
            f'"{number.name}" is said to be data, and no count stands behind it',
            "Write 'count:' beside it, such as '1 in 62.2 years'; or another basis.",
        )
    if number.basis == "adjusted" and not counted:
        building.warning(
            "W207",
            number.span,
            f'"{number.name}" is said to be adjusted, and the count is not shown',
            "Write 'count:' beside it, so that both can be shown.",
        )
    _check_moved(building, number)


def _check_moved(building: Building, number: Number) -> None:
    """A count moved by judgement needs the reason."""
    if number.count is None or number.because:
        return
    if number.basis == "adjusted" and is_outside(number.quantity, number.count):
        low, high = (quantile(number.count.law, p) for p in (0.1, 0.9))
        building.warning(
            "W204",
            number.span,
            f'"{number.quantity.text}" is outside the 80 % of its count, {low:.2g} to '
            f"{high:.2g}, and nobody says why",
            "Write 'because:' with the reason it was moved; it counts as adjusted.",
        )


def _is_counted(quantity: Quantity) -> bool:
    law = quantity.law
    parts = law.laws if isinstance(law, Mixture) else (law,)
    return all(isinstance(part, (RateCount, ShareCount)) for part in parts)


def _check_published(building: Building, number: Number) -> None:
    if number.basis != "published" or (number.citation and number.citation.place):
        return
    missing = "a place in it" if number.citation else "a source"
    building.warning(
        "W203",
        number.span,
        f'"{number.name}" is said to be published, without {missing}',
        "Write 'source:' with a name and a place, such as 'kremlin, article 4'.",
    )


def _check_opening(building: Building, number: Number) -> None:
    """A window that opens on the day of a counted event counts it for no time at all.

    The days of the events are not written in a count, so this sees only what the number
    says itself: a window whose first day is the day its fact was known, the day its
    source was published, or a day that its reason names.
    """
    source = building.sources.get(number.citation.source if number.citation else "")
    said = f"{number.because} {number.citation.place if number.citation else ''}"
    days = {number.known, source.published if source else None}
    for opens, _ in windows_of(number):
        if opens in days or opens.isoformat() in said:
            building.warning(
                "W205",
                number.span,
                f"the count's window opens on {opens}, the day of an event it names",
                "Open the window at a day chosen without looking, or leave that event "
                "out of the count.",
            )


def _check_hindsight(building: Building, number: Number) -> None:
    """A number may rest on what nobody could know at the start; it must be seen."""
    source = building.sources.get(number.citation.source if number.citation else "")
    day = learned(number, source.published if source else None)
    if day is None or building.start is None or day <= building.start:
        return
    building.warning(
        "W206",
        number.span,
        f'"{number.name}" rests on what was known on {day}, after the start',
        f"It is counted as hindsight; {_out_of_hindsight(number, day)}.",
    )


def _out_of_hindsight(number: Number, day: date) -> str:
    """What to write where it need not be counted so."""
    if day == number.known:
        return "leave it so, or choose the number from what was known at the start"
    if any(closes == day for _, closes in windows_of(number)):
        return "to leave out what came later, end the count's window at the start"
    return "if it was known earlier, write 'known:'"
