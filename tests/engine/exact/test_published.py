"""Claims about chains that others have solved: their answers are ours.

The models are written anew as rules; the values are those that PRISM's test suite (its
``RESULT`` lines) and the Quantitative Verification Competition (QComp) publish.
PRISM's and Storm's default precision is 1e-6 of a value, so that is the tolerance,
unless a closed form allows less.
"""

from functools import cache
from typing import NamedTuple

import pytest
from raw_chains import hitting_task, ruled_chain, task_of

from forewarn.engine.exact.solve import solve
from forewarn.engine.exact.uniformisation import hitting, time_in_states, transient

PRECISION = 1e-6


def at(chain, value, years):
    """Expected value at a time, by the plain and by the fast solver."""
    worth = chain.worth(value)
    plain = transient(chain.generator, chain.start, years) @ worth
    fast = solve(task_of(chain.generator, chain.start, worth, years))[0]
    assert fast == pytest.approx(plain, rel=1e-9, abs=1e-12)
    return fast


def over(chain, value, years):
    """Expected value that adds up over a time."""
    worth = chain.worth(value)
    plain = time_in_states(chain.generator, chain.start, years) @ worth
    fast = solve(task_of(chain.generator, chain.start, worth, years, summed=True))[0]
    assert fast == pytest.approx(plain, rel=1e-9)
    return fast


def reached(chain, wanted, years):
    """Chance of ever having been where something holds."""
    target = chain.where(wanted)
    fast = solve(hitting_task(chain.generator, chain.start, target, years))[0]
    plain = hitting(chain.generator, chain.start, target, years)
    assert fast == pytest.approx(plain, abs=1e-10)
    return fast


# PRISM's test suite.


def race(state):
    if state == 0:
        yield from ((1.0, 1), (2.0, 2))


@pytest.mark.parametrize(
    ("years", "first", "second"),
    [
        (1, 0.3167376343237416, 0.6334752686474832),
        (2, 0.332507070725914, 0.665014141451828),
        (3, 0.33329218265878835, 0.6665843653175767),
        (4, 0.3333312759432579, 0.6666625518865158),
        (5, 0.33333321817286715, 0.6666664363457),
    ],
)
def test_a_race_of_two(years, first, second):  # ctmc-fau-1
    chain = ruled_chain(0, race)
    assert at(chain, lambda s: s == 1, years) == pytest.approx(first, abs=5e-8)
    assert at(chain, lambda s: s == 2, years) == pytest.approx(second, abs=5e-8)


def race_of_four(state):
    if state == 0:
        yield from ((float(end), end) for end in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("years", "values"),
    [
        (0.2, (0.08646646794, 0.1729329358997, 0.2593994038496, 0.3458658717995)),
        (0.6, (0.09975212121, 0.1995042424355, 0.2992563636533, 0.3990084848710)),
        (1.0, (0.09999545617, 0.1999909123404, 0.2999863685106, 0.3999818246808)),
    ],
)
def test_a_race_of_four(years, values):  # ctmc-fau-2
    chain = ruled_chain(0, race_of_four)
    for end, value in enumerate(values, start=1):
        got = at(chain, lambda s, end=end: s == end, years)
        assert got == pytest.approx(value, abs=5e-8)


def small_chain(state):
    """Baier, Haverkort, Hermanns and Katoen (1999), example 2."""
    yield from {
        0: ((3.0, 1), (3.0, 3)),
        1: ((1.0, 2),),
        2: ((0.5, 1),),
        3: (),
    }[state]


def test_an_until_that_the_path_must_keep():  # BKH99-Ex3
    chain = ruled_chain(1, small_chain)
    value = reached(chain, lambda x: x in (2, 3), 2.0)
    assert value == pytest.approx(0.864664716763387, abs=1e-12)  # 1 - e^-2


def test_the_long_run_of_a_chain_with_two_ends():  # BKH99-Ex2
    chain = ruled_chain(0, small_chain)
    assert at(chain, lambda x: x in (2, 3), 200.0) == pytest.approx(5 / 6, abs=1e-11)


def test_the_long_run_of_three_states():  # Par02-3.3.3
    rules = {0: ((4.0, 1), (7.0, 2)), 1: ((5.0, 0), (3.0, 2)), 2: ((4.0, 1),)}
    chain = ruled_chain(0, lambda x: rules[x])
    assert at(chain, lambda x: x in (0, 2), 50.0) == pytest.approx(2 / 3, abs=1e-11)


