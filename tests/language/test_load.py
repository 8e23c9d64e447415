"""Loading: a folder, a file, a bundled name or texts; what is left out is said."""

import shutil

import pytest
from marked import MODEL

from forewarn.errors import UsageError
from forewarn.language.load import (
    bundled_names,
    bundled_path,
    digest_of,
    load_case,
    read_case,
)
from forewarn.language.reader import MAX_BYTES, CaseFile

EVENTS = MODEL.index("events:")
HALVES = MODEL[:EVENTS], "basis: judgement\n" + MODEL[EVENTS:]


@pytest.fixture
def folder(tmp_path):
    """A case folder of two files."""
    path = tmp_path / "two-rooms"
    (path / "model").mkdir(parents=True)
    (path / "model" / "a.yaml").write_text(HALVES[0], encoding="utf-8")
    (path / "model" / "b.yaml").write_text(HALVES[1], encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "rooms.yaml"
    path.write_text(MODEL, encoding="utf-8")
    return path


def codes(reading):
    return [problem.code for problem in reading.problems]


def test_a_folder_a_file_and_texts_make_the_same_case(folder, file) -> None:
    cases = load_case(folder).case, load_case(file).case
    assert cases[0] == cases[1] == read_case({"model.yaml": MODEL}).case


def test_a_case_is_called_by_its_folder_or_file(folder, file, monkeypatch) -> None:
    assert load_case(folder).name == load_case(folder).case.name == "two-rooms"
    assert load_case(str(file)).name == "rooms"
    monkeypatch.chdir(folder)
    assert load_case(".").name == "two-rooms"
    assert read_case({"m.yaml": MODEL}, name="mine").case.name == "mine"


def test_texts_are_kept_under_the_names_that_places_carry(folder) -> None:
    reading = load_case(folder)
    assert set(reading.texts) == {"model/a.yaml", "model/b.yaml"}
    assert reading.texts["model/b.yaml"] == HALVES[1]
    assert reading.case.events[0].span.file == "model/b.yaml"
    assert reading.folder == folder


def test_a_single_file_is_the_whole_case(folder) -> None:
    (folder / "measures.yaml").write_text("measures: {}\n", encoding="utf-8")
    reading = load_case(folder / "model" / "a.yaml")
    assert list(reading.texts) == ["a.yaml"]
    assert reading.folder is None
    assert codes(reading) == ["W404"]


def test_one_model_file_may_stand_in_the_folder_itself(tmp_path) -> None:
    (tmp_path / "model.yaml").write_text(MODEL, encoding="utf-8")
    assert load_case(tmp_path).case == read_case({"model.yaml": MODEL}).case


@pytest.mark.parametrize("name", bundled_names())
def test_a_bundled_case_is_opened_by_its_name(name) -> None:
    reading = load_case(name)
    assert reading.case is not None, reading.problems
    assert reading.case.name == name
    assert not any("wins over" in note for note in reading.notes)
    assert bundled_path(name).exists()


def test_a_folder_of_a_bundled_name_wins_and_it_says_so(folder, monkeypatch) -> None:
    name = bundled_names()[0]
    monkeypatch.chdir(folder.parent)
    shutil.move(folder, folder.parent / name)
    reading = load_case(name)
    assert reading.case.title == "Two rooms"
    assert reading.notes == (
        f"the folder {name} here wins over the bundled case of that name",
    )


@pytest.mark.parametrize("name", ["no-such-case", "a\0b", "x" * 10_000])
def test_a_name_that_is_nowhere_is_a_wrong_call(name) -> None:
    with pytest.raises(UsageError, match="no folder, no file and no bundled case"):
        load_case(name)


def test_a_name_near_to_a_bundled_one_is_asked_after() -> None:
    name = bundled_names()[0]
    with pytest.raises(UsageError, match=f'Did you mean "{name}"'):
        load_case(name.replace("-", "_"))
    with pytest.raises(UsageError, match="bundled are"):
        bundled_path("nothing")


# The digest.


def test_the_digest_is_that_of_names_and_bytes_wherever_they_lie(folder) -> None:
    digest = load_case(folder).case.digest
    assert digest.startswith("sha256:")
    assert len(digest) == 71
    moved = shutil.copytree(folder, folder.parent / "elsewhere")
    assert load_case(moved).case.digest == digest
    texts = {"model/b.yaml": HALVES[1], "model/a.yaml": HALVES[0]}
    assert read_case(texts).case.digest == digest


def test_the_digest_changes_with_any_byte_and_any_name(folder) -> None:
    digests = {load_case(folder).case.digest}
    path = folder / "model" / "b.yaml"
    path.write_text(HALVES[1] + "# A remark.\n", encoding="utf-8")
    digests.add(load_case(folder).case.digest)
    path.rename(folder / "model" / "c.yaml")
    digests.add(load_case(folder).case.digest)
    assert len(digests) == 3


def test_it_counts_which_file_holds_what() -> None:
    def digest(first, second):
        pair = CaseFile(file="a", text=first), CaseFile(file="b", text=second)
        return digest_of(pair), digest_of(reversed(pair))

    assert len({*digest(b"12", b"3"), *digest(b"1", b"23")}) == 2


# What is not read.


@pytest.mark.parametrize(
    "name",
    [
        "judgements.csv",
        "model/russia/more.yaml",
        "evidence/2024/more.yaml",
        "history/korea/more.csv",
    ],
)
def test_a_file_of_the_case_that_is_not_read_is_said_to_be(folder, name) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("reports: []\n", encoding="utf-8")
    reading = load_case(folder)
    assert codes(reading) == ["W102"]
    assert name.startswith(reading.problems[0].span.file)
    assert reading.case is not None


def test_files_that_are_no_part_of_a_case_are_left_alone(folder) -> None:
    for name in ("README.md", "notes.txt", "model/notes.md"):
        (folder / name).write_text("Notes.\n", encoding="utf-8")
    (folder / "out").mkdir()
    assert codes(load_case(folder)) == []


@pytest.mark.parametrize("name", ["model/more.yml", "model.yml"])
def test_a_model_file_of_another_ending_is_told(folder, name) -> None:
    (folder / name).write_text("basis: judgement\n", encoding="utf-8")
    reading = load_case(folder)
    assert codes(reading) == ["E115"]
    assert reading.problems[0].span.file == name
    assert reading.case is None


def test_a_folder_without_a_model_is_told(tmp_path) -> None:
    reading = load_case(tmp_path)
    assert codes(reading) == ["E112"]
    assert reading.case is None
    (tmp_path / "model").mkdir()
    assert codes(load_case(tmp_path)) == ["E112"]


def test_a_file_that_is_missing_names_no_other_problem(folder) -> None:
    big = b"#" * (MAX_BYTES + 1)
    (folder / "model" / "a.yaml").write_bytes(big)
    assert codes(load_case(folder)) == ["E109"]


def test_a_link_that_leaves_the_folder_is_not_followed(folder, file) -> None:
    (folder / "model" / "c.yaml").symlink_to(file)
    reading = load_case(folder)
    assert codes(reading) == ["E113"]
    assert "Two rooms" not in str(reading.texts.get("model/c.yaml"))


# Hostile files: refused, and never read to their end.


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024**2)
    reading = load_case(path)
    assert codes(reading) == ["E109"]
    assert reading.texts == {}


