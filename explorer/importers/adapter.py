"""What an importer is: it says whether it knows a source, and turns it into statements.

An adapter states what the source says and judges nothing: kinds that are left open, ids that nobody declares
and statements that disagree are settled when all sources have spoken (domain/assembly.py). An adapter may be
handed anything; what it cannot use is a Problem with its place, what it cannot read at all an InputError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from explorer.domain.assembly import Statements
from explorer.errors import InputError
from explorer.language import tr


@dataclass(frozen=True, slots=True)
class Location:
    """Where a source is: a file or folder, or the URL of a database; `shown` never holds a password."""

    shown: str
    path: Path | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        # A file's name may hold bytes that are no UTF-8; they would end up in texts that no file can hold.
        plain = self.shown.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        object.__setattr__(self, "shown", plain)


@dataclass(frozen=True, slots=True)
class Task:
    """How long work tells of itself and is stopped: both are called from the working thread.

    progress takes what is being done and the part of it that is done, 0 to 1, or None when that is unknown.
    check raises Cancelled when a person has asked to stop; call it at least every 50 ms.
    """

    progress: Callable[[str, float | None], None] = lambda text, part: None
    check: Callable[[], None] = lambda: None


class Adapter(Protocol):
    """One kind of source. Found through the entry-point group `ripplemap.importers` and the built-in list."""

    @property
    def name(self) -> str:
        """What `--as` calls it, such as "dbt"."""

    @property
    def recognises(self) -> str:
        """One line that says which sources it takes."""

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether the source looks like its own; `head` is the start of a file (64 KB), empty otherwise."""

    def read(self, location: Location, task: Task) -> Statements:
        """All that the source says; InputError when it cannot be read at all."""


@runtime_checkable
class Gathering(Protocol):
    """An adapter whose files are pieces of one log, so that those of a folder are read as one."""

    def read_together(self, locations: Sequence[Location], task: Task) -> Statements:
        """All that the files say; one that cannot be read is a problem, InputError when none can."""


@runtime_checkable
class Explaining(Protocol):
    """An adapter whose tool writes files that are not read by themselves."""

    def instead_of(self, location: Location, head: bytes) -> InputError | None:
        """Of a file that no adapter takes: what it is and what to open instead, where it is of this tool."""


def what_is_read(known: Sequence[Adapter]) -> str:
    """The kinds of source there are, for somebody who brought something else; of one alone, how it is known."""
    if len(known) == 1:
        return tr("Looked for: {importers}.", importers=tr(known[0].recognises))
    return tr(
        "There are: {importers}. `ripplemap adapters` and the help on importing say what each takes.",
        importers=", ".join(tr(each.recognises).split(":")[0] for each in known),
    )
