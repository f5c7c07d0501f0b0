"""A project as the bytes of its file: a header line, then a body with one record a line, in order of bytes."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

import explorer
from explorer.domain.project import Project
from explorer.errors import StorageError
from explorer.language import tr
from explorer.storage import canonical
from explorer.storage.header import FORMAT, MAX_PARENTS, SCHEMA, Header, header_line
from explorer.storage.packing import MAX_RATIO
from explorer.storage.records import HEADER_KEYS, records_of


def body_of(project: Project) -> tuple[bytes, Mapping[str, int]]:
    """The body, and how many records of each sort it holds; the same project gives the same bytes."""
    lines = []
    counts: Counter[str] = Counter()
    for record in records_of(project):
        try:
            lines.append(canonical.encode(list(record)))
        except ValueError as error:
            name = canonical_name(record.identity)
            raise StorageError(
                tr(
                    "The {record} {name} cannot be saved. {reason}",
                    record=record.tag,
                    name=name,
                    reason=error,
                )
            ) from None
        counts[record.tag] += 1
    lines.sort()
    return b"".join(line + b"\n" for line in lines), counts


def encode_project(
    project: Project, *, parents: tuple[str, ...] = (), saved: datetime | None = None
) -> bytes:
    """The whole file. parents: the hashes of bodies it was made from, the last first; saved: when, now where None."""
    body, counts = body_of(project)
    own = body_hash(body)
    lineage = [each for each in dict.fromkeys(parents) if each != own][:MAX_PARENTS]
    unknown = project.extra.get(HEADER_KEYS, {})
    header = Header(
        format=FORMAT,
        schema=SCHEMA,
        min_edit=SCHEMA,
        min_view=SCHEMA,
        app=f"Ripplemap {explorer.__version__}",
        project=project.id,
        saved=(saved or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        parents=lineage,
        body=own,
        counts=dict(counts),
    )
    return header_line(header, unknown if isinstance(unknown, Mapping) else {}) + b"\n" + body


def body_hash(body: bytes) -> str:
    """What the header says of the body."""
    return sha256(body).hexdigest()


def packed(data: bytes) -> bytes:
    """The file as it is sent to others: gzipped, never more tightly than a reader accepts."""
    for level in (9, 1, 0):
        small = gzip.compress(data, level, mtime=0)
        if len(data) <= len(small) * MAX_RATIO:
            break
    return small


def canonical_name(identity: object) -> str:
    """An identity as a message can hold it, whatever is in it."""
    return f"“{ascii(identity)[1:-1][:80] if isinstance(identity, str) else ascii(identity)[:80]}”"
