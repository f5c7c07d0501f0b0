"""`what-if` with scenarios: parts added and taken out, compared with the system as it is and with each other."""

from dataclasses import replace

import pytest

from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Removal, Scenario
from explorer.session.loading import open_sources
from explorer.storage.saving import save_project

DARK = Scenario(name="dark night", changes=(HypotheticalChange(kind=ChangeKind.OUTAGE, node="ranker"),))
BARE = Scenario(name="no alert", removals=(Removal(node="alert"),))


@pytest.fixture
def project(shop, tmp_path):
    """The shop as a project file with two saved scenarios."""
    path = tmp_path / "shop.ripplemap"
    save_project(replace(open_sources([str(shop)]).project, scenarios=(DARK, BARE)), path)
    return path


def test_parts_are_added_and_taken_out(ripplemap, shop):
    """What comes of it, beside the system as it is; the system itself is asked as before."""
    ran = ripplemap(
        "what-if", shop, "--add", "dataset:scores-b", "--add", "model:ranker-b<-clicks->scores-b",
        "--remove", "alert", "--change", "outage:ranker-b",
    )  # fmt: skip
    assert ran.status == 0
    told = " ".join(ran.out.split())
    assert told.startswith(
        "as given Adds: dataset:scores-b, model:ranker-b<-clicks->scores-b Takes out: alert"
    )
    assert "New: ranker-b reaches scores-b" in told
    assert "Findings: " in told


def test_a_manifest_can_be_added(ripplemap, shop, tmp_path):
    """With everything a manifest can say of a part."""
    more = tmp_path / "more.yaml"
    more.write_text(
        "ripplemap: 1\nowner: search\nmodels:\n  ranker-b: {version: 1, inputs: [clicks], outputs: [scores-b]}\n"
        "datasets:\n  scores-b: {subtype: predictions}\nconsumers:\n  page-b: {inputs: [scores-b]}\n"
    )
    plain = ripplemap("what-if", shop, "--add", more, "--json").json
    [one] = plain["scenarios"]
    assert one["against_base"]["nodes"]["new"] == ["page-b", "ranker-b", "scores-b"]
    assert {(e["from"], e["to"]) for e in one["against_base"]["edges"]["new"]} == {
        ("clicks", "ranker-b"), ("ranker-b", "scores-b"), ("scores-b", "page-b"),
    }  # fmt: skip
    assert one["reach"]["ranker-b"] == ["scores-b", "page-b"]
    again = tmp_path / "again.yaml"
    again.write_text("ripplemap: 1\nsystem: shop\n")
    ran = ripplemap("what-if", shop, "--add", again)
    assert (ran.status, ran.out) == (2, "")


def test_saved_scenarios_are_compared_with_the_base_and_with_each_other(ripplemap, project):
    """All of them, or those that are named; as words and as data."""
    out = ripplemap("what-if", project, "--compare").out
    assert out.startswith("dark night\n  Changes: outage:ranker\n")
    assert "no alert, beside dark night" in out
    plain = ripplemap("what-if", project, "--compare", "--json").json
    assert plain["base"]["affected"] == []
    assert [s["name"] for s in plain["scenarios"]] == ["dark night", "no alert"]
    [between] = plain["between"]
    assert (between["one"], between["other"]) == ("dark night", "no alert")
    assert {e["id"] for e in between["difference"]["effects"]} >= {"ranker", "scores"}
    one = ripplemap("what-if", project, "--scenario", "no alert", "--change", "outage:ranker", "--json").json
    assert [s["name"] for s in one["scenarios"]] == ["no alert", "as given"]
    assert one["scenarios"][0]["removals"] == ["alert"]


def test_what_does_not_fit_is_refused_with_the_nearest(ripplemap, project, shop):
    """Nothing is printed but the reason."""
    for arguments, part in [
        ((project, "--scenario", "dark knight"), "Nearest: dark night"),
        ((shop, "--compare"), "no scenario to compare"),
        ((shop,), "needs a change"),
        ((shop, "--remove", "rankr"), "Nearest: ranker"),
        ((shop, "--add", "modle:x"), "Did you mean"),
        ((shop, "--remove", "ranker", "--change", "outage:ranker"), "no node"),
        ((shop, "--remove", "alert", "--isolate", "page"), "--isolate"),
    ]:
        ran = ripplemap("what-if", *arguments)
        assert (ran.status, ran.out) == (2, ""), arguments
        assert part in ran.err, arguments


def test_a_retirement_says_what_the_findings_would_be(ripplemap, shop):
    """Those that go with the node, and those that come."""
    told = ripplemap("what-if", shop, "--change", "retire:page").out
    assert "Retired, the system would have" in told
    plain = ripplemap("what-if", shop, "--change", "retire:page", "--json").json["after_retiring"]
    assert plain["nodes"] == ["page"]
    assert any(f["rule"] == "feedback-loop" for f in plain["gone"])
    assert all("page" not in f["nodes"] for f in plain["findings"])
    assert "after_retiring" not in ripplemap("what-if", shop, "--change", "outage:page", "--json").json
