"""What is read of real systems, one row a source: python tests/benchmarks/corpus_table.py [FOLDER]

The sources are whatever the importers recognise in each folder that the README.md beneath FOLDER lists, or in each
folder where there is none. What the README counts is compared with what was read: `ok`, or both numbers. `unparsed`
is the share of statements of SQL that were not understood. Seconds are the processor's, those of helpers included.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from explorer.analysis.detectors.principals import principal_of  # noqa: E402
from explorer.analysis.detectors.undeclared_consumer import undeclared_reads  # noqa: E402
from explorer.domain.assembly import Statements  # noqa: E402
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Principal  # noqa: E402
from explorer.domain.system_graph import SystemGraph  # noqa: E402
from explorer.errors import InputError  # noqa: E402
from explorer.importers.adapter import Adapter, Gathering, Task  # noqa: E402
from explorer.importers.reading import walk  # noqa: E402
from explorer.importers.registry import SourcesRead, choose, joined, locate, read_sources  # noqa: E402

CORPUS = ROOT.parent / "shared/corpus"
MOST_VERSIONS, FEWEST_NODES = 20, 3
"""So many files, of so many nodes, are looked at for being versions of one system."""
USERS = (None, Principal.SERVICE, Principal.PERSON, Principal.BI_TOOL)


@dataclass(frozen=True)
class Source:
    """Files that one importer reads as one system, or a folder that all of them read together."""

    folder: str
    label: str
    importer: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """What was read of a source."""

    source: Source
    read: SourcesRead
    graph: SystemGraph
    problems: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Claim:
    """Something that a README counts: the words after its number, and how it is counted in what was read."""

    folder: str
    words: str
    count: Callable[[Row], int]
    importer: str = ""
    file: str = ""


def of_kind(*kinds: NodeKind) -> Callable[[Row], int]:
    """Nodes of these kinds."""
    return lambda row: sum(node.kind in kinds for node in row.graph.nodes.values())


def with_id(beginning: str) -> Callable[[Row], int]:
    """Nodes whose id begins so."""
    return lambda row: sum(node_id.startswith(beginning) for node_id in row.graph.nodes)


def edges_of(*kinds: EdgeKind) -> Callable[[Row], int]:
    """Edges of these kinds; of any where none is named."""
    return lambda row: sum(not kinds or key.kind in kinds for key in row.graph.edges)


def nodes_stated(row: Row) -> int:
    """Nodes as the files state them, before what is the same is put together."""
    return sum(len(part.nodes) for part in row.read.parts)


def unused_sources(row: Row) -> int:
    """Sources of dbt that nothing reads."""
    read = {key.from_id for key in row.graph.edges}
    return sum(node_id.startswith("source.") and node_id not in read for node_id in row.graph.nodes)


def sql_targets(row: Row) -> int:
    """Datasets that are declared where a file of SQL lies."""
    folders = {Path(file).parent for file in row.source.files if file.endswith(".sql")}
    declared = (n.source for n in row.graph.nodes.values() if n.source and n.evidence is Evidence.DECLARED)
    return sum(Path(source.name).parent in folders for source in declared)


def schema_objects(row: Row) -> int:
    """Parts of contracts, before what is the same is put together; a contract without any stands for itself."""
    return sum("/" in node.id for part in row.read.parts for node in part.nodes)


def stage_pairs(row: Row) -> int:
    """Pairs of stages of which one writes what the other reads."""
    written: dict[str, list[str]] = {}
    for key in row.graph.edges:
        if key.kind is EdgeKind.PRODUCES:
            written.setdefault(key.to_id, []).append(key.from_id)
    jobs = {node.id for node in row.graph.nodes.values() if node.kind is NodeKind.JOB}
    return len({(w, k.to_id) for k in row.graph.edges if k.to_id in jobs for w in written.get(k.from_id, ())})


def undeclared_readers(row: Row) -> int:
    """Readers that only the log shows, people who asked once among them; not the platform's own, nor backups."""
    readers = {edge.to_id for edge in undeclared_reads(row.graph)}
    return sum(principal_of(row.graph.nodes[reader]) in USERS for reader in readers)