def test_several_closed_classes():  # multiple_bsccs_ss
    rules = {
        0: ((5.0, 1), (5.0, 3)),
        1: ((5.0, 0), (2.5, 2), (2.5, 4)),
        2: ((10.0, 5),),
        3: (),
        4: (),
        5: ((10.0, 2),),
    }
    chain = ruled_chain(0, lambda s: rules[s])
    expected = (0, 0, 1 / 12, 2 / 3, 1 / 6, 1 / 12)
    for state, value in enumerate(expected):
        got = at(chain, lambda s, state=state: s == state, 50.0)
        assert got == pytest.approx(value, abs=1e-11)


def queue(x):
    """A queue of at most three: arrivals at 1.5, service at 3."""
    if x < 3:
        yield 1.5, x + 1
    if x > 0:
        yield 3.0, x - 1


def test_a_queue():  # ctmc
    chain = ruled_chain(0, queue)
    full = reached(chain, lambda x: x == 3, 7.5)
    assert full == pytest.approx(0.6404780884740766, rel=PRECISION)
    assert at(chain, lambda x: x == 3, 500.0) == pytest.approx(1 / 15, abs=1e-11)
    served = over(chain, lambda x: 3.0 * (x > 0), 5.5)
    assert served == pytest.approx(7.069019518168792, rel=PRECISION)
    length = at(chain, lambda x: x, 1.0)
    assert length == pytest.approx(0.5929374064162124, rel=PRECISION)


def line(s):
    """Three jumps in turn, at 5, 7 and 11."""
    if s < 3:
        yield (5.0, 7.0, 11.0)[s], s + 1


@pytest.mark.parametrize(
    ("years", "value"),
    [(0.1, 2.28944), (0.5, 9.87621), (1, 11.89005), (10, 12.11429), (100, 12.11429)],
)
def test_rewards_of_states_and_jumps_add_up(years, value):  # ctmc_rewards
    per_year = (2 + 3 * 5.0, 5 + 7 * 7.0, 11, 0)
    chain = ruled_chain(0, line)
    assert over(chain, lambda s: per_year[s], years) == pytest.approx(value, abs=6e-6)


def test_rewards_at_a_time():  # ctmc_rewards
    # A reward of a jump counts, at a time, with the rate of the jump.
    chain = ruled_chain(0, line)
    for years, value in ((0.1, 3.48854), (0.5, 2.05864), (1, 0.25886)):
        got = at(chain, lambda s: (2, 5, 11, 0)[s], years)
        assert got == pytest.approx(value, abs=6e-6)


def polling(stations, gamma):
    """A server that goes round and serves (Ibe and Trivedi 1990)."""

    def rules(state):
        at, busy, *full = state
        following = at % stations + 1
        if busy:
            yield 1.0, (following, 0, *changed(full, at - 1, 0))
        elif full[at - 1]:
            yield gamma, (at, 1, *full)
        else:
            yield gamma, (following, 0, *full)
        for station in range(stations):
            if not full[station]:
                yield 1.0 / stations, (at, busy, *changed(full, station, 1))

    return ruled_chain((1, 0, *[0] * stations), rules)


def changed(values, place, value):
    return (*values[:place], value, *values[place + 1 :])


@pytest.mark.parametrize(
    ("years", "value"),
    [
        (0.02, 0.00398714),
        (0.04, 0.00790455),
        (0.06, 0.0117304),
        (0.08, 0.0154680),
        (0.10, 0.0191205),
    ],
)
def test_five_stations_are_polled(years, value):  # poll5
    chain = polling(5, 200.0)
    assert at(chain, lambda s: s[-1], years) == pytest.approx(value, rel=4e-6)


@pytest.mark.parametrize("gamma", [1.0, 7.0])
def test_two_stations_wait_in_the_long_run_by_a_closed_form(gamma):  # poll2
    chain = polling(2, gamma)
    waits = at(chain, lambda s: s[2] and not (s[0] == 1 and s[1] == 1), 200.0)
    empty = at(chain, lambda s: not s[2], 200.0)
    g = gamma
    assert waits == pytest.approx(
        (4 * g**3 + 26 * g**2 + 25 * g + 6) / (40 * g**3 + 68 * g**2 + 34 * g + 6),
        abs=1e-11,
    )
    assert empty == pytest.approx(
        (12 * g**3 + 14 * g**2 + 3 * g) / (20 * g**3 + 34 * g**2 + 17 * g + 3),
        abs=1e-11,
    )


# QComp.

#: Rate at which each thing is repaired, per hour: workstations, switches, the line.
REPAIR = (2.0, 2.0, 0.25, 0.25, 0.125)