BOMB = "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 60))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "E105"),
        ("a: " + "[" * 10_000, "E106"),
        ("a:\n" + "".join(" " * n + "- \n" for n in range(1, 100)), "E106"),
        (MODEL.replace("0.1 per year", "1" * 10_000 + " per year"), "E108"),
        (MODEL.replace("0.1 per year", "1_" * 10_000 + "1 per year"), "E108"),
        (
            MODEL.replace("war = hot: 3", "(" * 500 + "war = hot" + ")" * 500 + ": 3"),
            "E401",
        ),
        (MODEL.replace("title: War", "title: " + "w" * 10_000), None),
        (MODEL.replace("first:", "f" * 900 + ":"), None),
    ],
)
def test_what_would_cost_too_much_is_refused(text, code) -> None:
    told = codes(read_case({"m.yaml": text}))
    assert told == [] if code is None else code in told


def test_many_wrong_names_cost_no_more_than_the_first_few_hundred(monkeypatch) -> None:
    compared = []
    monkeypatch.setattr(
        "forewarn.language.names.get_close_matches",
        lambda *args, **_: compared.append(args) or [],
    )
    wrong = "".join(f"          w{n} = hot: 3\n" for n in range(5_000))
    read_case({"m.yaml": MODEL.replace("          war = hot: 3\n", wrong)})
    assert 0 < len(compared) <= 1_000


