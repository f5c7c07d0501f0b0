"""A *.dvc file: data that was added by hand, or imported from another project or an address."""

from __future__ import annotations

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, Pin
from explorer.importers.dvc.artifacts import types_above
from explorer.importers.dvc.outputs import Thing, Things
from explorer.importers.dvc.project import Project
from explorer.importers.dvc.stages import Named
from explorer.importers.written_records import Faults, Record, identified
from explorer.language import tr


def read_tracked(name: str, project: Project) -> Statements:
    """What one file says: its data, and where that comes from."""
    root, faults = project.values_of(name), Faults(project.shown_path(name))
    record = Record(root, faults.source(1), name[:80], faults)
    said = Statements(name=project.name)
    types = types_above(project)
    outs = tracked_outs(record, project)
    for thing in outs:
        thing.sort = thing.sort or types.get(thing.id)
        thing.description = thing.description or record.text("desc")
        said.nodes.append(thing.node())
    frozen = record.truth("frozen")
    for dep in record.records("deps", tr("Origin")):
        for thing in outs:
            origin, edge = _origin(dep, thing, project, bool(frozen))
            if origin is not None and edge is not None:
                said.nodes.append(origin)
                said.edges.append(EdgeStatement(edge))
    record.known("md5", "meta", "wdir", "desc", "always_changed", "cmd", "hash")
    record.close()
    said.problems += faults.problems()
    return said


def tracked_outs(record: Record, project: Project) -> list[Thing]:
    """The data that a *.dvc file keeps."""
    things = Things(project)
    found = []
    for out in record.records("outs", tr("Output")):
        path = out.text("path")
        if path is None:
            out.tell(tr("An entry without a path is left out."))
            continue
        thing = things.thing(Named(path, out.place, out), record, record.text("wdir") or "")
        if thing is not None:
            found.append(thing)
    return found


def _origin(dep: Record, thing: Thing, project: Project, frozen: bool) -> tuple[Node | None, Edge | None]:
    """Where data was imported from, and the edge from there; what is frozen stays as it is until it is updated."""
    path, repo = dep.text("path"), dep.record("repo", tr("Repository"))
    dep.known("etag", "md5", "size", "nfiles", "hash", "checksum", "files", "db", "fs_config")
    dep.close()
    version, pin = None, Pin.FROZEN if frozen else None
    address = path and project.id_of(path)
    if repo is not None:
        url = repo.text("url") or "?"
        version = (repo.name("rev_lock") or "")[:12] or None
        pin = Pin.PINNED if version else pin
        address = f"{project.id_of(url) if '://' in url else url}#{path or ''}"
        repo.known("rev", "config", "remote")
        repo.close()
    origin = identified(dep, address) if address else None
    if origin is None or origin == thing.id:
        return None, None
    made = thing.node()
    node = Node(id=origin, kind=made.kind, name=origin, subtype=made.subtype, source=dep.place)
    edge = Edge(
        from_id=origin, to_id=thing.id, kind=EdgeKind.DERIVES, pin=pin, version=version, source=dep.place
    )
    return node, edge
