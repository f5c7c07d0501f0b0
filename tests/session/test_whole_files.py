"""Files for others are written whole or not at all, and those that belong together all or none."""

import errno
import os
from pathlib import Path

import pytest

from explorer.errors import UsageError
from explorer.session.whole_files import write_together, write_whole


def listing(folder):
    """What the folder holds; None for a folder."""
    return {p.name: p.read_text() if p.is_file() else None for p in folder.iterdir()}


def test_a_file_takes_the_place_of_the_old_one(tmp_path):
    """And nothing else is left in the folder; a link stays a link."""
    path, link = tmp_path / "a.svg", tmp_path / "link.svg"
    path.write_text("old")
    link.symlink_to(path)
    write_whole(link, b"new")
    assert (path.read_text(), link.is_symlink(), len(list(tmp_path.iterdir()))) == ("new", True, 2)


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    """A full disk: a sentence, the old file, no rest."""
    path = tmp_path / "a.svg"
    path.write_text("old")

    def full(*arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match=r"a\.svg: The file could not be written: no space left"):
        write_whole(path, b"new")
    assert listing(tmp_path) == {"a.svg": "old"}


def test_a_folder_is_not_written_over(tmp_path):
    """A sentence."""
    with pytest.raises(UsageError, match="could not be written"):
        write_whole(tmp_path, b"new")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="There is no such device.")
def test_a_device_takes_what_it_is_given():
    """It is not replaced by a file."""
    write_whole(Path("/dev/null"), b"new")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("before", [{}, {"a": "old"}, {"b": "old"}, {"a": "old", "b": "older"}])
def test_files_that_belong_together_are_all_written(tmp_path, before):
    """Whatever was in their places is gone, and nothing lies beside them."""
    for name, text in before.items():
        (tmp_path / name).write_text(text)
    write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert listing(tmp_path) == {"a": "1", "b": "2"}


@pytest.mark.parametrize("before", [{}, {"a": "old"}])
def test_where_one_cannot_be_put_in_its_place_none_is(tmp_path, before):
    """A folder stands in the second's way: the first is again what it was, or is not there at all."""
    for name, text in before.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "b").mkdir()
    with pytest.raises(UsageError, match="b: The file could not be written"):
        write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert listing(tmp_path) == {**before, "b": None}


def test_where_one_does_not_fit_on_the_disk_none_is_written(tmp_path, monkeypatch):
    """Nor does a part of either stay behind."""
    (tmp_path / "a").write_text("old")
    really = Path.write_bytes

    def full_at_the_second(path, data):
        if ".b." in path.name:
            really(path, data[:1])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return really(path, data)

    monkeypatch.setattr(Path, "write_bytes", full_at_the_second)
    with pytest.raises(UsageError, match="no space left"):
        write_together({tmp_path / "a": b"11", tmp_path / "b": b"22"})
    assert listing(tmp_path) == {"a": "old"}
