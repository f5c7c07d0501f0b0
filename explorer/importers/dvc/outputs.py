"""What DVC keeps: outputs of stages and files added by hand, with what the project says of each."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind, Subtype
from explorer.domain.provenance import Source
from explorer.importers.dvc.project import Project
from explorer.importers.dvc.stages import Named
from explorer.importers.written_records import Record, identified
from explorer.language import tr

_KINDS = {
    "model": NodeKind.MODEL,
    **dict.fromkeys(("embedding", "embeddings", "vocabulary", "mapping", "tokenizer"), NodeKind.ARTIFACT),
}
_PLOT_KEYS = ("x", "y", "x_label", "y_label", "title", "header", "template")
_KEPT_KEYS = (
    "cache",
    "persist",
    "checkpoint",
    "push",
    "path",
    "hash",
    "md5",
    "etag",
    "checksum",
    "isexec",
    "files",
)
_STATED = ("desc", "type", "labels", "meta", "remote", "size", "nfiles", "version_id", "cloud", "fs_path")


@dataclass(slots=True)
class Thing:
    """A file or folder on its way to a node; several places may say something of it."""

    id: str
    name: str
    place: Source
    sort: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    version: str | None = None
    same_as: tuple[str, ...] | None = None
    extra: dict[str, object] = field(default_factory=dict)

    def describe(self, record: Record) -> None:
        """Take what a mapping says of it; the first to say something counts."""
        self.sort = self.sort or record.name("type")
        self.description = self.description or record.text("desc") or record.text("description")
        self.tags = tuple(dict.fromkeys((*self.tags, *record.texts("labels"))))
        for key in ("meta", *_PLOT_KEYS, "remote", "size", "nfiles"):
            if key in record:
                self.extra.setdefault(_SHOWN_AS.get(key, key), record.plain(key))
        self.version = self.version or _hash(record)
        record.known(*_KEPT_KEYS, *_STATED)
        record.close()

    @property
    def kind(self) -> NodeKind:
        """What it is: a model or another artifact where the project says so, else a dataset."""
        return _KINDS.get((self.sort or "").lower(), NodeKind.DATASET)

    def node(self) -> Node:
        """It as a part of the system."""
        kind = self.kind
        extra = {**self.extra, "artifact_type": self.sort} if self.sort else self.extra
        return Node(
            id=self.id,
            kind=kind,
            name=self.name,
            subtype=Subtype.FILE if kind is NodeKind.DATASET else None,
            description=self.description,
            version=self.version,
            tags=self.tags or None,
            same_as=self.same_as,
            source=self.place,
            extra=extra,
        )


_SHOWN_AS = {"size": "size_bytes", "nfiles": "files"}


def _hash(record: Record) -> str | None:
    said = record.name("md5") or record.name("etag") or record.name("checksum")
    return said[:12] if said else None


class Things:
    """All that is read or written, by id."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.by_id: dict[str, Thing] = {}
        self.written: dict[str, str] = {}
        """By id of what is written, which stage or file writes it."""
        self._known: set[str] = set()
        self._sorted: list[str] = []

    def thing(self, named: Named, record: Record, wdir: str = "") -> Thing | None:
        """What a path means; None where it can be no id, which is told."""
        node_id = identified(record, self._project.id_of(named.text, wdir))
        if node_id is None:
            return None
        name = node_id.removeprefix(f"{self._project.name}/")
        made = self.by_id.setdefault(node_id, Thing(node_id, name, named.place))
        if named.about is not None:
            made.describe(named.about)
        return made

    def write(self, thing: Thing, writer: str, record: Record) -> None:
        """Note who writes it; two writers are told."""
        other = self.written.setdefault(thing.id, writer)
        if other != writer:
            record.tell(
                tr(
                    "“{path}” is written by “{other}” and by “{stage}”; DVC takes only one of them.",
                    path=thing.name,
                    other=other,
                    stage=writer,
                )
            )

    def settle(self, elsewhere: Iterable[str]) -> None:
        """All writers are known now; elsewhere: what other files of the project write."""
        self._known = {*self.written, *elsewhere}
        self._sorted = sorted(self._known)

    def behind(self, node_id: str) -> list[str]:
        """What is written that holds a path, or lies in it: itself, a folder around it, or what is in it."""
        if node_id in self._known:
            return [node_id]
        if around := self.around(node_id):
            return around
        begin = bisect_left(self._sorted, f"{node_id}/")
        inside = (self._sorted[at] for at in range(begin, len(self._sorted)))
        return list(takewhile(lambda inner: inner.startswith(f"{node_id}/"), inside))

    def around(self, node_id: str) -> list[str]:
        """The folder that is written and in which a path lies, if there is one."""
        folder = posixpath.dirname(node_id)
        while folder and folder != posixpath.dirname(folder):
            if folder in self._known:
                return [folder]
            folder = posixpath.dirname(folder)
        return []
