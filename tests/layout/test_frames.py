"""Messages between the program and its layout process."""

from __future__ import annotations

import io

import numpy as np
import pytest

from explorer.layout.frames import read_frame, write_frame


def test_what_is_written_is_read():
    """Arrays arrive as they were, of any shape and type, empty ones too."""
    arrays = [np.arange(6, dtype=np.int32).reshape(3, 2), np.zeros((0, 2)), np.array([1.5], np.float32)]
    pipe = io.BytesIO()
    write_frame(pipe, arrays)
    pipe.seek(0)
    for sent, got in zip(arrays, read_frame(pipe), strict=True):
        assert (sent.dtype, sent.shape, sent.tolist()) == (got.dtype, got.shape, got.tolist())


@pytest.mark.parametrize("cut", [0, 5, 12, 60])
def test_a_message_cut_short_is_no_message(cut):
    """Wherever the other side dies, the reader says so and gives back nothing."""
    pipe = io.BytesIO()
    write_frame(pipe, [np.arange(10)])
    with pytest.raises((EOFError, ValueError)):
        read_frame(io.BytesIO(pipe.getvalue()[:cut]))


def test_an_absurd_length_is_refused():
    """A message that claims a terabyte is refused before any memory is taken."""
    with pytest.raises(ValueError, match="longer"):
        read_frame(io.BytesIO((1 << 40).to_bytes(8, "little")))


@pytest.mark.parametrize(
    ("at", "wrong", "says"),
    [(16, b"|O      ", "none of ours"), (24, b"\xff" * 8, "dimensions"), (32, b"\xff" * 8, "longer")],
)
def test_an_array_that_is_none_of_ours_is_refused(at, wrong, says):
    """A type that could run code, too many dimensions, or more bytes than there are."""
    pipe = io.BytesIO()
    write_frame(pipe, [np.arange(10)])
    spoilt = bytearray(pipe.getvalue())
    spoilt[at : at + 8] = wrong
    with pytest.raises(ValueError, match=says):
        read_frame(io.BytesIO(bytes(spoilt)))


def test_arrays_can_be_changed_where_they_arrive():
    """What is read belongs to the reader."""
    pipe = io.BytesIO()
    write_frame(pipe, [np.zeros(3)])
    pipe.seek(0)
    (array,) = read_frame(pipe)
    array += 1
    assert array.tolist() == [1, 1, 1]


def test_nothing_is_unpickled():
    """An array of objects cannot be sent, so none can be received."""
    with pytest.raises(ValueError, match="pickle"):
        write_frame(io.BytesIO(), [np.array([object()])])
