"""Files for others are written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from explorer.errors import UsageError
from explorer.session.exporting import write_whole


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
    assert ([p.name for p in tmp_path.iterdir()], path.read_text()) == (["a.svg"], "old")


def test_a_folder_is_not_written_over(tmp_path):
    """A sentence."""
    with pytest.raises(UsageError, match="could not be written"):
        write_whole(tmp_path, b"new")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="There is no such device.")
def test_a_device_takes_what_it_is_given():
    """It is not replaced by a file."""
    write_whole(Path("/dev/null"), b"new")
    assert not Path("/dev/null").is_file()
