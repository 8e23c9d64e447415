"""Random cases with everything that a file can say, their text full of traps."""

from dataclasses import replace
from datetime import date

from random_costs import with_costs
from random_evidence import with_evidence
from random_networks import START, a_network, deadline, quantity
from random_structure import with_doubts, with_structure

from forewarn.laws import quantile
from forewarn.model.case import (
    BASES,
    Citation,
    Claim,
    Deadline,
    Dynamic,
    Ladder,
    Source,
    State,
)
from forewarn.model.quantities import RateCount
from forewarn.model.units import years_between
from forewarn.model.yardstick import OWN_SOURCE, YARDSTICKS, Band, Yardstick

#: What text is made of: words, what YAML would change, and what no block can hold.
PIECES = (
    *("war", "North Korea", " ", "\n", "\n\n", "  ", "a\n  b", ": ", ":", " #", "#"),
    *("- ", "? ", "|", ">", ",", "[", "]", "{", "}", "'", '"', "\\", "&a", "*a", "!"),
    *("%", "@", "`", "yes", "No", "null", "~", "1e3", "010", "12:30", "2024-6-1", "="),
    *("a  b", "b \nc", "x\ty", "\x07", "\x1b[0m", "\x85", "\u2028", "\ufeff", "\ud800"),
    *("النص", "\u200f", "\u202e", "é", "\u00a0", "😀", "\r\n", "---", "...", "<<", "."),
    *("word " * 300, "long-" * 300, "</script>", '=HYPERLINK("x")', "{{ x }}", "%s"),
)
DAYS = tuple(date(year, 2, 28) for year in (2023, 1961, 2024, 2030, 9999, 1))
RATE_COUNTS = ("1 in 62.2 years", "0 in 1961-07-06 to 2023-09-14", "40 in 6 months")
SHARE_COUNTS = ("0 of 12", "5 of 6")
ODD = {
    "rate": (
        "1e-12 per year",
        "1_000.5 per year",
        ".5 per week",
        "+3 per day",
        "2k per year",
    ),
    "multiplier": (
        "1e-3",
        "010",
        "1_0",
        "+2",
        ".5",
        "1e2 to 1E3",
        "0",
        "300% (1 to 2k)",
    ),
}
BASE_RATES = (*RATE_COUNTS, *SHARE_COUNTS, "3% (1% to 9%)", "every 2 to 9 years")
HORIZONS = ("2 years", "30 months", "1_000 weeks", "2026-01-01", "2.5 years")
LATER = ("1 day from now", "2023-09-14", "2025-09-13", "0 days", "0.5  years")


#: Likelihood words of a case's own, with gaps and with characters that YAML may change.
OWN_WORDS = Yardstick(
    name="",
    source=OWN_SOURCE,
    bands=(
        Band(word="no: chance", low=0.0, high=0.015),
        Band(word="yes", low=0.29, high=0.58),
        Band(word="#1", low=0.58, high=1.0),
    ),
)


def a_case(dice):
    """A network with reasons, sources, claims, dynamics and texts of every kind."""
    case = a_network(dice, 4, 4)
    case = replace(case, sources=sources(dice), status=dice.pick(("final", "draft")))
    case = with_head(dice, case)
    case = with_structure(dice, case)
    case = with_costs(dice, case)
    case = with_evidence(dice, case)
    case = with_variables(dice, case)
    case = with_events(dice, case)
    case = with_reasons(dice, case)
    case = with_doubts(dice, case)
    case = with_titles(dice, case)
    case = replace(case, questions=tuple(asked(dice, q) for q in case.questions))
    case = replace(
        case, headlines=tuple(dice.few([q.name for q in case.questions]))[:3]
    )
    return replace(case, dynamics=dynamics(dice, case), claims=claims(dice, case))


def text(dice):
    """Text as it is read: nothing blank around it."""
    return "".join(dice.many(PIECES, 0, 6)).strip()


def title(dice, name):
    return dice.pick((name, text(dice)))


