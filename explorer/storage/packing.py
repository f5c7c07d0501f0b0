"""Unpacking a gzipped project that anybody may have made: never more than a bounded multiple of what came in."""

from __future__ import annotations

import zlib

from explorer.errors import StorageError
from explorer.language import marked, tr

MAX_RATIO = 100
MAX_SIZE = 512 * 1024 * 1024
_MAGIC = b"\x1f\x8b"
_GZIP = 31  # wbits of zlib for exactly a gzip header and trailer


def is_packed(data: bytes) -> bool:
    """Whether it begins as gzip does."""
    return data.startswith(_MAGIC)


def unpacked(data: bytes, where: str) -> bytes:
    """The bytes inside; StorageError for a damaged or a monstrous one."""
    limit = min(len(data) * MAX_RATIO, MAX_SIZE)
    stream = zlib.decompressobj(_GZIP)
    try:
        result = stream.decompress(data, limit + 1)
    except zlib.error:
        raise StorageError(tr("The packed project is damaged."), where=where, hint=tr(_AGAIN)) from None
    if len(result) > limit:
        raise StorageError(
            tr(
                "The packed project unpacks to more than {ratio} times its size, or to more than "
                "{size} MB; it is not opened.",
                ratio=MAX_RATIO,
                size=MAX_SIZE // 1024 // 1024,
            ),
            where=where,
        )
    if not stream.eof:
        raise StorageError(tr("The packed project is cut short."), where=where, hint=tr(_AGAIN))
    if stream.unused_data:
        raise StorageError(
            tr("Something follows the end of the packed project."), where=where, hint=tr(_AGAIN)
        )
    return result


_AGAIN = marked("Ask for the copy again.")
