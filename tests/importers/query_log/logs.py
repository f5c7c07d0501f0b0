"""Logs of our own, written as the databases write them."""

import csv
import io
import json

from explorer.importers.adapter import Location, Task
from explorer.importers.query_log.log_file import QueryLogAdapter


def csvlog(*rows):
    """Rows of PostgreSQL's csvlog, each a mapping of what differs from an ordinary statement of `ann`."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for number, row in enumerate(rows, 1):
        cells = [""] * 26
        said = {
            "time": "2026-11-02 08:00:00.000 UTC",
            "user": "ann",
            "database": "shop",
            "session": f"s{number}",
            "severity": "LOG",
            "state": "00000",
            "detail": "",
            "query": "",
            "application": "",
        } | row
        message = said.get("message", f"statement: {said.get('sql', '')}")
        for place, key in (
            (0, "time"),
            (1, "user"),
            (2, "database"),
            (5, "session"),
            (11, "severity"),
            (12, "state"),
            (14, "detail"),
            (19, "query"),
            (22, "application"),
        ):
            cells[place] = said[key]
        cells[13] = message
        cells[23] = "client backend"
        writer.writerow(cells)
    return file.getvalue()


def table(*rows):
    """A CSV file of mappings, whose keys are the header; what is no text stands in it as JSON."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in row.items()})
    return file.getvalue()


def read(folder, text, name="log.csv", users=None):
    """The statements of a log that lies in a folder, perhaps with rules for its users beside it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    if users is not None:
        (folder / "ripplemap-users.yaml").write_text(users, "utf-8")
    return QueryLogAdapter().read(Location(name, path=path), Task())


def edges(said):
    """(from, to, kind) → edge."""
    return {(s.edge.from_id, s.edge.to_id, str(s.edge.kind)): s.edge for s in said.edges}


def nodes(said):
    """Id → node."""
    return {node.id: node for node in said.nodes}


def messages(said):
    """The problems as a person reads them."""
    return [str(problem) for problem in said.problems]
