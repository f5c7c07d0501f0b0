"""`ripplemap export PROJECT -o FILE.yaml`: the edits by hand, which beside the originals give the edited system."""

import pytest

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.session import editing
from explorer.session.loading import open_sources
from explorer.session.session import Session


def parts(plain):
    """The nodes and edges of `graph --json`, but where each is stated."""
    return [{k: v for k, v in each.items() if k != "source"} for each in plain["nodes"] + plain["edges"]]


def edited(shop, path):
    """The shop, edited: a node and edges put in, others changed, renamed, declared and taken out; saved."""
    session = Session(open_sources([str(shop)]))
    session.apply(editing.added_node(session.graph, NodeKind.JOB, "Clean clicks", owner="web"))
    session.apply(editing.connected(session.graph, "clicks", "clean-clicks"))
    session.apply(editing.changed_node(session.graph.nodes["clicks"], {"access": None, "name": "Click log"}))
    edge = session.graph.edges["scores", "page", EdgeKind.FEEDS]
    session.apply(editing.changed_edge(session.graph, edge, {"fallback": None, "exploration": 0.1}))
    session.apply(editing.declared(session.graph, "prices", NodeKind.DATASET, "Prices", owner="search"))
    session.apply(
        editing.removed(session.graph, ["orders"], [EdgeKey("buyers", "clicks", EdgeKind.INFLUENCES)])
    )
    session.save_as(path)
    return session


def test_beside_the_originals_the_file_gives_the_edited_system(ripplemap, shop, tmp_path):
    """Every node, edge and attribute; and it is as short as a person would write it."""
    project, patch = tmp_path / "a.ripplemap", tmp_path / "edits.yaml"
    edited(shop, project)
    ran = ripplemap("export", project, "-o", patch)
    assert (ran.status, ran.out, ran.err.splitlines()[-1]) == (0, "", f"Wrote {patch}.")
    together = ripplemap("graph", shop, patch, "--json").json
    assert parts(together) == parts(ripplemap("graph", project, "--json").json)
    assert together["problems"] == []
    assert patch.read_text("utf-8").splitlines() == [
        "# What was changed by hand in shop. Import it together with the sources that it changes.",
        "ripplemap: 1",
        "jobs:",
        "  clean-clicks: {name: Clean clicks, owner: web, inputs: [clicks]}",
        "changed:",
        "  datasets:",
        "    clicks: {name: Click log, access: unknown}",
        "    prices: {name: Prices, owner: search}",
        "  consumers:",
        "    page: {inputs: [{from: scores, exploration: 0.1, fallback: unknown}]}",
        "removed: [orders, {from: buyers, to: clicks}]",
    ]


def test_a_system_drawn_from_nothing_is_an_ordinary_manifest(ripplemap, tmp_path):
    """It is read alone."""
    session = Session()
    for name in ("Events", "Ranker"):
        kind = NodeKind.DATASET if name == "Events" else NodeKind.MODEL
        session.apply(editing.added_node(session.graph, kind, name))
    session.apply(editing.connected(session.graph, "events", "ranker", EdgeKind.TRAINS))
    session.save_as(tmp_path / "a.ripplemap")
    ripplemap("export", tmp_path / "a.ripplemap", "-o", tmp_path / "a.yaml")
    read = ripplemap("graph", tmp_path / "a.yaml", "--json").json
    assert parts(read) == parts(ripplemap("graph", tmp_path / "a.ripplemap", "--json").json)
    assert "changed" not in (tmp_path / "a.yaml").read_text("utf-8")


def test_what_a_manifest_cannot_say_is_told_there_and_here(ripplemap, tmp_path):
    """In the file as comments, and to whoever runs the command."""
    session = Session()
    session.apply(editing.added_node(session.graph, NodeKind.JOB, "unknown", node_id="a"))
    session.keep_scenario("dark", ())
    session.save_as(tmp_path / "a.ripplemap")
    ran = ripplemap("export", tmp_path / "a.ripplemap", "-o", tmp_path / "a.yaml")
    name = "A manifest cannot say what the name of “a” is now."
    rest = "A manifest holds the system alone; only the project's file holds scenarios."
    assert ran.err.splitlines()[:2] == [name, rest]
    assert (tmp_path / "a.yaml").read_text("utf-8").splitlines()[-2:] == [f"# {name}", f"# {rest}"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "Nothing was changed by hand in this system, so there is nothing to write."),
        (("--what-if", "outage:ranker"), "A what-if changes nothing in the system"),
        (("--theme", "dark"), "--theme is for pictures, and .yaml holds what was edited by hand."),
    ],
)
def test_where_there_is_nothing_to_write_it_is_said(ripplemap, shop, tmp_path, options, sentence):
    """And nothing is written."""
    ran = ripplemap("export", shop, "-o", tmp_path / "a.yaml", *options)
    assert ran.status == 2
    assert sentence in ran.err
    assert not (tmp_path / "a.yaml").exists()


def test_a_file_that_is_there_is_left_as_it_is(ripplemap, shop, tmp_path):
    """The originals may lie under the very name that comes to mind first."""
    edited(shop, tmp_path / "a.ripplemap")
    before = shop.read_bytes()
    ran = ripplemap("export", tmp_path / "a.ripplemap", "-o", shop)
    assert ran.status == 2
    assert "There is a file of that name; it was left as it is." in ran.err
    assert shop.read_bytes() == before
