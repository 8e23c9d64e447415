"""What the Korea case mended in its first network, and what was there before."""

from dataclasses import dataclass, field

from repairs.undoing import (
    Undo,
    certain_start,
    first_state_only,
    in_turn,
    numbers,
    pool_as_rungs,
    rate_for_share,
    rungs_apart,
    transition_for_schedule,
    without,
    without_triggers_on,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A hole of the first network, and how it was closed."""

    title: str
    #: What was there before, and what was wrong with it.
    hole: str
    #: Numbers that were added or moved, and what they were; empty where there was none.
    before: tuple[tuple[str, str], ...] = ()
    #: The case without it; None where no answer depends on it.
    undo: Undo | None = field(default=None, compare=False)


def _added(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for name in names)


#: Paths from the perceived cost of deals and from trade.
COST = (
    "revenue: tight -> eased | cost_perc = high",
    "revenue: tight -> eased | cost_perc = low",
    "revenue: tight -> eased | me_trade = active",
    "revenue: eased -> flush | cost_perc = low",
    "tech: nothing -> conventional | cost_perc = low",
    "tech: nothing -> conventional | me_trade = active",
)
WEDGE = (
    "alliance: cohesive -> strained | peninsula = clash",
    "alliance: cohesive -> strained | peninsula = war",
    "alliance: cohesive -> strained | taiwan = blockade",
    "alliance: cohesive -> strained | taiwan = invasion",
)
THREE = (
    "trilat: coordinated -> patchy | alliance = strained",
    "trilat: coordinated -> patchy | alliance = decoupling",
    "alliance: cohesive -> strained | trilat = patchy",
    "peninsula: clash -> war | trilat = patchy",
)
OFFICES = (
    "ukr_war: intense -> frozen | white_house = bargain",
    "diplomacy: no_talks -> talks | white_house = bargain",
    "alliance: cohesive -> strained | white_house = bargain",
    "alliance: strained -> decoupling | white_house = bargain",
    "peninsula: tense -> clash | blue_house = hard",
)
POOL = "cost_perc: moderate -> low"
POOL_BEFORE = "0.1 (0.04 to 0.25) per year"
AT_ONCE = (
    ("peninsula: tense -> clash | taiwan = invasion", "6 (2 to 18)"),
    ("peninsula: tense -> war | taiwan = invasion", "25 (6 to 90)"),
)
TEST_BEFORE = "0.17 (0.06 to 0.38) per year"
PANEL_BEFORE = "0.2 (0.07 to 0.5) per year"
WAR = "peninsula: clash -> war"
WAR_BEFORE = "0.25 (0.04 to 0.9) per year"
#: Influences that stopped short at one state.
FURTHER = (
    "rus_dprk: cobelligerent -> treaty | ukr_war in frozen|settled",
    "bloc: bilateral -> coordinated | taiwan in crisis|blockade|invasion",
    "nuclear_test | taiwan in crisis|blockade|invasion",
    "nuclear_test | unsc in panel_gone|lapsed",
    "nuclear_test | rus_dprk in treaty|cobelligerent",
    "cost_perc: moderate -> low | unsc in panel_gone|lapsed",
    "cost_perc: moderate -> low | bloc in coordinated|formal",
    "status: pariah -> shielded | unsc in panel_gone|lapsed",
    "status: pariah -> shielded | bloc in coordinated|formal",
    "rok_nuke: latent -> hedging | alliance in strained|decoupling",
    "missile: normal -> low | diplomacy in talks|deal",
    "peninsula: tense -> calm | diplomacy in talks|deal",
    "peninsula: tense -> clash | diplomacy in talks|deal",
)

REPAIRS = (
    Repair(
        title="The perceived cost of deals, and trade, reach the purse and technology",
        hole="The cost reached trade with the Middle East alone, and that reached "
        "nothing: the mechanism at the heart of the article changed no outcome.",
        before=_added(*COST),
        undo=without(COST),
    ),
    Repair(
        title="Violence in Korea, and Taiwan, reach the alliance",
        hole="Nothing from either did, so a wedge could not come by war.",
        before=_added(*WEDGE),
        undo=without(WEDGE),
    ),
    Repair(
        title="Co-operation of Washington, Seoul and Tokyo is connected",
        hole="It was an island: nothing reached it and it reached nothing.",
        before=_added(*THREE),
        undo=without(THREE),
    ),
    Repair(
        title="The pool of the sanctioned is counted",
        hole="Only Russia was in it, with 1.5 (1 to 2.5) for a treaty and 1.7 (1 to 3) "
        "for a co-belligerent. Each of five now counts. Two of them hold at the "
        "start, so the base was lowered to keep the hazard of 2023 what it was.",
        before=((POOL, POOL_BEFORE), *_added(f"{POOL} | each")),
        undo=in_turn(
            numbers({POOL: POOL_BEFORE}),
            pool_as_rungs(
                "rus_dprk",
                {"treaty": "1.5 (1 to 2.5)", "cobelligerent": "1.7 (1 to 3)"},
            ),
        ),
    ),
    Repair(
        title="A war over Taiwan may reach Korea at once",
        hole="It could only raise rates while it lasted, about half a year.",
        before=(
            *_added("trigger: taiwan -> invasion: peninsula: calm|tense -> clash"),
            *AT_ONCE,
        ),
        undo=in_turn(without_triggers_on("peninsula"), numbers(dict(AT_ONCE))),
    ),
    Repair(
        title="Nuclear tests have two reference classes",
        hole="One rate merged the years to 2017 with those since. A test was a state, "
        "so that a second in a year did not count; it is an event now.",
        before=(("nuclear_test", TEST_BEFORE),),
        undo=numbers({"nuclear_test": TEST_BEFORE}),
    ),
    Repair(
        title="The panel ends on the day of a yearly vote",
        hole=f"It could end on any day, at {PANEL_BEFORE}.",
        before=_added("panel_mandate"),
        undo=transition_for_schedule("panel_mandate", PANEL_BEFORE),
    ),
    Repair(
        title="Elections in Washington and Seoul",
        hole="The article has neither government, and the record turned on both. Each "
        "is drawn at its elections, half and half.",
        before=_added(*OFFICES),
        undo=without(OFFICES),
    ),
    Repair(
        title="Clashes become wars by a share of exits",
        hole="It was a rate beside a rate of calming that nobody knows better.",
        before=((WAR, WAR_BEFORE),),
        undo=rate_for_share(WAR, WAR_BEFORE),
    ),
    Repair(
        title="Influences of one variable are ladders",
        hole="Rungs were drawn one by one, so a co-belligerent came out weaker than a "
        "treaty in a third of the worlds.",
        undo=rungs_apart,
    ),
    Repair(
        title="Influences go on to the states beyond",
        hole="They stopped short: an influence of a crisis ended when the crisis "
        "became a blockade. The numbers are the same.",
        before=tuple((name, "the first of these states only") for name in FURTHER),
        undo=first_state_only(FURTHER),
    ),
    Repair(
        title="Doubt about the start",
        hole="Everything was certain. A state is still, where the record leaves no "
        "doubt; else it has the confidence that was given, and the rest goes to the "
        "state beside it.",
        undo=certain_start,
    ),
    Repair(
        title="A count does not open on a counted event",
        hole="Four windows did: on the treaty of 1961, the communique of 1972, the war "
        "of 1950 and the satellite of 1998.",
    ),
    Repair(
        title="Labels say what a number is",
        hole="Fourteen rates called data or judgement are adjusted: a count was moved. "
        "Four rates and fourteen multipliers called data or published are judgements: "
        "no source asserts them as that.",
    ),
    Repair(
        title="Effects of measures lie inside their ranges",
        hole="Six had their centre outside, and two at the end.",
    ),
    Repair(
        title="A resolution stays on the books",
        hole="The Council was enforcing for five years after a resolution, and yet "
        "could not leave that state.",
    ),
    Repair(
        title="A sighting raises something",
        hole="Two indicators lowered what they showed; they were turned round.",
    ),
)
