"""One open project: edits, scenarios, sources, and its file."""

import json

import pytest

from explorer.domain.changes import EditGraph, RenameSystem
from explorer.domain.kinds import NodeKind
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.errors import InputError, StorageError, UsageError
from explorer.importers.adapter import Task
from explorer.session.editing import declared
from explorer.session.loading import Loaded, open_sources
from explorer.session.session import Session
from explorer.storage.saving import save_project
from tests.storage.projects import contents, small_project

OUTAGE = HypotheticalChange(kind=ChangeKind.OUTAGE, node="page")


@pytest.fixture
def session():
    """A session on a small project."""
    return Session(Loaded(small_project(), ()))


def test_an_empty_session_holds_an_empty_project():
    """Before anything is opened: nothing to undo, nothing to save, a title."""
    session = Session()
    assert (session.dirty, session.undo_name, session.path, session.title) == (False, None, None, "Untitled")
    session.undo()
    session.redo()


def test_listeners_hear_of_every_change_until_they_leave(session):
    """Called after the change, as often as there is one; one that leaves while being called harms nobody."""
    heard = []
    leave = session.subscribe(lambda: heard.append(session.title))
    session.apply(RenameSystem("Rename", "other"))
    session.undo()
    leave()
    leave()
    session.redo()
    assert heard == ["other", "shop"]


def test_scenarios_are_kept_replaced_and_removed(session):
    """By name; each step can be undone."""
    session.keep_scenario("night", [OUTAGE])
    session.keep_scenario("dark", [OUTAGE])
    assert [(s.name, s.changes) for s in session.project.scenarios] == [
        ("dark", (OUTAGE,)),
        ("night", (OUTAGE,)),
    ]
    session.remove_scenario("dark")
    assert session.undo_name == "Remove the scenario dark"
    for _ in range(3):
        session.undo()
    assert session.project.scenarios == small_project().scenarios


def test_scenarios_are_renamed_and_duplicated(session):
    """Each in its place in the list, each to be undone by its name; a name is never given twice."""
    session.keep_scenario("night", [OUTAGE])
    first, *others = [s.name for s in session.project.scenarios]
    assert session.duplicate_scenario(first) == f"{first} (2)"
    assert session.duplicate_scenario(first) == f"{first} (3)"
    assert [s.name for s in session.project.scenarios] == [first, f"{first} (3)", f"{first} (2)", *others]
    assert session.undo_name == f"Duplicate the scenario {first}"
    session.rename_scenario(f"{first} (3)", " day ")
    assert session.undo_name == f"Rename the scenario {first} (3)"
    assert session.project.scenarios[1].name == "day"
    assert session.project.scenarios[1].changes == session.project.scenarios[0].changes
    with pytest.raises(UsageError, match="already"):
        session.rename_scenario("day", first)
    for _ in range(3):
        session.undo()
    assert [s.name for s in session.project.scenarios] == [first, *others]


def test_a_scenario_without_a_name_or_that_is_not_there_is_refused(session):
    """With the nearest name."""
    with pytest.raises(UsageError, match="needs a name"):
        session.keep_scenario("  ", [OUTAGE])
    with pytest.raises(UsageError, match="Did you mean “dark”"):
        session.remove_scenario("drak")


def test_sources_come_in_as_one_step(session, tmp_path):
    """Undone, the project is exactly what it was; problems follow."""
    (tmp_path / "a.yaml").write_text("ripplemap: 1\nsystem: a\nmodels: {new: {inputs: [gap]}}\n")
    before = contents(session.project)
    session.import_more([str(tmp_path / "a.yaml")])
    assert {"new", "gap", "page"} <= set(session.graph.nodes)
    assert any("gap" in p.message for p in session.problems)
    assert (session.undo_name, session.dirty) == ("Import", True)
    session.undo()
    assert contents(session.project) == before
    assert session.problems == session.project.problems


def test_an_import_that_fails_changes_nothing(session, tmp_path):
    """A sentence, and no step."""
    with pytest.raises(InputError):
        session.import_more([str(tmp_path / "missing.yaml")])
    assert session.undo_name is None


def test_an_edit_made_while_sources_were_read_is_not_lost(session, tmp_path):
    """What was read for another state is refused, so that nothing is undone in silence."""
    (tmp_path / "a.yaml").write_text("ripplemap: 1\nsystem: a\nmodels: {new: {}}\n")
    read = session.reading([str(tmp_path / "a.yaml")])(Task())
    session.apply(EditGraph("Remove page", {"page": None}))
    with pytest.raises(UsageError, match="changed while"):
        session.add_sources(read)
    assert "page" not in session.graph.nodes


