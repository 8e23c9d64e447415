"""History laid out for chains: units of their own, watched before the start alone."""

import numpy as np

from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.engine.posterior.past.past import Past, find_past
from forewarn.engine.posterior.sample.account import Account, new_account
from forewarn.engine.posterior.sample.lay import Lay, Products, counted_in, lay_of
from forewarn.engine.statistics.ground import Ground, IntArray
from forewarn.model.case import Case


def lay_with_past(
    network: Network, leaps: Leaps, case: Case
) -> tuple[Lay, Account, Past]:
    """The land of a case, with what history before the start counts on it.

    Each combination of influences that history met stands as one more unit, which reads
    no variable and never fires after the start.

    Args:
        network: The network of the case.
        leaps: Its schedules and triggers.
        case: The case.

    Returns:
        The land, what history did on it, and what became of history.

    Raises:
        NotComputable: if something came that the case says never comes.
    """
    past = find_past(network, leaps, case)
    lay = lay_of(network, leaps, counted_in(case))
    before = lay.hazards.rate.size
    widths = np.array([len(met.came) for met in past.met], np.int64)
    copied = [met.entry + at for met in past.met for at in range(len(met.came))]
    lay = lay._replace(
        ground=_with_units(lay.ground, widths),
        hazards=_with_copies(lay.hazards, np.array(copied, np.int64)),
    )
    return lay, _account(lay, past, len(network.numbers), before), past


def _account(lay: Lay, past: Past, numbers: int, first: int) -> Account:
    units = lay.ground.unit_width.size
    account = new_account(lay.hazards.rate.size, lay.chances.rate.size, numbers, units)
    for at, met in enumerate(past.met, start=units - len(past.met)):
        account.years[first] = met.years
        account.came[first : first + len(met.came)] = met.came
        account.cell[first], account.cells[at] = first, 1
        first += len(met.came)
    return account


def _with_units(ground: Ground, widths: IntArray) -> Ground:
    units, count = ground.units, widths.size
    firsts = np.cumsum(widths)
    pulses, none = ground.pulse_variable.size, np.full(int(widths.sum()), -1, np.int64)
    mine = np.arange(count) + ground.unit_width.size
    return ground._replace(
        units=units._replace(
            read_ptr=np.append(units.read_ptr, np.full(count, units.read_ptr[-1])),
            first=np.append(units.first, units.first[-1] + firsts),
        ),
        unit_pulse=np.append(ground.unit_pulse, pulses + firsts - widths),
        unit_width=np.append(ground.unit_width, widths),
        unit_variable=np.append(ground.unit_variable, np.full(count, -1)),
        unit_source=np.append(ground.unit_source, np.full(count, -1)),
        pulse_variable=np.append(ground.pulse_variable, none),
        pulse_target=np.append(ground.pulse_target, none),
        pulse_unit=np.append(ground.pulse_unit, np.repeat(mine, widths)),
        wake_ptr=np.append(ground.wake_ptr, np.full(none.size, ground.wake_ptr[-1])),
    )


def _with_copies(hazards: Products, copied: IntArray) -> Products:
    """Hazards with some of them once more at the end."""
    spans = [slice(*hazards.factor_ptr[entry : entry + 2]) for entry in copied]
    sizes = np.array([span.stop - span.start for span in spans], np.int64)
    numbers = [hazards.factor_number[span] for span in spans]
    powers = [hazards.factor_power[span] for span in spans]
    return Products(
        rate=np.append(hazards.rate, hazards.rate[copied]),
        odds=np.append(hazards.odds, hazards.odds[copied]),
        factor_ptr=np.append(
            hazards.factor_ptr, hazards.factor_ptr[-1] + np.cumsum(sizes)
        ),
        factor_number=np.concatenate([hazards.factor_number, *numbers]),
        factor_power=np.concatenate([hazards.factor_power, *powers]),
    )
