"""The bytes of a project file → the project, trusting nothing: typed, bounded, every fault with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from explorer.domain.collector import collector_at_rest
from explorer.domain.kinds import Severity
from explorer.domain.project import Project
from explorer.domain.provenance import Problem, Source
from explorer.errors import StorageError
from explorer.language import marked, tr
from explorer.storage import canonical
from explorer.storage.encoding import body_hash
from explorer.storage.header import Header, read_header
from explorer.storage.packing import is_packed, unpacked
from explorer.storage.records import Gathering, Record

MAX_LINE = 8 * 1024 * 1024
_CHECK_EVERY = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """A project as it lay in its file. faults: what was odd about the file itself, though nothing was lost."""

    project: Project
    header: Header
    faults: tuple[Problem, ...] = ()

    @property
    def read_only(self) -> bool:
        """Whether a newer version wrote it, so that this one may only show it."""
        return self.header.read_only


def decode_project(data: bytes, where: str, check: Callable[[], None] = lambda: None) -> Stored:
    """The project in these bytes, gzipped or not; StorageError with the line where it is damaged.

    check is called often and may raise Cancelled.
    """
    if is_packed(data):
        data = unpacked(data, where)
    faults: list[str] = []
    first, end, body = data.partition(b"\n")
    if first.endswith(b"\r"):
        first = first[:-1]
        body = body.replace(b"\r\n", b"\n")  # no record holds either character as it is
        faults.append(tr("Its line ends were changed to those of Windows; saving it puts them right."))
    header, unknown, sound = read_header(first, where)
    said = sum(header.counts.values())
    if not end and said:
        raise _cut_short(where, 0, said)
    if not sound:
        faults.append(
            tr("Its first line was changed outside Ripplemap; the rest is as it says, or is told of below.")
        )
    gathering = Gathering()
    with collector_at_rest():
        count = _gather(gathering, body, where, check)
    if header.body != body_hash(body):
        if count < said or (body and not body.endswith(b"\n")):
            raise _cut_short(where, count, said)
        faults.append(
            tr("It was changed outside Ripplemap after it was saved; look it through before you rely on it.")
        )
    project = gathering.project(header.project, unknown)
    shown = tuple(Problem(text, Source(where, 1), Severity.WARNING) for text in faults)
    return Stored(project, header, shown)


def _gather(gathering: Gathering, body: bytes, where: str, check: Callable[[], None]) -> int:
    """Take every record in and say how many there were."""
    seen: set[tuple[str, bytes]] = set()
    count = 0
    for number, line in _lines(body):
        if not count % _CHECK_EVERY:
            check()
        try:
            record = _record(line)
            identity = (record.tag, canonical.encode(record.identity))
            if identity in seen:
                raise ValueError(tr("This {record} comes twice.", record=record.tag))
            seen.add(identity)
            gathering.add(record)
        except ValueError as error:
            raise StorageError(
                tr("The project is damaged. {reason}", reason=error),
                where=f"{where}:{number}",
                hint=tr(_BEFORE),
            ) from None
        count += 1
    while seen:  # one by one, for other threads would wait until a hundred thousand are dropped at once
        seen.pop()
    return count


def _record(line: bytes) -> Record:
    if len(line) > MAX_LINE:
        raise ValueError(tr("The line is longer than {size} MB.", size=MAX_LINE // 1024 // 1024))
    parts = canonical.decode(line)
    if not isinstance(parts, list) or len(parts) != 3:
        raise ValueError(tr("A line holds three things: what it is, which one, and what is said of it."))
    tag, identity, body = parts
    if not isinstance(tag, str) or not isinstance(body, dict):
        raise ValueError(tr("A line holds a word, an identity and a mapping."))
    return Record(tag, identity, body)


def _lines(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines of the body with their number in the file, where the header is line 1."""
    start, number = 0, 2
    while start < len(body):
        end = body.find(b"\n", start)
        end = len(body) if end < 0 else end
        yield number, body[start:end]
        start, number = end + 1, number + 1


def _cut_short(where: str, found: int, said: int) -> StorageError:
    return StorageError(
        tr("The project is cut short: {found:,} of {said:,} records are there.", found=found, said=said),
        where=where,
        hint=tr(_BEFORE),
    )


_BEFORE = marked("The file beside it that ends in .bak is the version before; a copy of it can be opened.")
