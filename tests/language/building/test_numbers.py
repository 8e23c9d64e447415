"""Numbers: what each rests on, and what is told where that is missing."""

from datetime import date

import pytest
from marked import MODEL, case_of, changed, problem_of, told

from forewarn.language.load import read_case
from forewarn.model.case import Citation

RATE = "calm -> hot: 0.1 per year"
UN = 'title: "Report of the panel", date: 2020-03-01'


def of(fields):
    """The change that gives the rate these fields."""
    return (RATE, f"calm -> hot: {{{fields}}}")


def number(*changes):
    return case_of(*changes).variable("war").transitions[0].rate


def test_a_rate_alone_has_the_basis_of_its_file() -> None:
    assert number().basis == "judgement"


def test_a_file_says_the_basis_of_its_own_numbers_only() -> None:
    other = "variables:\n  sea: {states: [a, b], start: {a: 50%, b: 50%}}\n"
    texts = {"a.yaml": MODEL, "b.yaml": other}
    problems = read_case(texts).problems
    assert [(p.code, p.span.file) for p in problems] == [("E311", "b.yaml")] * 2


def test_a_number_says_why_it_is_believed() -> None:
    built = number(
        of(
            "rate: 0.1 per year, basis: published, because: Read., "
            'source: "un, page 3, table 2", known: 2021-05-06'
        )
    )
    assert built.basis == "published"
    assert built.because == "Read."
    assert built.citation == Citation(source="un", place="page 3, table 2")
    assert built.known == date(2021, 5, 6)
    assert built.span.line == 15


@pytest.mark.parametrize(
    ("fields", "basis"),
    [
        ("rate: 0.02 per year, count: 1 in 62.2 years", "data"),
        ("rate: 0.02 per year, count: 1 in 62.2 years, basis: data", "data"),
        ("rate: 0.5 per year, count: 1 in 62.2 years, because: Faster.", "adjusted"),
        (
            "rate: 0.5 per year, count: 1 in 62.2 years, because: Now., basis: data",
            "adjusted",
        ),
        ("rate: 0.02 per year, count: 1 in 62.2 years, basis: judgement", "judgement"),
        ("rate: 1 in 62.2 years", "data"),
        ("rate: 1 in 62.2 years, basis: definition", "definition"),
        ("rate: 50% of (1 in 9 years) or 50% of (2 in 9 years)", "judgement"),
    ],
)
def test_a_count_says_what_a_rate_rests_on(fields, basis) -> None:
    assert number(of(fields)).basis == basis


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ("rate: «0.5 per year», count: 1 in 62.2 years", "W204"),
        ("rate: «0.5 per year», count: 1 in 62.2 years, basis: adjusted", "W204"),
        ("rate: «0.5 per year», basis: data", "W202"),
        ("rate: «0.5 per year», basis: adjusted, because: So.", "W207"),
        ("rate: «0.5 per year», basis: published", "W203"),
        ("rate: «0.5 per year», basis: published, source: un", "W203"),
        ('rate: 0.5 per year, basis: published, source: "un, page 3"', ""),
        ("rate: 50% of (1 in 9 years) or 50% of (2 in 9 years), basis: data", ""),
        ("rate: 50% of (1 in 9 years) or 50% of (2 in 9 years), basis: adjusted", ""),
        ('rate: 0.5 per year, basis: published, source: «"una, p. 3"»', "E411"),
        ("rate: 0.5 per year, basis: «opinion»", "E206"),
        ("rate: 0.5 per year, count: «0.1 to 0.2 per year»", "E308"),
        ("rate: 0.5 per year, count: «3 of 12»", "E303"),
        ("rate: 0.5 per year, known: «last year»", "E503"),
        ("rate: 0.5 per year, basis: published, «sorce»: un", "E201"),
        ("rate: 0.5 per year, basis: data, «cuont»: 1 in 2 years", "E201"),
        ("rate: 0.5 per year, basis: data, count: «often»", "E301"),
    ],
)
def test_what_a_number_lacks_is_told_at_the_number(fields, codes) -> None:
    assert told(of(fields)) == codes


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("«0.3» to 0.2 per year", "E304"),
        ("«0.3» (0.4 to 0.5) per year", "E305"),
        ("«0.3»", "E302"),
        ("«-0.3» per year", "E307"),
        ("«30%»", "E302"),
        ("«2 of 12»", "E303"),
        ("«130%» within 5 years", "E306"),
        ("«0» to 2 per year", "E314"),
        ("«often»", "E301"),
        ("«100%» of exits", "E306"),
        ('"«0.3» to 0.2 per year"', "E304"),
        ("'«0.3» to 0.2 per year'", "E304"),
        ("70% of (1 per year)«»", "E301"),
        ("«70%» of (1 per year) or 20% of (2 per year)", "E310"),
        ("«1e400» per year", "E309"),
        ("«2.5» in 10 years", "E308"),
    ],
)
def test_a_mistake_inside_a_phrase_is_told_where_it_is(phrase, code) -> None:
    assert told((RATE, f"calm -> hot: {phrase}")) == code