@cache
def cluster(size):
    """Two clusters of workstations behind switches and a line, one repairman.

    Haverkort, Hermanns and Katoen (2000). State: working in the left and right cluster,
    left and right switch, line, and what is being repaired; hours.
    """

    def rules(state):
        left, right, switch_l, switch_r, wire, repaired = state
        rest = (left, right, switch_l, switch_r, wire)
        failures = (
            left / 500,
            right / 500,
            switch_l / 4000,
            switch_r / 4000,
            wire / 5000,
        )
        for place, rate in enumerate(failures):
            if rate:
                yield rate, (*changed(rest, place, rest[place] - 1), repaired)
        whole = (size, size, 1, 1, 1)
        if repaired is None:
            for place in range(5):
                if rest[place] < whole[place]:
                    yield 10.0, (*rest, place)
        else:
            yield REPAIR[repaired], (*changed(rest, repaired, rest[repaired] + 1), None)

    return ruled_chain((size, size, 1, 1, 1, None), rules)


def minimum(size):
    k = 3 * size // 4

    def holds(state):
        left, right, switch_l, switch_r, wire, _ = state
        joined = left + right >= k and switch_l and wire and switch_r
        return (left >= k and switch_l) or (right >= k and switch_r) or joined

    return holds


#: By size: states; hours below the minimum until 2,000; percent working at 20; chance
#: of dropping below the minimum by 2,000, and of being there at 20; repairs by 2,000.
CLUSTERS = {
    2: (276, 0.004659192406, 99.87643558, 0.001158395575, 2.201599927e-06, 17.36977828),
    4: (820, 0.007363146871, 99.87593254, 0.001822105149, 3.32170686e-06, 33.34469884),
    8: (2772, 0.004831352454, 99.8749131, 0.001187232021, 2.210317629e-06, 65.29391619),
}


@pytest.mark.parametrize("size", CLUSTERS)
def test_a_cluster_of_workstations(size):
    chain, enough = cluster(size), minimum(size)
    states, below, operational, drops, insufficient, repairs = CLUSTERS[size]
    assert len(chain.states) == states

    def lacking(state):
        return not enough(state)

    def working(state):
        return 100 * (state[0] + state[1]) / (2 * size)

    def repairing(state):
        return 0.0 if state[-1] is None else REPAIR[state[-1]]

    assert over(chain, lacking, 2000.0) == pytest.approx(below, rel=PRECISION)
    assert at(chain, working, 20.0) == pytest.approx(operational, rel=PRECISION)
    assert reached(chain, lacking, 2000.0) == pytest.approx(drops, rel=PRECISION)
    assert at(chain, lacking, 20.0) == pytest.approx(insufficient, rel=PRECISION)
    assert over(chain, repairing, 2000.0) == pytest.approx(repairs, rel=PRECISION)


@pytest.mark.parametrize(
    ("hours", "value"),
    [
        (0.2, 2.575834331129808e-9),
        (2, 2.587821746795989e-7),
        (20, 1.3126420636755083e-5),
        (200, 1.7751335826903441e-4),
        (2000, 0.0018221051490216614),
    ],
)
def test_a_cluster_of_four_drops_below_its_minimum(hours, value):  # PRISM: ctmc_csl
    enough = minimum(4)
    chance = reached(cluster(4), lambda state: not enough(state), hours)
    assert chance == pytest.approx(value, rel=PRECISION)


@cache
def tandem(size):
    """Two queues in a row (Hermanns, Meyer-Kayser and Siegle 1999)."""

    def rules(state):
        first, phase, second = state
        if first < size:
            yield 4.0 * size, (first + 1, phase, second)
        if first > 0 and phase == 1:
            yield 0.2, (first, 2, second)
        if first > 0 and second < size:
            yield (1.8 if phase == 1 else 2.0), (first - 1, 1, second + 1)
        if second > 0:
            yield 4.0, (first, phase, second - 1)

    return ruled_chain((0, 1, 0), rules)


@pytest.mark.parametrize(
    ("size", "customers", "fills", "network"),
    [
        (5, 3.576667592, 0.3352605619, 0.8437906963),
        (15, 11.55612449, 0.2060312414, 0.0006749333657),
        (31, 24.44505, 0.1164415719, 2.061396509e-09),
    ],
)
def test_two_queues_in_a_row(size, customers, fills, network):
    chain = tandem(size)
    assert len(chain.states) == {5: 66, 15: 496, 31: 2016}[size]
    there = at(chain, lambda s: s[0] + s[2], 0.2)
    assert there == pytest.approx(customers, rel=PRECISION)
    first = reached(chain, lambda s: s[0] == size, 0.2)
    assert first == pytest.approx(fills, rel=PRECISION)
    target = chain.where(lambda s: s == (size, 2, size))
    both = solve(hitting_task(chain.generator, chain.start, target, 1000.0))[0]
    # By an absolute precision of 1e-6 the smallest value would be any number.
    assert both == pytest.approx(network, rel=1e-4)


