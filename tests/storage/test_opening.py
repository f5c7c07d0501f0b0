"""Opening files: regular ones only, and nothing else touched."""

import os
import subprocess
import sys

import pytest

from explorer.errors import StorageError
from explorer.storage.encoding import encode_project, packed
from explorer.storage.opening import is_project, open_project
from tests.storage.projects import contents, small_project


@pytest.mark.parametrize("pack", [bytes, packed], ids=["plain", "packed"])
def test_a_project_opens_packed_or_not(tmp_path, pack):
    """The name does not matter."""
    path = tmp_path / "a.ripplemap"
    path.write_bytes(pack(encode_project(small_project())))
    assert contents(open_project(path).project) == contents(small_project())


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.ripplemap", b"anything", True),
        ("A.RIPPLEMAP", b"", True),
        ("a.ripplemap.gz", b"", True),
        ("a.json", encode_project(small_project()), True),
        ("a.json", b'{"format": "other"}', False),
        ("a.yaml", b"ripplemap: 1\n", False),
        ("a.yaml", b"", False),
    ],
)
def test_a_project_is_known_by_its_name_or_by_its_beginning(tmp_path, name, data, expected):
    """A manifest is none."""
    path = tmp_path / name
    path.write_bytes(data)
    assert is_project(path) == expected


def test_what_is_no_file_is_told_in_a_sentence(tmp_path):
    """A missing file, a folder, an empty file, a pipe, a device, a ring of links: none of them hangs."""
    (tmp_path / "empty").touch()
    cases = {tmp_path / "missing": "no such file", tmp_path: "folder", tmp_path / "empty": "empty"}
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "ring").symlink_to(tmp_path / "ring")
        cases |= {tmp_path / "pipe": "no regular file", tmp_path / "ring": "cannot be read"}
        cases[type(tmp_path)("/dev/zero")] = "no regular file"
    for path, part in cases.items():
        with pytest.raises(StorageError, match=part) as told:
            open_project(path)
        assert str(path) in str(told.value)
        assert not is_project(path)


def test_opening_reads_no_other_file_and_connects_to_nothing(tmp_path, root):
    """Sources in a project are names: whoever opens it is not made to read or call them."""
    lure = tmp_path / "lure.yaml"
    lure.write_text("ripplemap: 1")
    text = encode_project(small_project()).replace(b"shop.yaml", str(lure).encode())
    path = tmp_path / "a.ripplemap"
    path.write_bytes(text)
    program = f"""
import sys
from pathlib import Path
from explorer.storage.opening import open_project
seen = []
sys.addaudithook(lambda event, given: seen.append((event, str(given))) if event.startswith(("open", "socket",
                 "os.", "subprocess")) else None)
open_project(Path({str(path)!r}))
print([e for e in seen if not e[1].startswith({("(" + repr(str(path)))!r})])
"""
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