def undeclared_tables(row: Row) -> int:
    """Tables that only the log shows."""
    nodes = row.graph.nodes.values()
    return sum(node.kind is NodeKind.DATASET and node.evidence is Evidence.OBSERVED for node in nodes)


CLAIMS = (
    Claim("dbt/calitp", "models", with_id("model.")),
    Claim("dbt/calitp", "seeds", with_id("seed.")),
    Claim("dbt/calitp", "sources,", with_id("source.")),
    Claim("dbt/calitp", "exposures", with_id("exposure.")),
    Claim("dbt/calitp", "without tests", edges_of()),
    Claim("dbt/calitp", "sources nobody uses", unused_sources),
    Claim("dbt/manifests", "models", with_id("model."), file="1.12"),
    Claim("dvc/bank-churn", "stages", of_kind(NodeKind.JOB), "dvc"),
    Claim("dvc/bank-churn", "stage-to-stage edges", stage_pairs, "dvc"),
    Claim("dvc/condo-avm", "stages", of_kind(NodeKind.JOB), "dvc"),
    Claim("dvc/condo-avm", "stage-to-stage edges", stage_pairs, "dvc"),
    Claim("dvc/condo-avm", "outs", edges_of(EdgeKind.PRODUCES), "dvc"),
    Claim("mlflow", "experiments", of_kind(NodeKind.JOB)),
    Claim("mlflow", "datasets", with_id("mlflow/dataset/")),
    Claim("mlflow", "registered models", of_kind(NodeKind.MODEL)),
    Claim("mlflow", "`business_objective` tags", of_kind(NodeKind.OBJECTIVE)),
    Claim("feast", "sources", of_kind(NodeKind.DATASET, NodeKind.PRODUCER)),
    Claim("feast", "on-demand view", of_kind(NodeKind.JOB)),
    Claim("postgres-query-log", "consumers", undeclared_readers, "all"),
    Claim("postgres-query-log", "undeclared tables", undeclared_tables, "all"),
    Claim("bigquery-etl", "targets", sql_targets, "sql"),
    Claim("backstage/demo", "entities", nodes_stated),
    Claim("odcs/examples", "contracts", lambda row: len(row.read.sources)),
    Claim("odcs/examples", "schema objects", schema_objects),
    Claim("odcs/examples", "properties", lambda row: _columns(row.read.parts)),
)


def _columns(parts: Iterable[Statements]) -> int:
    return sum(len(node.fields or ()) for part in parts for node in part.nodes)


def folders_of(root: Path) -> dict[str, str]:
    """The folders of the README's table, and what it says of each; every folder where there is no README."""
    try:
        text = (root / "README.md").read_text("utf-8")
    except FileNotFoundError:
        return {path.name: "" for path in sorted(root.iterdir()) if path.is_dir()}
    rows = re.findall(r"^\| ([\w./-]+) \|[^|]*\|(.*)\|$", text, re.MULTILINE)
    return {folder: said for folder, said in rows if (root / folder).is_dir()}


def sources(root: Path, folder: str) -> Iterator[Source]:
    """What each importer recognises in a folder; where there are several, all of it together as well."""
    found: dict[str, tuple[Adapter, list[Path]]] = {}
    for path in walk(root / folder, lambda path, reason: None):
        try:
            adapter = choose(locate(str(path)))
        except InputError:
            continue
        found.setdefault(adapter.name, (adapter, []))[1].append(path)
    for name, (adapter, paths) in found.items():
        for group in _systems(adapter, paths):
            label = folder if len(group) > 1 else group[0].relative_to(root).as_posix()
            yield Source(folder, label, name, tuple(map(str, group)))
    if len(found) > 1:
        yield Source(folder, folder, "all", (str(root / folder),))


