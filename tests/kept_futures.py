"""Futures with their statistics kept, of a small case written out or any other."""

from forewarn.engine.asking import asks_of
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.run import new_run
from forewarn.engine.statistics.statistics import record_statistics, spread_futures

PULSE = """
variables:
  front:
    title: Front
    states: {calm: At peace., war: At war.}
    start: {calm: 60%, war: 40%}
    transitions:
      calm -> war:
        rate: 0.5 (0.2 to 1) per year
        times:
          mood = bad: 3 (1.5 to 6)
      war -> calm: 1 (0.5 to 2) per year
  mood:
    title: Mood
    states: {good: Fine., bad: Not so.}
    start: good
    transitions:
      good -> bad: 0.7 (0.3 to 1.5) per year
      bad -> good: 2 (1 to 4) per year
questions:
  war: {happens: front -> war, by: [2 years]}
  left: {time: front = war, by: [2 years]}
"""


def run_of(case, worlds=16, futures=32, seed=1):
    network = compile_network(case)
    return new_run(case, network, seed=seed, worlds=worlds, futures_per_world=futures)


def dated(case):
    return [ask for ask in asks_of(case) if ask.years is not None]


def kept_of(case, *, given=True, **size):
    """Statistics of all futures; without what is asked of windows, if told so."""
    kinds = {question.name: question.kind for question in case.questions}
    asks = [ask for ask in dated(case) if given or kinds[ask.question] != "given"]
    run = run_of(case, **size)
    return record_statistics(run, spread_futures(run), asks)