def with_head(dice, case):
    horizon = dice.pick(HORIZONS)
    years = (
        years_between(START, date.fromisoformat(horizon))
        if horizon.startswith("2026")
        else quantity(horizon, "duration").law.value
    )
    return replace(
        case,
        title=text(dice),
        horizon=years,
        horizon_text=horizon,
        written=dice.pick((None, *DAYS)),
        handling=text(dice),
        measure_cap=dice.pick((0.5, 0.29, 0.0, 1.0, 1e-60, 1 / 3)),
        author_correlation=dice.pick((0.0, 0.2, 1.0, 0.1 + 0.2)),
        yardstick=dice.pick((*YARDSTICKS, OWN_WORDS)),
    )


def sources(dice):
    return tuple(
        Source(
            name=name,
            title=title(dice, name),
            publisher=text(dice),
            published=dice.pick((None, *DAYS)),
            url=text(dice),
        )
        for name in dice.few(("kremlin", "C18", "bok-2023", "null_und"))
    )


# Numbers and what they rest on.


def with_variables(dice, case):
    return replace(
        case,
        variables=tuple(
            replace(
                variable,
                title=title(dice, variable.name),
                group=text(dice),
                states=described(dice, variable.states),
                start=tuple(
                    (state, reasoned(dice, share, case))
                    for state, share in variable.start
                ),
                transitions=tuple(
                    replace(
                        each,
                        rate=reasoned(dice, each.rate, case),
                        effects=effects(dice, each.effects, case),
                    )
                    for each in variable.transitions
                ),
            )
            for variable in case.variables
        ),
    )


def with_reasons(dice, case):
    """Reasons for the numbers of everything else, and for reports."""
    return replace(
        case,
        schedules=tuple(in_schedule(dice, each, case) for each in case.schedules),
        triggers=tuple(
            replace(
                each,
                chance=reasoned(dice, each.chance, case),
                effects=effects(dice, each.effects, case),
            )
            for each in case.triggers
        ),
        losses=tuple(in_loss(dice, each, case) for each in case.losses),
        unforeseen=case.unforeseen and reasoned(dice, case.unforeseen, case),
        measures=tuple(in_measure(dice, each, case) for each in case.measures),
        indicators=tuple(in_indicator(dice, each, case) for each in case.indicators),
        evidence=replace(
            case.evidence,
            reports=tuple(
                replace(each, citation=citation(dice, case), what=text(dice))
                for each in case.evidence.reports
            ),
        ),
    )


def in_schedule(dice, schedule, case):
    draw = schedule.draw and replace(
        schedule.draw,
        shares=tuple((s, reasoned(dice, n, case)) for s, n in schedule.draw.shares),
    )
    return replace(
        schedule,
        chance=schedule.chance and reasoned(dice, schedule.chance, case),
        effects=effects(dice, schedule.effects, case),
        draw=draw,
    )


def in_loss(dice, loss, case):
    jumps, years = (
        tuple(replace(e, size=uncounted(dice, e.size, case)) for e in terms)
        for terms in (loss.per_jump, loss.per_year)
    )
    return replace(loss, per_jump=jumps, per_year=years)


def in_measure(dice, measure, case):
    return replace(
        measure,
        cost=measure.cost and uncounted(dice, measure.cost, case),
        ready=measure.ready and uncounted(dice, measure.ready, case),
        effects=tuple(
            replace(each, times=uncounted(dice, each.times, case))
            for each in measure.effects
        ),
        actor=text(dice),
        side_effect=text(dice),
    )


def in_indicator(dice, indicator, case):
    return replace(
        indicator,
        seen=indicator.seen and uncounted(dice, indicator.seen, case, odd=False),
        silent=indicator.silent and uncounted(dice, indicator.silent, case, odd=False),
        rates=tuple((s, reasoned(dice, n, case)) for s, n in indicator.rates),
        group=text(dice),
        how=text(dice),
    )


def with_titles(dice, case):
    """Titles and reasons of whatever is not a variable or an event."""
    sections = ("schedules", "losses", "measures", "indicators")
    titled = {
        section: tuple(
            replace(each, title=title(dice, each.name))
            for each in getattr(case, section)
        )
        for section in sections
    }
    for section in ("common_causes", "variants"):
        titled[section] = tuple(
            replace(each, title=title(dice, each.name), because=text(dice))
            for each in getattr(case, section)
        )
    return replace(case, **titled)


