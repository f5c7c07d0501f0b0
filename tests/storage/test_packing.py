"""Unpacking a copy that anybody may have made."""

import gzip
import os

import pytest

from explorer.errors import StorageError
from explorer.storage.encoding import packed
from explorer.storage.packing import MAX_RATIO, is_packed, unpacked


def test_what_is_packed_unpacks_as_it_was():
    """And is told by its first bytes."""
    data = os.urandom(10_000)
    assert is_packed(packed(data))
    assert unpacked(packed(data), "p") == data


def test_a_copy_is_never_packed_more_tightly_than_it_is_read():
    """Even a megabyte of one letter can be sent and opened."""
    data = b"a" * 1_000_000
    assert len(data) <= MAX_RATIO * len(packed(data))
    assert unpacked(packed(data), "p") == data


def test_a_bomb_is_refused_before_it_bursts():
    """200 MB of zeros in 200 KB."""
    bomb = gzip.compress(bytes(200_000_000), 9)
    with pytest.raises(StorageError, match="more than 100 times"):
        unpacked(bomb, "p")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda d: d[:-1], "cut short"),
        (lambda d: d[: len(d) // 2], "cut short"),
        (lambda d: d[:30] + bytes([d[30] ^ 255]) + d[31:], "damaged"),
        (lambda d: d[:-5] + bytes([d[-5] ^ 1]) + d[-4:], "damaged"),
        (lambda d: d + b"x", "follows the end"),
        (lambda d: d + d, "follows the end"),
        (lambda d: b"\x1f\x8b", "cut short"),
    ],
    ids=["last byte gone", "half", "byte changed", "checksum changed", "rest", "twice", "only the magic"],
)
def test_a_damaged_copy_is_refused(change, part):
    """With what is wrong with it."""
    data = packed(os.urandom(1_000))
    with pytest.raises(StorageError, match=part):
        unpacked(change(data), "p")
