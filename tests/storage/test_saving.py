"""Saving loses nothing: whatever fails on the way, the old file is whole, and a person is told in a sentence."""

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.domain.geometry import Point
from explorer.domain.kinds import NodeKind
from explorer.errors import StorageError
from explorer.storage import saving
from explorer.storage.opening import open_project
from explorer.storage.saving import save_project, send_copy
from tests.storage.projects import contents, small_project

OLD, NEW = small_project("old"), small_project("new")


@pytest.fixture
def path(tmp_path):
    """A saved project."""
    save_project(OLD, tmp_path / "shop.ripplemap")
    return tmp_path / "shop.ripplemap"


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_project_is_saved_and_the_one_before_kept(path):
    """The new one under the name, the old one beside it, and nothing else in the folder."""
    stored = save_project(NEW, path)
    assert contents(open_project(path).project) == contents(NEW) == contents(stored.project)
    assert contents(open_project(path.with_name("shop.ripplemap.bak")).project) == contents(OLD)
    assert names(path.parent) == ["shop.ripplemap", "shop.ripplemap.bak"]


def test_saving_a_third_time_keeps_the_second(path):
    """The copy is always the version before."""
    save_project(NEW, path)
    save_project(small_project("newest"), path)
    assert open_project(path.with_name("shop.ripplemap.bak")).project.graph.name == "new"


def test_the_rights_of_the_old_file_stay(path):
    """Who kept a project to themselves still does."""
    path.chmod(0o600)
    save_project(NEW, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_is_followed(path, tmp_path):
    """The file at the end of it is saved, and the link stays one; a ring of links is refused."""
    link = tmp_path / "link.ripplemap"
    link.symlink_to(path)
    save_project(NEW, link)
    assert link.is_symlink()
    assert open_project(path).project.graph.name == "new"
    dangling = tmp_path / "dangling.ripplemap"
    dangling.symlink_to(tmp_path / "target.ripplemap")
    save_project(NEW, dangling)
    assert (tmp_path / "target.ripplemap").is_file()
    ring = tmp_path / "ring.ripplemap"
    ring.symlink_to(ring)
    with pytest.raises(StorageError, match="could not be saved"):
        save_project(NEW, ring)


CALLS = {
    "the new file cannot be made": ("os.open", errno.EACCES),
    "the disk is full": ("os.write", errno.ENOSPC),
    "flushing fails": ("os.fsync", errno.EIO),
    "the old file cannot be kept": ("Path.replace", errno.EACCES),
    "the new file cannot take its place": ("second Path.replace", errno.EACCES),
}


@pytest.mark.parametrize("fault", CALLS)
def test_whatever_fails_the_old_file_is_whole(path, monkeypatch, fault):
    """Each step on the way fails once: a sentence with the reason, no rest left behind, the old project there."""
    call, number = CALLS[fault]
    before = path.read_bytes()
    left = 2 if call.startswith("second ") else 1
    owner, name = (Path, "replace") if call.endswith("replace") else (os, call.removeprefix("os."))
    real = getattr(owner, name)

    def failing(*arguments, **options):
        nonlocal left
        is_ours = name != "open" or str(arguments[0]).endswith(".part")
        left -= is_ours
        if is_ours and left == 0:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, failing)
        with pytest.raises(StorageError, match=os.strerror(number).lower()) as told:
            save_project(NEW, path)
    assert str(path) in str(told.value)
    assert path.read_bytes() == before
    assert [n for n in names(path.parent) if n != "shop.ripplemap.bak"] == ["shop.ripplemap"]
    save_project(NEW, path)
    assert open_project(path).project.graph.name == "new"


def test_a_folder_that_is_not_flushed_is_told_of(path, monkeypatch):
    """The file is in its place, but a power cut might still take it: that is a failure, not a success."""
    real = os.fsync

    def failing(number):
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(number)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(StorageError, match="disk did not confirm"):
        save_project(NEW, path)
    assert open_project(path).project.graph.name == "new"


def test_short_writes_are_gone_on_with(path, monkeypatch):
    """A file system may take a few bytes at a time."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda number, data: real(number, data[:100]))
    save_project(NEW, path)
    assert contents(open_project(path).project) == contents(NEW)


def test_without_links_the_old_file_is_copied(path, monkeypatch):
    """Some file systems know no second name for a file."""

    def refused(*arguments, **options):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refused)
    save_project(NEW, path)
    assert open_project(path.with_name("shop.ripplemap.bak")).project.graph.name == "old"
    assert names(path.parent) == ["shop.ripplemap", "shop.ripplemap.bak"]


def test_what_would_not_read_back_is_not_written(path):
    """A place that is no number: nothing is touched, and the person is told what is the matter."""
    before = path.read_bytes()
    for odd in (
        replace(NEW, positions={"page": Point(float("nan"), 0.0)}),
        replace(NEW, positions={"page": Point(1e300, 0.0)}),
        replace(NEW, graph=NEW.graph.with_parts([replace(NEW.graph.nodes["page"], extra={"x": float("nan")})])),
        replace(NEW, graph=NEW.graph.with_parts([replace(NEW.graph.nodes["page"], kind=NodeKind.METRIC,
                                                         baseline=float("inf"))])),
    ):  # fmt: skip
        with pytest.raises(StorageError):
            save_project(odd, path)
    assert path.read_bytes() == before
    assert names(path.parent) == ["shop.ripplemap"]


def test_a_file_of_another_sort_is_never_written_over(tmp_path):
    """A slip of the hand does not cost a manifest."""
    manifest = tmp_path / "shop.yaml"
    manifest.write_text("ripplemap: 1\n")
    with pytest.raises(StorageError, match="no project; it was left as it is"):
        save_project(NEW, manifest)
    assert manifest.read_text() == "ripplemap: 1\n"
    (tmp_path / "empty.ripplemap").touch()
    save_project(NEW, tmp_path / "empty.ripplemap")


@pytest.mark.parametrize(
    ("place", "part"), [("missing/a.ripplemap", "no such folder"), (".", "no regular file")]
)
def test_a_place_that_cannot_hold_a_project_is_refused(tmp_path, place, part):
    """A folder that is not there, or a folder in place of a file."""
    with pytest.raises(StorageError, match=part):
        save_project(NEW, tmp_path / place)


def test_a_read_only_folder_is_told_of(path, monkeypatch):
    """In a sentence, with what to try; the old file is there."""
    if os.geteuid() == 0:
        real = os.open
        refused = OSError(errno.EROFS, os.strerror(errno.EROFS))

        def read_only(file, flags, *more):
            if flags & os.O_CREAT:
                raise refused
            return real(file, flags, *more)

        monkeypatch.setattr(os, "open", read_only)  # root may write anywhere
    else:
        path.parent.chmod(0o500)
    try:
        with pytest.raises(StorageError, match="untouched; try another place"):
            save_project(NEW, path)
    finally:
        path.parent.chmod(0o700)
    assert open_project(path).project.graph.name == "old"


def test_an_interrupt_leaves_no_rest(path, monkeypatch):
    """Ctrl-C in the middle of writing."""

    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_project(NEW, path)
    assert names(path.parent) == ["shop.ripplemap"]
    assert open_project(path).project.graph.name == "old"


def test_a_copy_is_sent_packed(path, tmp_path):
    """Smaller, and opened as the project itself is."""
    send_copy(NEW, tmp_path / "copy.ripplemap")
    assert (tmp_path / "copy.ripplemap").read_bytes().startswith(b"\x1f\x8b")
    assert contents(open_project(tmp_path / "copy.ripplemap").project) == contents(NEW)
    assert saving.BACKUP not in "".join(names(tmp_path))