def test_a_mistake_in_a_block_is_told_at_the_block() -> None:
    # Nothing tells how far a block is indented, so its first line is the place.
    block = "calm -> hot:\n        rate: «>-»\n          0.3 to\n          0.2 per year"
    marked = changed((RATE, block)).replace("«", "").replace("»", "")
    (problem,) = read_case({"m.yaml": marked}).problems
    assert (problem.code, problem.span.line) == ("E304", 16)


@pytest.mark.parametrize("status", ["final", ""])
def test_a_number_without_a_basis_is_an_error(status) -> None:
    head = f"  horizon: 10 years\n  status: {status}\n" if status else None
    changes = [("  horizon: 10 years\n", head)] if head else []
    for_each_number = told(*changes, model=without_basis())
    assert set(for_each_number.split()) == {"E311"}


def test_in_a_draft_it_is_a_warning_and_the_case_is_built() -> None:
    draft = ("  horizon: 10 years\n", "  horizon: 10 years\n  status: draft\n")
    reading = read_case({"model.yaml": changed(draft, model=unmarked())})
    assert reading.case is not None
    assert {problem.code for problem in reading.problems} == {"W201"}
    rates = [each for each in reading.case.numbers() if "start" not in each.name]
    assert {each.basis for each in rates} == {None}


def without_basis():
    """The model without a basis, a mark at each number that then has none."""
    model = MODEL.replace("basis: judgement\n", "")
    for phrase in ("0.1 per year", "2 per year", "60%", "40%", "0.5 per year"):
        model = model.replace(f": {phrase}", f": «{phrase}»")
    for phrase in ("3\n", "0.5\n"):
        model = model.replace(f": {phrase}", f": «{phrase[:-1]}»\n")
    return model.replace("0.2 per year", "«0.2 per year»").replace(
        "1 per year\n    times", "«1 per year»\n    times"
    )


def unmarked():
    return without_basis().replace("«", "").replace("»", "")


@pytest.mark.parametrize(
    "fields",
    [
        "rate: «1 in 2020-03-01 to start», known: 2020-03-01",
        "rate: «1 in 2020-03-01 to start», because: 'The raid of 2020-03-01.'",
        'rate: «1 in 2020-03-01 to 2023-01-01», source: "un, page 3"',
        'rate: «0.3 per year», count: 1 in 2020-03-01 to start, source: "un, page 3"',
    ],
)
def test_a_window_that_opens_on_the_event_it_names_is_told(fields) -> None:
    assert told(of(fields)) == "W205"


def test_a_window_that_opens_on_another_day_is_not() -> None:
    fields = 'rate: 1 in 2020-02-29 to start, source: "un, page 3"'
    assert told(of(fields)) == ""


@pytest.mark.parametrize(
    "fields",
    [
        "rate: «0.1 per year», known: 2024-01-02",
        "rate: «1 in 2019-01-01 to 2024-01-02»",
        "rate: «0.3 per year», count: 1 in 2019-01-01 to 2024-01-02",
    ],
)
def test_what_was_known_after_the_start_is_hindsight(fields) -> None:
    assert told(of(fields)) == "W206"


def test_what_was_known_on_the_day_of_the_start_is_not() -> None:
    assert told(of("rate: 0.1 per year, known: 2024-01-01")) == ""


def test_a_source_of_a_later_day_is_hindsight_unless_it_was_known_before() -> None:
    late = (UN, UN.replace("2020-03-01", "2025-03-01"))
    quiet = ('source: "un, page 3"}', 'source: "un, page 3", known: 2023-01-01}')
    cited = of('rate: «0.1 per year», source: "un, page 3"')
    assert told(late, quiet, cited) == "W206"
    assert told(late, quiet) == ""


def test_the_hint_shows_what_the_count_says() -> None:
    problem = problem_of(of("rate: 0.5 per year, count: 1 in 62.2 years"))
    assert "0.0047 to 0.05" in problem.message
    assert "because" in problem.hint
