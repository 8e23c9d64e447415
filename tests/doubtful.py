"""A small case in which nearly every number is in doubt, and each kind is asked."""

from written import written

DOUBTFUL = written(
    """
variables:
  front:
    scale: calm < tense < war
    states: {calm: A, tense: B, war: C}
    start: {calm: "80% (60% to 90%)", tense: "20% (10% to 40%)"}
    transitions:
      calm -> tense:
        rate: 0.5 (0.1 to 1.5) per year
        times: {talks = broken: 2 (1 to 5)}
      tense -> calm: 1 per year
      tense -> war: 0.1 (0.03 to 0.4) per year
  talks:
    states: {open: A, broken: B}
    start: open
    transitions:
      open -> broken:
        rate: 0.5 (0.2 to 1) per year
        times: {each: {of: [front = war, front = tense], times: 2 (1 to 3)}}
      broken -> open: 50% of (1 per year) or 50% of (0.2 per year)
events:
  raid: {rate: 1 (0.3 to 2) per year, times: {front = calm: 0.5}}
questions:
  war: {happens: front = war, by: 2 years}
  broken: {holds: talks = broken, at: 2 years}
  raids: {count: raid, by: 2 years}
  tense: {time: front = tense, by: 2 years}
  first: {order: [front -> tense, talks -> broken], by: 2 years}
  follows:
    happens: front -> war
    given: talks -> broken
    within: 6 months
    by: 2 years
  both: {happened: [war, broken], by: 2 years}
"""
)
