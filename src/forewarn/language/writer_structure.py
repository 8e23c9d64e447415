"""Structure as we write it: common causes, variants, schedules and triggers."""

from forewarn.language.writer_numbers import (
    Section,
    filled,
    number_map,
    short,
    times_map,
    titled,
)
from forewarn.language.writer_yaml import Figure, Inline, Prose, Tree
from forewarn.model.case import Basis
from forewarn.model.conditions import text_of
from forewarn.model.structure import CommonCause, Leap, Schedule, Trigger, Variant


def cause_map(cause: CommonCause) -> Section:
    """A common cause under its name."""
    return titled(cause.title, cause.name) | filled(
        {
            "share": Figure(text=cause.share_text),
            "raises": Inline(of=[*cause.raises]),
            "lowers": Inline(of=[*cause.lowers]),
            "because": Prose(text=cause.because),
        }
    )


def variant_map(variant: Variant) -> Section:
    """A variant under its name."""
    changes: Section = {
        name: Figure(text=quantity.text) for name, quantity in variant.changes
    }
    said: Section = {"weight": Figure(text=variant.weight_text), "set": changes}
    because = filled({"because": Prose(text=variant.because)})
    return titled(variant.title, variant.name) | said | because


def schedule_map(schedule: Schedule, basis: Basis | None) -> Section:
    """A schedule under its name."""
    days = [Figure(text=day.isoformat()) for day in schedule.dates]
    every = schedule.dates_text.startswith("every")
    dates: Tree = Figure(text=schedule.dates_text) if every else Inline(of=[*days])
    window = filled({"window": Figure(text=schedule.window_text)})
    made: Section = {}
    if schedule.leap is not None:
        made["jump"] = leap_map(schedule.leap)
    if schedule.chance is not None:
        made |= number_map(schedule.chance, "chance", basis)
    if schedule.draw is not None:
        shares: Section = {
            state: short(number_map(share, "share", basis), "share")
            for state, share in schedule.draw.shares
        }
        made["draw"] = {schedule.draw.variable: shares}
    return (
        titled(schedule.title, schedule.name)
        | {"dates": dates}
        | window
        | made
        | times_map(schedule.effects, basis)
    )


def trigger_map(trigger: Trigger, basis: Basis | None) -> Section:
    """A trigger, an item of a list."""
    said: Section = {"after": text_of(trigger.after), "jump": leap_map(trigger.leap)}
    chance = number_map(trigger.chance, "chance", basis)
    return said | chance | times_map(trigger.effects, basis)


def leap_map(leap: Leap) -> Inline:
    """A jump, as schedules, triggers and reports write it."""
    return Inline(of={leap.variable: f"{'|'.join(leap.sources)} -> {leap.target}"})
