"""Frames: arrays through a pipe as plain bytes, each message with its length before it; no pickle."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Arrays = list[NDArray[Any]]
_LENGTH = 8
_LONGEST = 1 << 30


def write_frame(pipe: BinaryIO, arrays: Sequence[NDArray[Any]]) -> None:
    """Send one message of arrays."""
    body = io.BytesIO()
    body.write(len(arrays).to_bytes(_LENGTH, "little"))
    for array in arrays:
        np.lib.format.write_array(body, np.ascontiguousarray(array), allow_pickle=False)
    pipe.write(len(body.getbuffer()).to_bytes(_LENGTH, "little"))
    pipe.write(body.getbuffer())
    pipe.flush()


def read_frame(pipe: BinaryIO) -> Arrays:
    """Receive one message; EOFError where the other side is gone, ValueError where it speaks otherwise."""
    length = int.from_bytes(_exactly(pipe, _LENGTH), "little")
    if length > _LONGEST:
        raise ValueError(f"A message of {length} bytes is longer than any layout.")
    body = io.BytesIO(_exactly(pipe, length))
    count = int.from_bytes(body.read(_LENGTH), "little")
    if count > 16:
        raise ValueError(f"A message of {count} arrays is none of ours.")
    return [np.lib.format.read_array(body, allow_pickle=False) for _ in range(count)]


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