def test_saving_makes_it_clean_and_undo_makes_it_dirty_again(session, tmp_path):
    """The file holds one state; every other is unsaved."""
    session.apply(RenameSystem("Rename", "other"))
    assert session.dirty
    session.save_as(tmp_path / "a.ripplemap")
    assert (session.dirty, session.path) == (False, tmp_path / "a.ripplemap")
    session.undo()
    assert session.dirty
    session.redo()
    assert not session.dirty
    assert open_sources([str(tmp_path / "a.ripplemap")]).project.graph.name == "other"


def test_a_save_that_fails_changes_nothing(session, tmp_path):
    """Neither the path nor what counts as saved."""
    session.apply(RenameSystem("Rename", "other"))
    with pytest.raises(StorageError):
        session.save_as(tmp_path / "missing" / "a.ripplemap")
    assert (session.dirty, session.path) == (True, None)
    with pytest.raises(StorageError, match="no file yet"):
        session.save()


def test_each_save_knows_what_it_was_made_from(session, tmp_path):
    """The parents are what merging will need: hashes of the bodies before, the last first."""
    path = tmp_path / "a.ripplemap"

    def header():
        return json.loads(path.read_bytes().split(b"\n", 1)[0])

    session.save_as(path)
    first = header()["body"]
    session.save()
    assert header()["parents"] == []
    session.apply(RenameSystem("Rename", "b"))
    session.save()
    assert header()["parents"] == [first]
    again = Session(open_sources([str(path)]))
    again.apply(RenameSystem("Rename", "c"))
    second = header()["body"]
    again.save()
    assert header()["parents"] == [second, first]


def test_a_file_of_a_newer_version_is_shown_and_saved_elsewhere_only(tmp_path):
    """So that what this version does not know is not broken."""
    path = tmp_path / "new.ripplemap"
    save_project(small_project(), path)
    session = Session(Loaded(small_project(), (), path, read_only=True))
    for save in (session.save, lambda: session.save_as(path)):
        with pytest.raises(StorageError, match="newer version"):
            save()
    session.save_as(tmp_path / "copy.ripplemap")
    assert not session.read_only
    session.save()


def test_a_copy_for_others_leaves_the_session_where_it_is(session, tmp_path):
    """It is no save."""
    session.apply(RenameSystem("Rename", "b"))
    session.send_copy(tmp_path / "copy.ripplemap")
    assert (session.dirty, session.path) == (True, None)
    assert open_sources([str(tmp_path / "copy.ripplemap")]).project.graph.name == "b"


def test_what_was_odd_about_the_file_is_over_once_it_is_saved(tmp_path):
    """Windows line ends are put right by saving."""
    path = tmp_path / "a.ripplemap"
    save_project(small_project(), path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    session = Session(open_sources([str(path)]))
    assert len(session.problems) == 2
    session.save()
    assert session.problems == small_project().problems
    assert open_sources([str(path)]).problems == small_project().problems


def test_what_is_edited_while_a_save_is_under_way_stays_unsaved(session, tmp_path):
    """Saving runs beside the work at the canvas; only what was written counts as written."""
    session.apply(RenameSystem("Rename", "first"))
    work = session.saving(tmp_path / "a.ripplemap")
    session.apply(RenameSystem("Rename", "second"))
    session.take_saved(work(Task()))
    assert open_sources([str(tmp_path / "a.ripplemap")]).project.graph.name == "first"
    assert (session.dirty, session.path, session.title) == (True, tmp_path / "a.ripplemap", "second")
    session.save()
    assert not session.dirty


def test_a_gap_is_a_problem_until_it_is_declared(tmp_path):
    """By hand as by a source; undo brings it back, and the project's file knows of it too."""
    source, file = tmp_path / "m.yaml", tmp_path / "m.ripplemap"
    source.write_text("ripplemap: 1\nmodels: {ranker: {inputs: [prices, prizes]}}\n", "utf-8")
    session = Session(open_sources([str(source)]))
    assert [problem.gap for problem in session.problems] == ["prices", "prizes"]
    session.save_as(file)
    session = Session(open_sources([str(file)]))
    both = session.problems
    session.apply(declared(session.graph, "prices", NodeKind.DATASET))
    assert [problem.gap for problem in session.problems] == ["prizes"]
    kept = session.problems
    session.apply(RenameSystem("Name it", "shop"))
    assert session.problems is kept  # who shows them need not do so again
    session.undo()
    session.undo()
    assert session.problems == both
    session.redo()
    session.save_as(file)
    assert open_sources([str(file)]).problems == kept
