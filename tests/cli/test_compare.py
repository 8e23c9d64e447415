"""``compare``: by how much answers differ between two cases, or with a change."""

import pytest

FEW = ("--worlds", "64", "--futures-per-world", "16")
RATE = "0.2 (0.1 to 0.4)"


@pytest.fixture(autouse=True)
def slower(here):
    """The same case with a slower crisis, beside it."""
    model = here / "good" / "model.yaml"
    text = model.read_text(encoding="utf-8")
    assert RATE in text
    (here / "slower").mkdir()
    slower = here / "slower" / "model.yaml"
    slower.write_text(text.replace(RATE, "0.1 (0.05 to 0.2)"), encoding="utf-8")


def test_a_change_is_told_with_both_answers_and_its_error(forewarn) -> None:
    ran = forewarn("compare", "good", "--fix", "strait=open", *FEW)
    assert ran.status == 0, ran.err
    assert "not the case as written: strait is held at open" in ran.out
    assert "without" in ran.out
    (line,) = [line for line in ran.out.splitlines() if "2028-12-31" in line]
    assert line.split()[2] == "0"
    assert "\N{MINUS SIGN}" in line


def test_two_cases_are_compared_by_what_both_ask(forewarn) -> None:
    found = forewarn("compare", "good", "slower", "--json", *FEW).document
    (one,) = found["changes"]
    assert (one["question"], one["by"]) == ("shut", "2028-12-31")
    assert one["difference"] == pytest.approx(one["after"] - one["before"])
    assert one["difference"] < 0
    assert one["parts"] == []
    assert (found["case"], found["with"]) == ("good", "slower")


def test_the_second_case_is_the_one_that_is_changed(forewarn) -> None:
    words = ("--set", "crisis: none -> acute", "0.2 (0.1 to 0.4) per year", "--json")
    found = forewarn("compare", "good", "slower", *words, *FEW).document
    (one,) = found["changes"]
    assert one["difference"] == 0  # the number is again what it is in the first


def test_several_changes_are_told_alone_too(forewarn) -> None:
    words = ("--fix", "strait=closed", "--set", "crisis: none -> acute")
    ran = forewarn("compare", "good", *words, "1 per year", "--json", *FEW)
    parts = ran.document["changes"][0]["parts"]
    assert [(part["kind"], part["what"]) for part in parts] == [
        ("fix", "strait=closed"),
        ("set", "crisis: none -> acute 1 per year"),
    ]
    assert all(part["delta"] > 0 and part["error"] is not None for part in parts)
    told = forewarn("compare", "good", *words, "1 per year", *FEW).out
    assert "strait=closed alone" in told


def test_what_cannot_reach_the_question_makes_exactly_no_difference(forewarn) -> None:
    words = ("two-front", "--fix", "taiwan=greyzone", "--question", "treaty", *FEW)
    ran = forewarn("compare", *words)
    assert ran.status == 0, ran.err
    assert "exactly 0" in ran.out
    assert "nothing leads from what differs" in ran.out
    found = forewarn("compare", *words, "--json").document
    assert {(one["difference"], one["error"]) for one in found["changes"]} == {(0, 0)}


def test_as_of_a_day_a_case_is_changed_from_that_day_on(forewarn) -> None:
    words = ("--as-of", "2025-01-01", "--fix", "strait=closed", "--adopt", "patrols")
    ran = forewarn("compare", "good", *words, "--json", *FEW)
    assert ran.status == 0, ran.err
    (one,) = ran.document["changes"]
    assert ran.document["adopt"] == {"patrols": "2025-01-01"}
    assert one["method"] == "simulated"
    assert one["difference"] > 0
    assert [part["what"] for part in one["parts"]] == [
        "strait=closed",
        "patrols@2025-01-01",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "crisis: none -> acute", "1 per year"), "believed differently"),
        (("--adopt", "patrols@2024-06-01"), "then or later"),
        (("--fix", "strait=closed", "--method", "exact"), "leave out --method"),
        (("slower",), "believed differently"),
    ],
)
def test_what_would_be_another_belief_is_refused(forewarn, words, said) -> None:
    ran = forewarn("compare", "good", "--as-of", "2025-01-01", *words, *FEW)
    assert ran.status == 2
    assert said in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing to compare with"),
        (("two-way-race",), "no question in common"),
        (("--fix", "strait=open", "--question", "shutt"), "shut"),
        (("--fix", "strait=open", "--method", "rare"), "share no luck"),
        (("--fix", "strait=ajar"), "ajar"),
        (("two-way-race", "--question", "first_wins"), "only the second case asks it"),
        (("bad",), "E"),
    ],
)
def test_what_cannot_be_compared_is_refused(forewarn, words, said) -> None:
    ran = forewarn("compare", "good", *words, *FEW)
    assert ran.status in {1, 2}
    assert said in ran.err + ran.out
    assert "Traceback" not in ran.err


def test_a_question_about_a_number_is_refused(forewarn) -> None:
    words = ("two-front", "--fix", "ukr_war=settled", "--question", "law")
    ran = forewarn("compare", *words, *FEW)
    assert ran.status == 2
    assert "about a number" in ran.err
