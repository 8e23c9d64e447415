"""Levels: futures that nothing steers, started again where they reach a level.

The product of the shares that get from level to level is the chance asked for.
"""

import numpy as np

from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.rare.bank import new_bank, put_down, take_up
from forewarn.engine.rare.follow import begin, follow
from forewarn.engine.rare.guide import fill_guide, new_guide
from forewarn.engine.rare.hand import new_hand
from forewarn.engine.rare.tasks import Terms
from forewarn.engine.simulate.course import fill_course, new_course
from forewarn.engine.simulate.future import Log, new_scene
from forewarn.engine.simulate.leap_future import Game
from forewarn.engine.simulate.leaping import new_play
from forewarn.engine.simulate.notes import new_notes, read_rest
from forewarn.engine.simulate.stream import next_share, seed_stream


@kernel
def run_splitting(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    terms: Terms,
    numbers: FloatArray,
    levels: FloatArray,
    seed: np.uint64,
    effort: int,
    found: FloatArray,
) -> None:
    """Run some splittings, one for each place of ``found``.

    Args:
        terms: What all futures have in common.
        numbers: Value of every number; shape (number,).
        levels: Values of the guide, rising, the last one out of reach; shape (stage,).
        seed: Seed of the streams.
        effort: Futures from each level.
        found: To fill with estimates; shape (run,).
    """
    lump, watch = terms.lump, terms.watch
    scene, notes = new_scene(terms.layout), new_notes(watch, terms.pulses)
    play, room = new_play(terms.leaping), new_course(terms.plot)
    guide, hand = new_guide(lump), new_hand(lump)
    log_ = Log(np.empty(0), np.empty(0, np.uint32))
    course = fill_course(terms.plot, numbers, room)
    fill_guide(lump, course, guide)
    game = Game(terms.layout, terms.leaping, watch, course, scene, play, notes)
    here, there = new_bank(game, effort), new_bank(game, effort)
    spare = new_bank(game, 1)
    seen, stopped = np.empty((0, 0), np.int64), np.zeros(1, np.bool_)
    for run in range(found.size):
        estimate, held = 1.0, 0
        for stage in range(levels.size):
            reached, last = 0, stage == levels.size - 1
            for future in range(effort):
                stream = seed_stream(
                    seed,
                    np.uint64(run * levels.size + stage),
                    np.uint64(future),
                )
                if stage == 0:
                    stream = begin(game, hand, log_, stream)
                else:
                    share, stream = next_share(stream)
                    take_up(game, hand, here, min(int(share * held), held - 1))
                stream, up = follow(
                    game,
                    lump,
                    guide,
                    hand,
                    spare,
                    log_,
                    seen,
                    stream,
                    stopped,
                    False,  # noqa: FBT003  # kernels take no keywords
                    False,  # noqa: FBT003  # as above
                    levels[stage],
                )
                if last:
                    read_rest(watch, notes)
                    up = notes.outcome[0] > 0.0
                if up:
                    if not last:
                        put_down(game, hand, there, reached)
                    reached += 1
            estimate *= reached / effort
            if reached == 0:
                break
            here, there, held = there, here, reached
        found[run] = estimate
