"""Protobuf's wire format: the numbered fields of one message, and nothing of what they mean.

Four rules make it, unchanged since it was published: a key of number and wire type, variable-length integers, eight
and four bytes, and lengths with so many bytes. A whole runtime with a compiled part is not worth its weight for that.
"""

from __future__ import annotations

from collections.abc import Iterator

from explorer.language import tr

Scalar = int | bytes
_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5
_LONGEST_VARINT = 10


def fields(data: bytes) -> Iterator[tuple[int, Scalar]]:
    """Number and value of each field: an integer, or the bytes of a text, of a message or of a fixed-size number.

    ValueError where it is no message.
    """
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if number == 0:
            raise ValueError(tr("a field has the number 0"))
        if wire == _VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        if wire == _LENGTH:
            size, at = _varint(data, at)
        elif wire in (_EIGHT_BYTES, _FOUR_BYTES):
            size = 8 if wire == _EIGHT_BYTES else 4
        else:
            raise ValueError(tr("a field is of a sort that protobuf does not have"))
        if size > len(data) - at:
            raise ValueError(tr("it is cut short"))
        yield number, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The integer that begins at a place, and the place behind it."""
    value = 0
    for step in range(_LONGEST_VARINT):
        if at + step >= len(data):
            raise ValueError(tr("it is cut short"))
        byte = data[at + step]
        value |= (byte & 0x7F) << 7 * step
        if byte < 0x80:
            return value, at + step + 1
    raise ValueError(tr("a number has no end"))
