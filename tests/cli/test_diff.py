"""`diff`: what is different between two versions, in words and as the contract's JSON."""

import json

from tests.cli.conftest import SHOP


def write(folder, name, text):
    """A manifest file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


CHANGED = (
    SHOP.replace(", fallback: default", "")
    .replace("  page: {owner: web", "  mailer: {owner: web, inputs: [scores]}\n  page: {owner: web")
    .replace("monitors:\n  alert: {watches: [scores], detects: [availability], lag: 1h}\n", "")
)


def test_parts_that_came_went_and_changed_are_told(ripplemap, tmp_path):
    """Added and removed nodes and edges, and of what stayed the attributes that differ."""
    old, new = write(tmp_path, "old.yaml", SHOP), write(tmp_path, "new.yaml", CHANGED)
    ran = ripplemap("diff", old, new, "--json")
    found = json.loads(ran.out)
    assert ran.status == 0
    assert set(found) == {"schema", "nodes", "edges", "findings", "answers"}
    assert found["nodes"] == {"added": ["mailer"], "removed": ["alert"], "changed": []}
    assert found["edges"] == {
        "added": [{"from": "scores", "to": "mailer", "kind": "feeds"}],
        "removed": [{"from": "scores", "to": "alert", "kind": "watches"}],
        "changed": [{"from": "scores", "to": "page", "kind": "feeds", "attributes": ["fallback"]}],
    }


def test_there_and_back_is_the_opposite(ripplemap, tmp_path):
    """What one direction adds, the other removes."""
    old, new = write(tmp_path, "old.yaml", SHOP), write(tmp_path, "new.yaml", CHANGED)
    there = json.loads(ripplemap("diff", old, new, "--json").out)
    back = json.loads(ripplemap("diff", new, old, "--json").out)
    for part in ("nodes", "edges"):
        assert there[part]["added"] == back[part]["removed"]
        assert there[part]["removed"] == back[part]["added"]
        assert there[part]["changed"] == back[part]["changed"]
    assert there["findings"]["new"] == back["findings"]["gone"]
    assert [(a["before"], a["after"]) for a in there["answers"]] == [
        (a["after"], a["before"]) for a in back["answers"]
    ]


def test_a_line_added_above_changes_nothing(ripplemap, tmp_path):
    """Where something is stated is no part of what it is."""
    old, new = write(tmp_path, "old.yaml", SHOP), write(tmp_path, "new.yaml", f"# a comment\n\n{SHOP}")
    ran = ripplemap("diff", old, new)
    assert (ran.status, ran.out) == (0, "The two are the same system.\n")


def test_the_difference_reads_as_words(ripplemap, tmp_path):
    """Names and kinds, no ids; new findings with their reason."""
    old, new = write(tmp_path, "old.yaml", SHOP), write(tmp_path, "new.yaml", CHANGED)
    out = ripplemap("diff", old, new).out
    assert "Nodes added (1)\n  mailer (consumer)" in out
    assert "Nodes removed (1)\n  alert (monitor)" in out
    assert "scores → page (feeds): fallback" in out


def test_what_cannot_be_read_is_an_error(ripplemap, tmp_path):
    """Exit status 2 and one sentence."""
    ran = ripplemap("diff", write(tmp_path, "old.yaml", SHOP), str(tmp_path / "gone.yaml"))
    assert (ran.status, ran.out) == (2, "")
    assert "gone.yaml" in ran.err
