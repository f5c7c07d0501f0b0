"""`simulate`: the loops with their numbers, and what a filter does on one of them."""

import pytest


def test_the_loops_are_listed_with_their_numbers(ripplemap, samples):
    """The same numbers that --loop takes, in both forms."""
    told = ripplemap("simulate", samples / "streamly.yaml")
    listed = ripplemap("simulate", samples / "streamly.yaml", "--json").json["loops"]
    assert told.status == 0
    assert [each["number"] for each in listed] == list(range(1, len(listed) + 1))
    assert told.out.startswith(f"{len(listed)} feedback loops:")
    chosen = ripplemap("simulate", samples / "streamly.yaml", "--loop", "2", "--rounds", "1", "--json").json
    assert chosen["loop"] == listed[1]


def test_a_system_without_loops_has_none_to_simulate(ripplemap, samples):
    """Listing them is no error, asking for one is."""
    assert ripplemap("simulate", samples / "tidy.yaml").out == "No feedback loops.\n"
    ran = ripplemap("simulate", samples / "tidy.yaml", "--loop", "1")
    assert (ran.status, ran.out) == (2, "")
    assert "There is no feedback loop" in ran.err


def test_people_read_what_it_rests_on_and_that_it_is_no_forecast(ripplemap, samples):
    """Threshold and exploration with the edge they come from, the four measures, and the caution."""
    out = ripplemap("simulate", samples / "streamly.yaml", "--loop", "1", "--rounds", "5", "--seeds", "3").out
    for words in (
        "Threshold 0.5: the filter “confidence ≥ 0.5” at home-page.",
        "clicks on what is shown", "value delivered", "good items hidden", "50–60 % band",
        "5 rounds", "3 seeds", "no forecast", "slate of ten",
    ):  # fmt: skip
        assert words in out


def test_the_json_holds_whole_courses_for_plotting(ripplemap, samples):
    """A mean, a low and a high for the start and each round; the settings and where they come from."""
    ran = ripplemap(
        "simulate", samples / "streamly.yaml", "--loop", "1", "--rounds", "4", "--seeds", "2", "--json"
    )
    assert ran.json.keys() == {"schema", "loop", "settings", "notes", "courses"}
    assert set(ran.json["courses"]) == {
        "clicks_on_shown", "value_delivered", "good_hidden", "band", "eligible",
    }  # fmt: skip
    for course in ran.json["courses"].values():
        assert [len(course[part]) for part in ("mean", "low", "high")] == [5, 5, 5]
    assert ran.json["settings"]["threshold"] == 0.5
    assert any("no forecast" in note for note in ran.json["notes"])


def test_what_is_given_overrules_the_edges(ripplemap, samples):
    """And the same seed gives the same numbers."""
    options = ("--exploration", "0.1", "--threshold", "0.6", "--rounds", "3", "--seeds", "2", "--seed", "7")
    run = ("simulate", samples / "streamly.yaml", "--loop", "1", *options, "--json")
    first, again = ripplemap(*run).json, ripplemap(*run).json
    assert first == again
    assert (first["settings"]["threshold"], first["settings"]["exploration"]) == (0.6, 0.1)


def test_where_nothing_is_shown_the_json_holds_nothing(ripplemap, samples):
    """JSON has no word for what is not a number."""
    ran = ripplemap("simulate", samples / "streamly.yaml", "--loop", "1", "--threshold", "1", "--json")
    assert ran.json["courses"]["clicks_on_shown"]["mean"][-1] is None
    told = ripplemap("simulate", samples / "streamly.yaml", "--loop", "1", "--threshold", "1").out
    assert "nothing passes the filter" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--loop", "99"), "there is no loop 99"),
        (("--loop", "0"), "there is no loop 0"),
        (("--loop", "x"), "invalid int value"),
        (("--loop", "1", "--threshold", "2"), "between 0 and 1"),
        (("--loop", "1", "--rounds", "0"), "between 1 and"),
    ],
)
def test_misfits_are_told_and_end_with_2(ripplemap, samples, options, words):
    """What, and what to try."""
    ran = ripplemap("simulate", samples / "streamly.yaml", *options)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
