"""What a person names becomes one project: a file alone, or a mix of anything merged."""

from dataclasses import replace

import pytest

from explorer.domain.geometry import Point, Rect
from explorer.domain.notes import Note
from explorer.domain.saved_views import SavedView
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.errors import Cancelled, InputError, StorageError, UsageError
from explorer.importers.adapter import Task
from explorer.session.editing import changed_node, removed
from explorer.session.loading import merged, open_sources
from explorer.session.session import Session
from explorer.storage.saving import save_project, send_copy
from tests.storage.projects import contents, small_project

SHOP = """\
ripplemap: 1
system: shop
datasets:
  clicks: {subtype: stream, owner: web}
models:
  ranker: {inputs: [clicks, prices]}
"""
PRICES = """\
ripplemap: 1
system: prices
datasets:
  prices: {owner: finance}
consumers:
  page: {inputs: [ranker]}
"""


@pytest.fixture
def files(tmp_path):
    """Two manifests that name each other's nodes."""
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "prices.yaml").write_text(PRICES)
    return tmp_path


def messages(problems):
    return [p.message for p in problems]


def test_a_manifest_becomes_a_project_without_a_file(files):
    """With its gaps as ghosts and problems, and where it came from."""
    loaded = open_sources([str(files / "shop.yaml")])
    assert sorted(loaded.project.graph.nodes) == ["clicks", "prices", "ranker"]
    assert "Nothing declares “prices”" in messages(loaded.problems)[0]
    assert [s.adapter for s in loaded.project.sources] == ["manifest"]
    assert (loaded.path, loaded.read_only) == (None, False)


def test_each_project_has_an_identity_of_its_own(files):
    """Two people who import the same manifest have two projects."""
    first, second = (open_sources([str(files / "shop.yaml")]).project.id for _ in range(2))
    assert first != second


def test_a_project_opens_as_it_was_saved(tmp_path):
    """With the path it will be saved to, and what was wrong with its sources."""
    save_project(small_project(), tmp_path / "a.ripplemap")
    loaded = open_sources([str(tmp_path / "a.ripplemap")])
    assert contents(loaded.project) == contents(small_project())
    assert loaded.path == tmp_path / "a.ripplemap"
    assert loaded.problems == small_project().problems


def test_two_manifests_fill_each_others_gaps(files):
    """Merged in one go, no ghost is left."""
    graph = open_sources([str(files / "shop.yaml"), str(files / "prices.yaml")]).project.graph
    assert not any(n.is_ghost for n in graph.nodes.values())
    assert graph.name == "shop + prices"


def test_a_project_and_a_manifest_fill_each_others_gaps(files):
    """A gap that the project had is filled by the manifest, and its problem is gone."""
    save_project(open_sources([str(files / "shop.yaml")]).project, files / "shop.ripplemap")
    loaded = open_sources([str(files / "shop.ripplemap"), str(files / "prices.yaml")])
    together = open_sources([str(files / "shop.yaml"), str(files / "prices.yaml")])
    assert loaded.problems == ()
    assert loaded.project.graph.nodes == together.project.graph.nodes
    assert loaded.project.graph.edges.keys() == together.project.graph.edges.keys()
    assert len(loaded.project.sources) == 2


def test_merging_the_same_again_changes_nothing(files):
    """A source imported twice says nothing new."""
    once = open_sources([str(files / "shop.yaml")]).project
    twice = merged(once, [str(files / "shop.yaml")])
    assert (twice.graph, twice.problems, twice.sources) == (once.graph, once.problems, once.sources)


def test_what_a_person_added_stays_when_sources_come_in(files):
    """Places, scenarios, views and the system's name are kept; those of a merged project come along."""
    mine, too = (SavedView(name="top", seen=Rect(0, 0, wide, 9)) for wide in (5, 7))
    base = replace(small_project("mine"), views=(mine,))
    other = Scenario(name="dark", changes=(HypotheticalChange(kind=ChangeKind.RETIRE, node="page"),))
    theirs = small_project("theirs")
    theirs = type(theirs)(
        id="x",
        graph=theirs.graph,
        positions={"page": Point(0, 0), "clicks": Point(5, 5)},
        scenarios=(other,),
        views=(mine, too),
    )
    save_project(theirs, files / "theirs.ripplemap")
    project = merged(base, [str(files / "theirs.ripplemap"), str(files / "prices.yaml")])
    assert (project.id, project.graph.name) == (base.id, "mine")
    assert dict(project.positions) == {"page": Point(10.5, -2.0), "clicks": Point(5, 5)}
    assert [s.name for s in project.scenarios] == ["dark", "dark (2)"]
    assert project.scenarios[0] == base.scenarios[0]
    assert project.views == (mine, replace(too, name="top (2)"))


