"""`locate`: the shape of the answer, marks as people write them, and what is refused."""

from pathlib import Path

import pytest

from explorer.cli.main import main

STREAMLY = str(Path(__file__).resolve().parents[2] / "resources" / "samples" / "streamly.yaml")


def test_the_answer_has_the_shape_that_scripts_rely_on(ripplemap):
    """Suspects with probability, what they explain and a path; the next check with its bits."""
    ran = ripplemap("locate", STREAMLY, "--bad", "home-page", "thumbnail", "--good", "sessions", "--json")
    answer = ran.json
    assert (ran.status, answer["schema"]) == (0, 1)
    first = answer["suspects"][0]
    assert first["id"] == "image-embedding"
    assert 0 < first["probability"] < 1
    assert set(first["explains"]) == {"home-page", "thumbnail"}
    assert first["path"][0]["edge"] == {"from": "image-embedding", "to": "thumbnail", "kind": "feeds"}
    assert first["path"][-1]["edge"]["to"] == first["explains"][0]
    assert answer["next_check"]["id"] not in {"home-page", "thumbnail", "sessions"}
    assert answer["next_check"]["information_bits"] > 0
    assert "sessions was seen to be healthy." in {one["reason"] for one in answer["exonerated"]}


def test_every_suspect_has_a_path_to_each_symptom_it_explains(ripplemap):
    """Paths hang together from the suspect to the symptom."""
    answer = ripplemap("locate", STREAMLY, "--bad", "clicks", "churn-auc", "--json").json
    for suspect in answer["suspects"]:
        assert [way["to"] for way in suspect["paths"]] == suspect["explains"]
        for way in suspect["paths"]:
            at = suspect["id"]
            for step in way["path"]:
                assert step["edge"]["from"] == at
                at = step["edge"]["to"]
            assert at == way["to"]


def test_the_text_names_suspects_what_is_cleared_and_the_next_check(ripplemap):
    """For people: names, percentages, reasons, and whom to ask."""
    ran = ripplemap("locate", STREAMLY, "--bad", "home-page", "thumbnail", "--good", "sessions")
    assert ran.status == 0
    assert "image-embedding has a new version" in ran.out
    assert "image-embedding → thumbnail → ranker → rank-scores → home-page" in ran.out
    assert "sessions was seen to be healthy." in ran.out
    assert "Next: Look whether" in ran.out
    assert "Vision owns it (#vision)" in ran.out
    assert "No accuracy is claimed" in " ".join(ran.out.split())


def test_a_loop_is_said_to_be_one(ripplemap):
    """Causes inside of it cannot be ordered."""
    ran = ripplemap("locate", STREAMLY, "--bad", "sessions", "ranker", "home-page")
    assert "influence each other in a loop" in " ".join(ran.out.split())


def test_the_playbook_goes_from_the_symptom_to_the_monitor_that_was_missing(ripplemap):
    """Six stages in their order."""
    ran = ripplemap("locate", STREAMLY, "--bad", "home-page", "thumbnail", "--playbook")
    titles = [
        "1. Confirm the symptom",
        "2. Contain it",
        "3. Suspects",
        "4. Look next",
        "5. Fix it",
        "6. What would",
    ]
    places = [ran.out.index(title) for title in titles]
    assert places == sorted(places)
    assert "Pin thumbnail to the version of image-embedding before v7." in ran.out


def test_marks_may_be_degrees_channels_and_times(ripplemap):
    """What a monitor says, what of a node is bad, since when, and what changed."""
    ran = ripplemap(
        "locate", STREAMLY, "--bad", "home-page@value", "--degree", "thumbnail=0.7", "--since",
        "home-page=2026-11-20T10:00", "--changed", "catalogue", "--json",
    )  # fmt: skip
    assert ran.status == 0
    assert {s["id"]: s["degree"] for s in ran.json["symptoms"]} == {"home-page": 0.98, "thumbnail": 0.7}
    (reasons,) = [s["reasons"] for s in ran.json["suspects"] if s["id"] == "catalogue"]
    assert reasons == ["it changed lately"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--bad", "home-pgae"], "There is no node “home-pgae”. Nearest: home-page"),
        (["--bad", "home-page", "--good", "home-page"], "contradict each other"),
        (["--good", "home-page"], "--bad"),
        (["--bad", "home-page", "--degree", "sessions=2"], "“2” is no degree"),
        (["--bad", "home-page", "--degree", "sessions"], "Write NODE=VALUE"),
        (["--bad", "home-page", "--since", "home-page=yesterday"], "“yesterday” is no time"),
        (["--bad", "home-page", "--most", "0"], "at least 1"),
    ],
)
def test_what_is_not_understood_is_refused(ripplemap, arguments, message):
    """Exit status 2, with what was wrong and what to try."""
    ran = ripplemap("locate", STREAMLY, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_it_is_a_command_now():
    """It is offered, and not as something to come."""
    assert main(["locate", "--help"]) == 0


def test_what_is_different_from_an_earlier_version_changed_lately(ripplemap, tmp_path):
    """A node that is stated otherwise is suspected the more, and the reason is given."""
    text = Path(STREAMLY).read_text("utf-8")
    earlier = tmp_path / "earlier.yaml"
    old = text.replace("  build-labels: {", "  build-labels: {description: as it was, ", 1)
    assert old != text
    earlier.write_text(old, "utf-8")
    marks = ("--bad", "clicks", "--most", "200", "--json")

    def likely(*more):
        suspects = ripplemap("locate", STREAMLY, *marks, *more).json["suspects"]
        return {s["id"]: s for s in suspects}["build-labels"]

    before, after = likely(), likely("--changed-since", earlier)
    assert after["probability"] > before["probability"]
    assert after["reasons"] != before["reasons"]
    assert likely("--changed", "build-labels") == after