def test_a_file_of_a_model_folder_is_told_not_to_be_the_whole(tmp_path) -> None:
    (tmp_path / "model").mkdir()
    part = tmp_path / "model" / "part.yaml"
    part.write_text("forewarn: 1\n", encoding="utf-8")
    (note,) = load_case(part).notes
    assert note == f"only part.yaml is read; the case it is part of is {tmp_path}"


def test_a_model_folder_by_itself_is_told_where_the_case_is(tmp_path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "part.yaml").write_text("forewarn: 1\n", encoding="utf-8")
    (problem,) = load_case(tmp_path / "model").problems
    assert problem.hint == "name the folder that holds it, which is the case"


def test_a_folder_of_other_yaml_is_told_what_to_name(tmp_path) -> None:
    (tmp_path / "korea.yaml").write_text("forewarn: 1\n", encoding="utf-8")
    (problem,) = load_case(tmp_path).problems
    assert (problem.code, "korea.yaml" in problem.hint) == ("E112", True)


def test_a_file_of_another_ending_is_one_problem(tmp_path) -> None:
    (tmp_path / "model.yml").write_text("forewarn: 1\n", encoding="utf-8")
    assert [one.code for one in load_case(tmp_path).problems] == ["E115"]


MEASURES = """\
basis: judgement
measures:
  plan: {cost: 5m USD, ready: 1 year, effects: [{hazard: raid, times: 0.5}]}
"""
REPORTS = """\
reports:
  - {date: 2024-05-05, event: raid, source: "un, page 9", what: Seen.}
"""


def test_measures_evidence_and_history_lie_beside_the_model(folder) -> None:
    files = {
        "measures.yaml": MEASURES,
        "evidence/2024.yaml": REPORTS,
        "evidence.yaml": REPORTS.replace("2024", "2025"),
        "history/states.csv": "date,event,source\n2020-01-01,raid,un\n",
        "history/coverage.csv": "from,to,name\n2019-01-01,2023-01-01,raid\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    reading = load_case(folder)
    assert codes(reading) == []
    assert set(reading.texts) == {"model/a.yaml", "model/b.yaml", *files}
    assert [measure.name for measure in reading.case.measures] == ["plan"]
    assert len(reading.case.evidence.reports) == 2
    assert len(reading.case.evidence.history) == 1
    assert any("history are taken in" in note for note in reading.notes)
    alone = load_case(folder / "model" / "a.yaml")
    assert set(alone.texts) == {"a.yaml"}


def test_a_problem_beside_the_model_is_told_in_its_file(folder) -> None:
    (folder / "measures.yaml").write_text(MEASURES.replace("raid", "rad"))
    (problem,) = load_case(folder).problems
    assert (problem.code, problem.span.file) == ("E405", "measures.yaml")


def test_each_file_has_the_basis_it_says(folder) -> None:
    (folder / "measures.yaml").write_text(MEASURES.replace("judgement", "definition"))
    (plan,) = load_case(folder).case.measures
    assert {number.basis for number in plan.numbers()} == {"definition"}


@pytest.mark.parametrize("name", ["measures.yml", "evidence.yml", "evidence/2024.yml"])
def test_a_file_beside_the_model_of_another_ending_is_told(folder, name) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(REPORTS, encoding="utf-8")
    assert codes(load_case(folder)) == ["E115"]


def test_triggers_and_reports_of_several_files_stand_in_order_of_files() -> None:
    trigger = "triggers:\n  - {after: raid, jump: {war: calm -> hot}, chance: 5%}\n"
    files = {
        "model/a.yaml": MODEL,
        "model/c.yaml": f"basis: judgement\n{trigger.replace('5%', '7%')}",
        "model/b.yaml": f"basis: judgement\n{trigger.replace('raid', 'talks -> mid')}",
    }
    case = read_case(files).case
    assert [each.chance.quantity.text for each in case.triggers] == ["5%", "7%"]


def test_the_unforeseen_is_said_once() -> None:
    files = {"a.yaml": MODEL + "unforeseen: 0.01 per year\n"}
    files["b.yaml"] = "basis: judgement\nunforeseen: 0.02 per year\n"
    (problem,) = read_case(files).problems
    assert (problem.code, problem.span.file) == ("E207", "b.yaml")


def test_a_case_without_evidence_has_nothing_to_note() -> None:
    assert read_case({"model.yaml": MODEL}).notes == ()
