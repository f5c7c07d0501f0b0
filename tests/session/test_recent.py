"""What was opened before: which of it is gone."""

import pytest

from explorer.errors import Cancelled
from explorer.importers.adapter import Task
from explorer.session.recent import gone


def test_sources_whose_file_is_gone_are_named_with_it(tmp_path):
    """The first of several; folders and files that are there are not named, nor is what is no file."""
    there = tmp_path / "there.yaml"
    there.write_text("ripplemap: 1\n")
    lost = tmp_path / "lost.yaml"
    entries = [
        (str(there),),
        (str(tmp_path),),
        (str(lost),),
        (str(there), str(lost), str(tmp_path / "other")),
        ("postgresql://host/base",),
    ]
    assert gone(entries, Task()) == {(str(lost),): str(lost), entries[3]: str(lost)}


def test_a_file_that_may_not_be_looked_at_may_be_there(tmp_path, monkeypatch):
    """A folder that is closed to us is no reason to say that its files are gone."""
    monkeypatch.setattr("pathlib.Path.exists", lambda self: (_ for _ in ()).throw(PermissionError))
    assert gone([(str(tmp_path / "a.yaml"),)], Task()) == {}


def test_looking_can_be_stopped(tmp_path):
    """A disk may be far away."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        gone([(str(tmp_path),)], Task(check=stop))