def _systems(adapter: Adapter, paths: list[Path]) -> list[list[Path]]:
    """The files as systems: one, unless some are versions of one and state most of each other's nodes anew."""
    if len(paths) == 1 or len(paths) > MOST_VERSIONS or isinstance(adapter, Gathering):
        return [paths]
    said = [_places(adapter, path) for path in paths]
    for at, one in enumerate(said):
        for other in said[at + 1 :]:
            fewest = min(len(one), len(other))
            anew = sum(one[i] != other[i] for i in one.keys() & other.keys())
            if fewest >= FEWEST_NODES and 2 * anew > fewest:
                return [[path] for path in paths]
    return [paths]


def _places(adapter: Adapter, path: Path) -> dict[str, object]:
    try:
        return {node.id: node.source for node in adapter.read(locate(str(path)), Task()).nodes}
    except InputError:
        return {}


def row_of(source: Source) -> Row:
    """The source as it is read, and how long that took on the processor, here and in processes that it starts."""
    begin = _processor()
    read = read_sources(source.files, forced=None, task=Task())
    imported = joined(read, task=Task())
    return Row(source, read, imported.graph, tuple(map(str, imported.problems)), _processor() - begin)


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def unparsed(row: Row) -> float | None:
    """The share of statements that were not understood; None where there are none."""
    logs = {node.read_log for node in row.graph.nodes.values() if node.read_log is not None}
    said = [(log.queries, log.parsed) for log in logs if log.queries and log.parsed is not None]
    if said:
        return 1 - sum(parsed for _, parsed in said) / sum(queries for queries, _ in said)
    told = [re.search(r"([\d,]+) of ([\d,]+) files? of SQL could not", each) for each in row.problems]
    counts = [(_number(each[1]), _number(each[2])) for each in told if each]
    if counts:
        return sum(faulty for faulty, _ in counts) / sum(files for _, files in counts)
    return 0.0 if row.source.importer == "sql" else None


def compared(row: Row, said: str) -> list[str]:
    """Each claim of the README about this source: its words, and ok or what was counted instead."""
    told = []
    for claim in CLAIMS:
        source = row.source
        if claim.folder != source.folder or claim.importer not in ("", source.importer):
            continue
        expected = _expected(claim.words, said)
        if expected is None or claim.file not in source.label:
            continue
        counted = claim.count(row)
        verdict = "ok" if counted == expected else f"differs: {counted:,} read"
        told.append(f"{expected:,} {claim.words.rstrip(',')}: {verdict}")
    return told


def _expected(words: str, said: str) -> int | None:
    """The number before these words, or how many names stand there."""
    if number := re.search(rf"(\d[\d,]*) {re.escape(words)}", said):
        return _number(number[1])
    names = re.search(rf"((?:`[^`]+`(?:, | and )?)+) are {re.escape(words)}", said)
    return names[1].count("`") // 2 if names else None


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in Counter(kinds).most_common()) or "none"


def main(root: Path) -> int:
    """Print the table; 1 where a claim differs."""
    differing = 0
    print(f"{'source':<44}{'importer':<13}{'problems':>8}{'unparsed':>10}{'s':>7}  nodes; edges")
    for folder, said in folders_of(root).items():
        nothing = True
        for source in sources(root, folder):
            nothing = False
            try:
                row = row_of(source)
            except InputError as error:
                print(f"{source.label:<44}{source.importer:<13}cannot be read: {error.message}")
                continue
            share = unparsed(row)
            parsed = "–" if share is None else f"{share:.1%}"
            kinds = _kinds(node.kind for node in row.graph.nodes.values())
            edges = _kinds(key.kind for key in row.graph.edges)
            start = f"{source.label:<44}{source.importer:<13}{len(row.problems):>8,}{parsed:>10}"
            print(f"{start}{row.seconds:>7.2f}  {kinds}; {edges}", flush=True)
            for claim in compared(row, said):
                differing += "differs" in claim
                print(f"    {claim}")
        if nothing:
            print(f"{folder:<44}–")
    print(
        f"{differing} of the README's counts differ." if differing else "None of the README's counts differs."
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