#: Skipped cycles that are one too many.
LOST = 3
#: Failures of a sensor, an actuator and a processor, and the short faults: per second.
SENSOR, ACTUATOR = 1 / (30 * 86_400), 1 / (60 * 86_400)
PROCESSOR, FAULT, REBOOT, CYCLE = 1 / (365 * 86_400), 1 / 86_400, 1 / 30, 1 / 60


class Control(NamedTuple):
    """An embedded control system (Muppala, Ciardo and Trivedi 1994)."""

    sensors: int = 3
    reads: int = 2
    actuators: int = 2
    writes: int = 2
    main: int = 1
    skipped: int = 0
    done: bool = True
    input_asks: bool = True
    output_asks: bool = False

    @property
    def causes(self):
        """What has failed, if anything has."""
        failed = {
            "sensors": self.reads == 2 and self.sensors < 2,
            "actuators": self.writes == 2 and self.actuators < 1,
            "io": self.skipped == LOST,
            "main": self.main == 0,
        }
        return {cause for cause, is_so in failed.items() if is_so}

    def after_input(self):
        busy = not (self.writes == 2 and self.actuators >= 1)
        return self._replace(
            reads=2,
            done=self.done or (self.main == 1 and not self.output_asks),
            input_asks=True,
            output_asks=busy and (self.output_asks or self.main == 1),
        )

    def after_output(self):
        reading = self.reads == 2 and self.sensors >= 2
        return self._replace(
            writes=2,
            done=self.done or (self.input_asks and self.main == 1),
            input_asks=reading or (self.input_asks and self.main == 0),
            output_asks=False,
        )

    def after_cycle(self):
        reading = self.reads == 2 and self.sensors >= 2
        busy = not (self.writes == 2 and self.actuators >= 1)
        return self._replace(
            skipped=0 if self.done else min(self.skipped + 1, LOST),
            done=self.input_asks and not self.output_asks and self.main == 1,
            input_asks=reading
            or (self.input_asks and (self.output_asks or self.main == 0)),
            output_asks=busy
            and (self.output_asks or (self.input_asks and self.main == 1)),
        )


def control(x):
    if x.sensors > 1:
        yield x.sensors * SENSOR, x._replace(sensors=x.sensors - 1)
    if x.actuators > 0:
        yield x.actuators * ACTUATOR, x._replace(actuators=x.actuators - 1)
    if x.sensors >= 2 and x.reads > 0:
        yield PROCESSOR, x._replace(reads=0)
    if x.sensors >= 2 and x.reads == 2:
        yield FAULT, x._replace(reads=1)
    if x.sensors >= 2 and x.reads == 1:
        yield REBOOT, x.after_input()
    if x.actuators >= 1 and x.writes > 0:
        yield PROCESSOR, x._replace(writes=0)
    if x.actuators >= 1 and x.writes == 2:
        yield FAULT, x._replace(writes=1)
    if x.actuators >= 1 and x.writes == 1:
        yield REBOOT, x.after_output()
    if x.main == 1:
        yield PROCESSOR, x._replace(main=0)
        yield CYCLE, x.after_cycle()


def test_an_embedded_control_system_fails():
    # Upstream's "actuators_T" asks for the sensors by a slip: it equals "sensors_T".
    whole = ruled_chain(Control(), control)
    until_down = ruled_chain(Control(), lambda x: () if x.causes else control(x))
    half_a_day = 12 * 3600.0
    failures = {"sensors": 0.0008058411396, "io": 0.006797071997, "main": 0.0013638819}
    for cause, value in failures.items():
        chance = reached(until_down, lambda x, c=cause: c in x.causes, half_a_day)
        assert chance == pytest.approx(value, rel=PRECISION), cause
    down = reached(until_down, lambda x: x.causes, half_a_day)
    assert down == pytest.approx(0.009035237302, rel=PRECISION)
    hours = over(whole, lambda x: bool(x.causes) / 3600, half_a_day)
    assert hours == pytest.approx(0.02802901538, rel=PRECISION)
