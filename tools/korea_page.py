"""Makes docs/north-korea.md from the bundled case, so that the page cannot drift."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jinja2

from forewarn.brief.phrases import question_title, titles_of
from forewarn.brief.wording import chance_text, points_text
from forewarn.influences import Link, leaning_of, links_of
from forewarn.language.load import load_case
from forewarn.model.case import (
    BASES,
    Case,
    Claim,
    Effect,
    Ladder,
    Number,
    Pool,
    Transition,
)
from forewarn.model.exits import dead_ends
from forewarn.model.numbers import is_certain
from forewarn.model.standing import Standing, standing_of
from forewarn.model.words import day_text

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "north-korea.md"
#: What ``benchmarks/korea_repairs.py`` found, as it writes it.
REPAIRS = ROOT / "docs" / "korea_repairs.json"
TEMPLATE = Path(__file__).parent / "north_korea.md.j2"
#: Changes that a multiplier may speed up without alarm.
RELIEF = frozenset(
    {
        "ukr_war: intense -> frozen",
        "ukr_war: frozen -> settled",
        "rus_dprk: barter -> facade",
        "rus_dprk: treaty -> barter",
        "rus_dprk: cobelligerent -> treaty",
        "iran: defiant -> constrained",
        "iran: at_war -> defiant",
        "unsc: gridlock -> enforcing",
        "unsc: panel_gone -> enforcing",
        "china_enf: lax -> partial",
        "revenue: flush -> eased",
        "status: shielded -> pariah",
        "missile: normal -> low",
        "peninsula: tense -> calm",
        "diplomacy: no_talks -> talks",
        "us_bandwidth: stretched -> available",
    }
)
Cells = Sequence[object]


def page(case: Case, repairs: dict[str, Any], notes: Sequence[str]) -> str:
    """The page of the case, in Markdown.

    Args:
        case: The bundled case.
        repairs: What its repairs change.
        notes: What reading it noted.
    """
    texts = jinja2.Environment(  # noqa: S701  # Markdown of our own, no HTML
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    template = texts.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        **_facts(case),
        **_standing(case),
        **_tilt(case),
        **_repaired(repairs),
        bases=_bases(case),
        causes=_causes(case),
        claims=_claims(case),
        coverage=_coverage(case),
        dead_ends=_dead_ends(case),
        late_numbers=_late(standing_of(case)),
        notes=notes,
        sizes=_sizes(case),
        variables=_variables(case),
        variants=_variants(case),
    )


def _facts(case: Case) -> dict[str, object]:
    idle = [f"`{one.name}`" for one in case.measures if not one.effects]
    return {
        "start": day_text(case.start),
        "horizon": case.horizon_text,
        "written": day_text(case.written).split(maxsplit=1)[1] if case.written else "",
        "correlation": case.author_correlation,
        "unforeseen": case.unforeseen.quantity.text if case.unforeseen else "",
        "idle_measures": ", ".join(idle[:-1]) + f" and {idle[-1]}",
    }


def _sizes(case: Case) -> str:
    jumps = sum(len(variable.transitions) for variable in case.variables)
    states = sum(len(variable.states) for variable in case.variables)
    effects = _effects(case)
    ladders = sum(isinstance(effect, Ladder) for effect in effects)
    pools = sum(isinstance(effect, Pool) for effect in effects)
    told = [r for r in case.evidence.reports if not r.count and not r.sensor_off]
    facts = {(report.first, report.what) for report in told}
    rows = (
        ("variables", f"{len(case.variables)}, with {states} states"),
        ("transitions", jumps),
        ("influences", f"{len(effects)}, of them {ladders} ladders and {pools} pool"),
        ("multipliers of these", len(_multipliers(case))),
        ("events", len(case.events)),
        ("schedules, triggers", _lengths(case.schedules, case.triggers)),
        ("common causes, variants", _lengths(case.common_causes, case.variants)),
        ("losses, indicators", _lengths(case.losses, case.indicators)),
        ("measures", len(case.measures)),
        ("reports", f"{len(case.evidence.reports)}, of {len(facts)} dated facts"),
        ("questions, claims", _lengths(case.questions, case.claims)),
    )
    return _table(("what", "how many"), rows)


def _lengths(*things: Sequence[object]) -> str:
    return ", ".join(str(len(each)) for each in things)


def _bases(case: Case) -> str:
    rows = []
    for kind, numbers in _kinds(case):
        chosen = [number for number in numbers if not is_certain(number)]
        held = Counter(number.basis for number in chosen)
        rows.append((kind, len(chosen), *(held[basis] or "" for basis in BASES)))
    return _table(("number", "in all", *BASES), rows)


def _kinds(case: Case) -> Iterator[tuple[str, list[Number]]]:
    """Every number of a case, by what it is."""
    yield "rates of transitions", _rates(case)
    yield "rates of events", [event.rate for event in case.events]
    yield "multipliers", _multipliers(case)
    yield (
        "chances of schedules and triggers",
        [
            *(one.chance for one in case.schedules if one.chance),
            *(n for one in case.schedules if one.draw for _, n in one.draw.shares),
            *(one.chance for one in case.triggers),
        ],
    )
    yield "states at the start", [n for v in case.variables for _, n in v.start]
    yield "sizes of losses", [n for loss in case.losses for n in loss.numbers()]
    yield "measures", [n for one in case.measures for n in one.numbers()]
    yield "indicators", [n for one in case.indicators for n in one.numbers()]
    yield "the unforeseen", [case.unforeseen] if case.unforeseen else []


def _rates(case: Case) -> list[Number]:
    return [jump.rate for variable in case.variables for jump in variable.transitions]


def _multipliers(case: Case) -> list[Number]:
    return [link.times for link in links_of(case)]


def _effects(case: Case) -> list[Effect]:
    moved = [jump for variable in case.variables for jump in variable.transitions]
    effects = [effect for jump in moved for effect in jump.effects]
    for one in (case.events, case.schedules, case.triggers):
        effects += [effect for each in one for effect in each.effects]
    return effects


def _standing(case: Case) -> dict[str, object]:
    standing = standing_of(case)
    bare = {number.name for number in standing.unreasoned}
    rates, multipliers = _rates(case), _multipliers(case)
    return {
        "numbers": len(standing.numbers),
        "judged": standing.by_basis["judgement"],
        "counted": standing.by_basis["data"],
        "adjusted": standing.by_basis["adjusted"],
        "published": standing.by_basis["published"],
        "unreasoned": len(bare),
        "believed": len(standing.believed),
        "rates": len(rates),
        "unreasoned_rates": sum(number.name in bare for number in rates),
        "multipliers": len(multipliers),
        "unreasoned_multipliers": sum(number.name in bare for number in multipliers),
        "late": len(standing.late),
    }


def _late(standing: Standing) -> str:
    rows = [(_code(late.number.name), late.day) for late in standing.late]
    return _table(("number", "leans on what was known on"), rows)


def _tilt(case: Case) -> dict[str, object]:
    pushes = Counter(map(_push, links_of(case)))
    share = pushes["alarm"] / max(pushes.total(), 1)
    leaning = leaning_of(case)
    return {
        "scaled": leaning.told,
        "scaled_worse": leaning.worse,
        "alarming": pushes["alarm"],
        "relieving": pushes["relief"],
        "neutral": pushes["neither"],
        "alarming_share": chance_text(share),
    }


def _push(link: Link) -> str:
    if link.median == 1:
        return "neither"
    relief = isinstance(link.target, Transition) and link.target.name in RELIEF
    return "alarm" if link.raises != relief else "relief"


def _variables(case: Case) -> str:
    rows = [
        (
            variable.title,
            _code(variable.name),
            (" < " if variable.scaled else ", ").join(variable.state_names),
            ", ".join(_share(state, number) for state, number in variable.start),
        )
        for variable in case.variables
    ]
    return _table(("variable", "name", "states", "at the start"), rows)


def _share(state: str, number: Number) -> str:
    return state if is_certain(number) else f"{state} {number.quantity.text}"


def _dead_ends(case: Case) -> str:
    rows = [
        (variable.title, state.name, state.definition)
        for variable, state in dead_ends(case)
    ]
    return _table(("variable", "state", "definition"), rows)


def _variants(case: Case) -> str:
    rows = [
        (one.title, one.weight_text, _changes(one.changes), one.because)
        for one in case.variants
    ]
    return _table(("variant", "weight", "what is otherwise", "because"), rows)


def _changes(changes: Iterable[tuple[str, Any]]) -> str:
    return "; ".join(f"{_code(name)} is {quantity.text}" for name, quantity in changes)


def _causes(case: Case) -> str:
    rows = [
        (one.title, one.share_text, _codes(one.raises), _codes(one.lowers))
        for one in case.common_causes
    ]
    return _table(("common cause", "share of each doubt", "raises", "lowers"), rows)


def _claims(case: Case) -> str:
    rows = [
        (one.name, one.says, _tests(case, one), one.fails_if, one.waits_for)
        for one in case.claims
    ]
    head = ("claim", "says", "tested by", "would count against it", "waits for")
    return _table(head, rows)


def _tests(case: Case, claim: Claim) -> str:
    titles = {one.name: question_title(one) for one in case.questions}
    titles |= {loss.name: loss.title for loss in case.losses}
    return "; ".join(titles.get(name, _code(name)) for name in claim.tested_by)


def _coverage(case: Case) -> str:
    titles = titles_of(case)
    names = dict(titles.variables) | dict(titles.events)
    rows = [
        (names[name], day_text(one.since), day_text(one.until))
        for one in case.evidence.history_coverage
        for name in one.names
    ]
    return _table(("what", "from", "to"), rows)


def _repaired(found: dict[str, Any]) -> dict[str, object]:
    layers = [
        f"- With {name}: {_moved(found, answers)}"
        for name, answers in found["layers"].items()
    ]
    return {
        "headlines": _table(
            ("question", f"by {found['by']}", "standard error"),
            (
                (found["titles"][name], chance_text(value), _points(found, name))
                for name, value in found["as_written"].items()
            ),
        ),
        "worlds": f"{found['worlds']:,}",
        "futures": found["futures_per_world"],
        "by": found["by"],
        "repairs": "\n".join(_repair(found, one) for one in found["repairs"]),
        "layers": "\n".join(layers),
    }


def _points(found: dict[str, Any], name: str) -> str:
    return points_text(found["error"][name])


def _repair(found: dict[str, Any], repair: dict[str, Any]) -> str:
    told = "No headline answer depends on it."
    if repair["undone"]:
        told = f"Without it: {_moved(found, repair['undone'])}"
    parts = [f"### {repair['title']}", repair["hole"], told]
    if repair["changes"]:
        rows = [
            (_code(one["number"]), one["now"], one["before"] or "none")
            for one in repair["changes"]
        ]
        parts.append(_table(("number", "now", "before"), rows))
    return "\n\n".join(parts) + "\n"


def _moved(found: dict[str, Any], answers: dict[str, float]) -> str:
    """Answers that move, the most first."""
    written, error = found["as_written"], found["error"]
    moves = {
        name: value - written[name]
        for name, value in answers.items()
        if abs(value - written[name]) > 3 * error[name]
    }
    told = [
        f"{found['titles'][name]} {chance_text(answers[name])} "
        f"(as written {chance_text(written[name])})"
        for name in sorted(moves, key=lambda name: -abs(moves[name]))
    ]
    return "; ".join(told) + "." if told else "no headline answer moves."


def _codes(names: Iterable[str]) -> str:
    return ", ".join(map(_code, names))


def _code(text: str) -> str:
    return f"`{text}`"


def _table(head: Cells, rows: Iterable[Cells]) -> str:
    lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Cells) -> str:
    texts = (" ".join(str(cell).replace("|", "\\|").split()) for cell in cells)
    return f"| {' | '.join(texts)} |"


def korea_page(target: str | Path = "north-korea") -> str:
    """The page, from the case and from what its repairs were found to change."""
    reading = load_case(target)
    if reading.case is None:
        raise SystemExit(f"{target} does not read")
    repairs = json.loads(REPAIRS.read_text(encoding="utf-8"))
    return page(reading.case, repairs, reading.notes)


if __name__ == "__main__":
    PAGE.write_text(korea_page(*sys.argv[1:]), encoding="utf-8")
    print(f"made {PAGE.relative_to(ROOT)}")