def described(dice, states):
    if dice.yes():
        return states
    return tuple(
        State(name=state.name, definition=text(dice) or dice.pick(("", "Just so.")))
        for state in states
    )


def with_events(dice, case):
    return replace(
        case,
        events=tuple(
            replace(
                event,
                title=title(dice, event.name),
                rate=reasoned(dice, event.rate, case),
                effects=effects(dice, event.effects, case),
            )
            for event in case.events
        ),
    )


def effects(dice, effects, case):
    return tuple(
        replace(effect, rungs=tuple(with_times(dice, r, case) for r in effect.rungs))
        if isinstance(effect, Ladder)
        else with_times(dice, effect, case)
        for effect in effects
    )


def with_times(dice, effect, case):
    return replace(effect, times=reasoned(dice, effect.times, case))


def reasoned(dice, number, case):
    """The number as it is, or with all that may be said of it."""
    if number.quantity.text == "100%" and dice.yes():
        return replace(number, basis="definition")  # a state written alone
    dimension = number.quantity.dimension
    if dimension in ODD and dice.yes(6):
        odd = quantity(dice.pick(ODD[dimension]), dimension)
        number = replace(number, quantity=odd)
    number = replace(number, count=count(dice, dimension))
    number = replace(number, basis=basis(dice, number, case))
    if dice.yes():
        return number
    return replace(
        number,
        citation=citation(dice, case),
        because=text(dice),
        known=dice.pick((None, *DAYS)),
    )


def uncounted(dice, number, case, *, odd=True):
    """A number beside which no count can stand, with reasons or without."""
    made = reasoned(dice, replace(number, count=None), case)
    return made if odd else replace(made, quantity=number.quantity)


def count(dice, dimension):
    shares, rates = (SHARE_COUNTS, "probability"), (RATE_COUNTS, "rate")
    known = {"rate": rates, "probability": shares, "odds": shares}
    texts, of = known.get(dimension, ((), ""))
    return quantity(dice.pick(texts), of) if texts and dice.yes(4) else None


def basis(dice, number, case):
    """Any basis; a draft may lack one where no count tells it."""
    counted = number.count or isinstance(number.quantity.law, RateCount)
    lacking = (None,) if case.status == "draft" and not counted else ()
    said = dice.pick(("judgement", *lacking, *BASES))
    return "adjusted" if said == "data" and is_moved(number) else said


def is_moved(number):
    """Whether a rate's centre is outside the 80 % of its count: never plain data."""
    if number.count is None:
        return False
    low, high = (quantile(number.count.law, p) for p in (0.1, 0.9))
    return not low <= quantile(number.quantity.law, 0.5) <= high


def citation(dice, case):
    if not case.sources:
        return None
    return Citation(source=dice.pick(case.sources).name, place=text(dice))


# Questions, claims and dynamics.


def asked(dice, question):
    return replace(
        question,
        title=title(dice, question.name),
        by=question.by and (*question.by, *map(any_deadline, dice.few(LATER))),
        base_rate=dice.pick((None, *map(base_rate, BASE_RATES))),
        resolves=text(dice),
    )


def base_rate(text):
    share = " of " in text or text.startswith("3%")
    return quantity(text, "probability" if share else "rate")


def any_deadline(text):
    if text[4:5] == "-":
        return Deadline(text=text, day=date.fromisoformat(text))
    spelt = " ".join(text.split())
    duration = deadline(spelt.removesuffix(" from now"))
    return replace(duration, text=spelt, from_now=spelt.endswith("from now"))


def dynamics(dice, case):
    return tuple(
        Dynamic(
            name=name,
            title=title(dice, name),
            without=tuple(
                (variable.name, dice.pick(variable.state_names))
                for variable in dice.few(case.variables, 1)
            ),
        )
        for name in dice.few(("war", "russia"))
    )


def claims(dice, case):
    names = [question.name for question in case.questions]
    names += [loss.name for loss in case.losses]
    names += [number.name for number in case.numbers()]
    return tuple(
        Claim(
            name=name,
            says=text(dice),
            tested_by=dice.few(names),
            fails_if=text(dice),
            waits_for=text(dice),
        )
        for name in dice.few(("C1", "claim-two"))
    )
