"""``why``: what an answer hangs on."""

FEW = ("--worlds", "64", "--futures-per-world", "16")


def test_numbers_are_listed_with_what_they_rest_on(forewarn) -> None:
    ran = forewarn("why", "two-way-race", "first_wins")
    assert ran.status == 0
    assert "The slower jump wins, 2010-01-01" in ran.out
    assert "elasticity +0.67, 1 per year (definition), two_way_race.yaml:" in ran.out
    assert "slopes are exact in every world" in ran.out


def test_json_has_the_promised_keys(forewarn) -> None:
    found = forewarn("why", "two-front", "treaty", "--json", *FEW).document
    assert (found["question"], found["by"]) == ("treaty", "2033-09-14")
    promised = {"name", "elasticity", "error", "basis", "share"}
    assert all(promised <= pull.keys() for pull in found["sensitivity"])
    first = found["sensitivity"][0]
    assert first["name"] == "rus_dprk: barter -> treaty"
    assert first["basis"] == "adjusted"
    assert (first["file"], first["line"] > 0) == ("model/russia.yaml", True)


def test_a_date_may_be_asked_for(forewarn) -> None:
    words = ("why", "two-way-race", "first_wins", "--by", "1 year", "--json")
    assert forewarn(*words).document["years"] == 1.0


def test_changes_are_told(forewarn) -> None:
    words = ("--fix", "ukr_war=settled", "--set", "rus_dprk: barter -> treaty")
    ran = forewarn("why", "two-front", "treaty", *words, "1 per year", *FEW)
    assert ran.status == 0
    assert "not the case as written: ukr_war is held at settled" in ran.out
    assert (
        "not the case as written: rus_dprk: barter -> treaty is 1 per year" in ran.out
    )


def test_a_question_that_does_not_exist_is_named(forewarn) -> None:
    ran = forewarn("why", "two-front", "treatty")
    assert ran.status == 2
    assert "treaty" in ran.err


def test_no_method_is_made_up(forewarn) -> None:
    ran = forewarn("why", "two-front", "treaty", "--method", "rare", *FEW)
    assert ran.status == 2


def test_the_answer_is_told_without_each_dynamic_too(forewarn) -> None:
    found = forewarn("why", "two-front", "two_front", "--json", *FEW).document
    told = {one["dynamic"]: one for one in found["dynamics"]}
    assert set(told) == {"russia", "taiwan", None}
    assert told["taiwan"]["without"] == 0
    assert told["taiwan"]["value"] < 0 < told["taiwan"]["error"]
    ran = forewarn("why", "two-front", "two_front", *FEW)
    assert "without a dynamic" in ran.out
    assert "all of them:" in ran.out


def test_a_case_without_dynamics_tells_of_none(forewarn) -> None:
    ran = forewarn("why", "two-way-race", "first_wins")
    assert "without a dynamic" not in ran.out
