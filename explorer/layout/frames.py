"""Frames: arrays through a pipe as plain bytes, each message with its length before it; no pickle.

numpy's own format is not used: it reads an array's header with Python's parser, which fails now and then on Python
3.11 while another thread parses, too.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import prod
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Arrays = list[NDArray[Any]]
_LENGTH = 8
_LONGEST = 1 << 30
_KINDS = "biuf"
"""Of the types that are sent: truths and numbers."""
_MOST_DIMENSIONS = 4


def write_frame(pipe: BinaryIO, arrays: Sequence[NDArray[Any]]) -> None:
    """Send one message of arrays; ValueError where one holds anything but numbers."""
    body = io.BytesIO()
    _write_number(body, len(arrays))
    for array in arrays:
        if array.dtype.kind not in _KINDS:
            raise ValueError(f"An array of {array.dtype} would have to be pickled.")
        body.write(array.dtype.str.encode().ljust(_LENGTH))
        for number in (array.ndim, *array.shape):
            _write_number(body, number)
        body.write(array.tobytes())
    _write_number(pipe, len(body.getbuffer()))
    pipe.write(body.getbuffer())
    pipe.flush()


def read_frame(pipe: BinaryIO) -> Arrays:
    """Receive one message; EOFError where the other side is gone, ValueError where it speaks otherwise."""
    length = _read_number(pipe)
    if length > _LONGEST:
        raise ValueError(f"A message of {length} bytes is longer than any layout.")
    body = io.BytesIO(_exactly(pipe, length))
    count = _read_number(body)
    if count > 16:
        raise ValueError(f"A message of {count} arrays is none of ours.")
    return [_read_array(body) for _ in range(count)]


def _read_array(body: BinaryIO) -> NDArray[Any]:
    name = _exactly(body, _LENGTH).decode("ascii").rstrip()
    if name[1:2] not in tuple(_KINDS):
        raise ValueError(f"An array of {name} is none of ours.")
    kind, dimensions = np.dtype(name), _read_number(body)
    if dimensions > _MOST_DIMENSIONS:
        raise ValueError(f"An array of {dimensions} dimensions is none of ours.")
    shape = [_read_number(body) for _ in range(dimensions)]
    size = prod(shape) * kind.itemsize
    if size > _LONGEST:
        raise ValueError(f"An array of {size} bytes is longer than any layout.")
    return np.frombuffer(bytearray(_exactly(body, size)), kind).reshape(shape)


def _write_number(pipe: BinaryIO, number: int) -> None:
    pipe.write(number.to_bytes(_LENGTH, "little"))


def _read_number(pipe: BinaryIO) -> int:
    return int.from_bytes(_exactly(pipe, _LENGTH), "little")


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
