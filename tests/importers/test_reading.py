"""Opening files and folders that may be anything."""

import os
import sys
from pathlib import Path

import pytest

from explorer.errors import InputError
from explorer.importers.reading import read_bytes, read_head, walk

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes in folders nor /dev")


def names(folder):
    """The files a walk gives, relative to the folder, and what it left out."""
    left_out = []
    found = [
        str(p.relative_to(folder)).replace(os.sep, "/")
        for p in walk(folder, lambda path, why: left_out.append((path.name, why)))
    ]
    return found, left_out


def test_a_file_is_read_whole(tmp_path):
    """Up to the limit and not a byte more."""
    path = tmp_path / "a"
    path.write_bytes(b"x" * 3_000_000)
    assert len(read_bytes(path, "a", 3_000_000)) == 3_000_000
    with pytest.raises(InputError, match=r"^a: The file is larger than 3 MB\. Split it into several\.$"):
        read_bytes(path, "a", 2_999_999)
    assert len(read_head(path, "a")) == 65_536


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin", "/dev/null"])
def test_devices_are_refused(device):
    """What never ends, or waits, is not read."""
    with pytest.raises(InputError, match="not a regular file"):
        read_bytes(Path(device), device, 100)


@posix
def test_a_pipe_is_refused_without_waiting(tmp_path):
    """A pipe that nobody writes to does not hang the reader."""
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(InputError, match="not a regular file"):
        read_head(tmp_path / "pipe.yaml", "pipe.yaml")


@pytest.mark.parametrize(
    "name", ["missing.yaml", "no/such/folder.yaml", "a\0b.yaml", "x" * 5_000, "con.yaml:stream"]
)
def test_what_is_not_there(tmp_path, name):
    """A path to nothing is a sentence."""
    with pytest.raises(InputError, match=r"There is no such file|cannot be opened"):
        read_bytes(tmp_path / name, "it", 100)


def test_a_folder_is_no_file(tmp_path):
    """A folder where a file should be is said to be one."""
    with pytest.raises(InputError, match="a folder"):
        read_bytes(tmp_path, "it", 100)


def test_a_walk_is_in_order_and_skips_the_hidden(tmp_path):
    """Files come by name, folder by folder; hidden folders and what tools install are left out."""
    for name in (
        "b/z.yaml",
        "b/a.yaml",
        "a.yaml",
        "c.yaml",
        ".git/x.yaml",
        "b/node_modules/x.yaml",
        ".hidden.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == (["a.yaml", "c.yaml", "b/a.yaml", "b/z.yaml"], [])


@posix
def test_links_stay_within(tmp_path):
    """A link to a file outside is left out and told; loops, dangling links, pipes and second links give nothing."""
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    (inside / "sub").mkdir(parents=True)
    (outside / "secret.yaml").write_text("x")
    (inside / "real.yaml").write_text("x")
    (inside / "again.yaml").symlink_to(inside / "real.yaml")
    (inside / "out.yaml").symlink_to(outside / "secret.yaml")
    (inside / "up.yaml").symlink_to("../outside/secret.yaml")
    (inside / "loop.yaml").symlink_to(inside / "loop.yaml")
    (inside / "gone.yaml").symlink_to(inside / "nothing")
    (inside / "zero.yaml").symlink_to("/dev/zero")
    (inside / "sub" / "round").symlink_to(inside)
    (inside / "elsewhere").symlink_to(outside)
    os.mkfifo(inside / "pipe.yaml")
    found, left_out = names(inside)
    assert found == ["again.yaml"]
    assert left_out == [
        (n, "This link leads out of the folder and is not followed.") for n in ("out.yaml", "up.yaml")
    ]


def test_depth_ends(tmp_path):
    """Folders within folders without end are told of, not followed."""
    deep = tmp_path.joinpath(*["d"] * 45)
    deep.mkdir(parents=True)
    (deep / "a.yaml").write_text("x")
    found, left_out = names(tmp_path)
    assert found == []
    assert left_out == [("d", "Folders more than 40 deep are not looked into.")]