def test_a_source_that_fails_is_a_problem_beside_a_project_that_opens(files):
    """Nothing that could be read is lost."""
    save_project(small_project(), files / "a.ripplemap")
    loaded = open_sources([str(files / "a.ripplemap"), str(files / "missing.yaml")])
    assert len(loaded.project.graph.nodes) == 3
    assert any("missing.yaml" in str(p) for p in loaded.problems)


def test_nothing_readable_is_an_error(files):
    """A sentence with the name."""
    with pytest.raises(InputError, match="missing"):
        open_sources([str(files / "missing.yaml")])
    with pytest.raises(StorageError, match="no such file"):
        open_sources([str(files / "missing.ripplemap")])
    with pytest.raises(UsageError, match="no importer"):
        open_sources([str(files / "shop.yaml")], forced="magic")


def test_a_packed_copy_opens_like_a_project(tmp_path):
    """What came by mail."""
    send_copy(small_project(), tmp_path / "a.ripplemap")
    assert contents(open_sources([str(tmp_path / "a.ripplemap")]).project) == contents(small_project())


def test_opening_stops_when_asked(files):
    """Both for projects and for sources."""

    def check():
        raise Cancelled

    save_project(small_project(), files / "a.ripplemap")
    for name in ("a.ripplemap", "shop.yaml"):
        with pytest.raises(Cancelled):
            open_sources([str(files / name)], task=Task(check=check))


def test_a_password_never_enters_a_project(tmp_path):
    """Neither into its sources nor into its problems, though the server does not answer."""
    (tmp_path / "a.yaml").write_text("ripplemap: 1\nsystem: a\nmodels: {m: {}}\n")
    url = "postgresql://me:hunter2@127.0.0.1:1/db"
    loaded = open_sources([str(tmp_path / "a.yaml"), url])
    save_project(loaded.project, tmp_path / "a.ripplemap")
    text = (tmp_path / "a.ripplemap").read_text()
    assert "127.0.0.1" in text
    assert "hunter2" not in text


def test_the_notes_of_both_copies_are_there_after_merging_them(tmp_path):
    """A reviewer's note comes along; the same note comes once, and one that was changed stands beside the first."""
    same, mine = Note(id="1", text="same", at=Point(0, 0)), Note(id="2", text="mine", at=Point(5, 5))
    theirs, new = replace(mine, text="theirs"), Note(id="3", text="new", at=Point(9, 9))
    path = tmp_path / "reviewed.ripplemap"
    save_project(replace(small_project(), notes=(same, theirs, new)), path)
    made = merged(replace(small_project(), notes=(same, mine)), [str(path)])
    assert made.notes == (same, mine, replace(theirs, id="2 2"), new)


def test_edits_by_hand_stay_edits_when_more_is_read(tmp_path):
    """What was edited is still known as that, in this project and in one that is read into it."""
    (tmp_path / "a.yaml").write_text("ripplemap: 1\njobs: {a: {}, b: {}}\n")
    (tmp_path / "more.yaml").write_text("ripplemap: 1\njobs: {c: {inputs: [a]}}\n")
    session = Session(open_sources([str(tmp_path / "a.yaml")]))
    session.apply(changed_node(session.graph.nodes["a"], {"owner": "web"}))
    session.apply(removed(session.graph, ["b"]))
    session.save_as(tmp_path / "a.ripplemap")
    session.import_more([str(tmp_path / "more.yaml")])
    read = open_sources([str(tmp_path / "more.yaml"), str(tmp_path / "a.ripplemap")]).project
    for project in (session.project, read):
        assert {i: n and n.owner for i, n in project.originals.nodes.items()} == {"a": None, "b": None}
        assert set(project.originals.of(project.graph).nodes) == {"a", "b", "c"}
