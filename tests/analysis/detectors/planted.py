"""Systems of 500 nodes in good order, and debts planted in them one by one, with what must be found for each."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Contract, Edge, Filter, Importance, Node, ReadLog
from explorer.domain.kinds import (
    Access,
    EdgeKind,
    Evidence,
    Lifecycle,
    NodeKind,
    Pin,
    Subtype,
    Versioning,
)
from explorer.domain.system_graph import SystemGraph

TODAY = date(2026, 11, 20)
UNITS = 36
ENFORCED = Contract(enforced=("schema",))
WORTH = Importance(value=0.03, se=0.004, at=TODAY)
NOTHING = Importance(value=0.0, se=0.002, at=TODAY)


class Builder:
    """A system that grows. Every node has what a tidy manifest states, unless a plant says otherwise."""

    def __init__(self):
        self.nodes, self.edges = {}, {}

    def node(self, kind, name, owner, **attributes):
        """Add or replace a node."""
        kind = NodeKind(kind)
        given = {"owner": owner}
        if kind is NodeKind.JOB:
            given["language"] = "python"
        if kind in (NodeKind.DATASET, NodeKind.ARTIFACT):
            given |= {"access": Access.CONTROLLED, "contract": ENFORCED, "versioning": Versioning.ANNOUNCED}
        if kind is NodeKind.FEATURE:
            given |= {"importance": WORTH, "contract": ENFORCED}
        if kind is NodeKind.MODEL:
            given["contract"] = ENFORCED
        self.nodes[name] = Node(id=name, kind=kind, name=name, **{**given, **attributes})
        return name

    def edge(self, start, end, kind=None, **attributes):
        """Add or replace an edge."""
        found = kind or infer_edge_kind(self.nodes[start], self.nodes[end])
        edge = Edge(from_id=start, to_id=end, kind=EdgeKind(found), **attributes)
        self.edges[edge.key] = edge

    def change(self, name, **attributes):
        """Change what is stated of a node."""
        self.nodes[name] = replace(self.nodes[name], **attributes)

    def graph(self):
        """The system as it is."""
        return SystemGraph.of(self.nodes.values(), self.edges.values(), as_of=TODAY)


def tidy_system():
    """36 units of 14 nodes, each a pipeline with its model, read by the next team."""
    b = Builder()
    for u in range(UNITS):
        t = f"team-{u % 6}"
        b.node("producer", f"app-{u}", t)
        b.node("dataset", f"raw-{u}", t)
        b.node("job", f"clean-{u}", t)
        b.node("dataset", f"good-{u}", t)
        b.node("job", f"sample-{u}", t)
        b.node("dataset", f"train-{u}", t, subtype=Subtype.TRAINING)
        b.node("artifact", f"words-{u}", t, version="1")
        for f in "abc":
            b.node("feature", f"{f}-{u}", t)
        b.node("model", f"model-{u}", t)
        b.node("dataset", f"scores-{u}", t, subtype=Subtype.PREDICTIONS)
        b.node("consumer", f"page-{u}", t)
        b.node("metric", f"clicks-{u}", t)
        flow = ("app", "raw", "clean", "good", "sample", "train", "model", "scores", "page")
        for start, end in pairwise(flow):
            b.edge(f"{start}-{u}", f"{end}-{u}")
        b.edge(f"good-{u}", f"words-{u}")
        for f, read in (("a", "good"), ("b", "good"), ("c", "words")):
            b.edge(f"{read}-{u}", f"{f}-{u}")
            b.edge(f"{f}-{u}", f"model-{u}")
        b.edge(f"good-{u}", f"clicks-{u}")
        b.edge(f"model-{u}", f"clicks-{u}", "optimises")
    for u in range(UNITS):
        b.edge(f"scores-{u}", f"page-{(u + 1) % UNITS}")
    return b


def undeclared(b, u):
    """A service of which only the log knows, and a backup that is none."""
    for name in (f"svc-{u}", f"pg_dump-{u}"):
        b.node("consumer", name, f"team-{u % 6}", evidence=Evidence.OBSERVED)
        b.edge(f"good-{u}", name, evidence=Evidence.OBSERVED, count=139, last_seen=TODAY)
    return {("undeclared-consumer", "", f"svc-{u}")}


def stale_reader(b, u):
    """A daily reader that a month of log has not seen."""
    log = ReadLog(log="audit", since=TODAY - timedelta(days=29), until=TODAY)
    b.node("dataset", f"list-{u}", f"team-{u % 6}", read_log=log)
    b.node("consumer", f"daily-{u}", f"team-{u % 6}", cadence=timedelta(days=1))
    b.edge(f"sample-{u}", f"list-{u}")
    b.edge(f"list-{u}", f"daily-{u}")
    return {("stale-consumer", "", f"daily-{u}")}


def silent_artifact(b, u):
    """An embedding that changes silently, followed live and held frozen."""
    t = f"team-{u % 6}"
    b.node("artifact", f"emb-{u}", t, version="v7", versioning=Versioning.SILENT)
    b.edge(f"clean-{u}", f"emb-{u}")
    b.edge(f"emb-{u}", f"a-{u}")
    b.node("model", f"copy-{u}", t)
    b.edge(f"emb-{u}", f"copy-{u}", pin=Pin.FROZEN, version="v6")
    b.node("consumer", f"copy-page-{u}", t)
    b.edge(f"copy-{u}", f"copy-page-{u}")
    return {("unstable-dependency", "", f"emb-{u}"), ("mixed-versions", "", f"emb-{u}")}


def unused_features(b, u):
    """One feature, or group, of each class."""
    t = f"team-{u % 6}"
    new = {
        "legacy": {"lifecycle": Lifecycle.DEPRECATED, "last_used": date(2023, 1, 1)},
        "negligible": {"importance": NOTHING},
        "inconclusive": {"importance": Importance(value=0.006, se=0.004)},
        "structural": {},
        "correlated-1": {"importance": NOTHING, "correlated": f"group-{u}"},
        "correlated-2": {"importance": NOTHING, "correlated": f"group-{u}"},
        "bundled-1": {"importance": None, "bundle": f"spring-{u}"},
        "bundled-2": {"importance": None, "bundle": f"spring-{u}"},
    }
    for name, attributes in new.items():
        b.node("feature", f"{name}-{u}", t, **attributes)
        b.edge(f"good-{u}", f"{name}-{u}")
        if name != "structural":
            b.edge(f"{name}-{u}", f"model-{u}")
    return {("unused-feature", name.split("-")[0], f"{name}-{u}") for name in new}


def threshold(b, u):
    """A filter by a number on what the model says."""
    b.edge(f"scores-{u}", f"page-{u}", filter=Filter(field="p", op=">=", value=0.5))
    return {("fixed-threshold", "", f"scores-{u}")}


def dead_experiment(b, u):
    """A job and its table, tried last year."""
    b.node("job", f"try-{u}", f"team-{u % 6}", lifecycle=Lifecycle.EXPERIMENTAL, last_used=date(2025, 1, 1))
    b.edge(f"good-{u}", f"try-{u}")
    return {("dead-experimental-path", "", f"try-{u}")}


def prototype(b, u):
    """The job that everything rests on is an experiment."""
    b.change(f"sample-{u}", lifecycle=Lifecycle.EXPERIMENTAL, last_used=TODAY)
    return {("prototype-in-use", "", f"sample-{u}")}


def cascade(b, u):
    """A second model that corrects the first, by a pinned feature, for the same metric."""
    t = f"team-{u % 6}"
    b.node("feature", f"score-{u}", t)
    b.change(f"scores-{u}", version="1")
    b.edge(f"scores-{u}", f"score-{u}", pin=Pin.PINNED, version="1")
    b.node("model", f"second-{u}", t)
    b.edge(f"score-{u}", f"second-{u}")
    b.edge(f"second-{u}", f"clicks-{u}", "optimises")
    b.node("consumer", f"second-page-{u}", t)
    b.edge(f"second-{u}", f"second-page-{u}")
    return {("correction-cascade", "", f"second-{u}")}


def entangled(b, u):
    """A second model that shares a feature with the first and is shown on the same page."""
    b.node("model", f"twin-{u}", f"team-{u % 6}")
    b.edge(f"a-{u}", f"twin-{u}")
    b.edge(f"twin-{u}", f"page-{u}")
    return {("entanglement", "", f"twin-{u}")}


def jungle(b, u):
    """Eight glue jobs in five languages and two teams, behind the unit's table."""
    languages = ("perl", "bash", "awk", "scala", "r")
    before = f"good-{u}"
    for i in range(8):
        t = f"team-{(u + i) % 2}"
        b.node("job", f"glue{i}-{u}", t, glue=True, language=languages[i % 5])
        b.node("dataset", f"patch{i}-{u}", t)
        b.edge(before, f"glue{i}-{u}")
        b.edge(f"glue{i}-{u}", f"patch{i}-{u}")
        before = f"patch{i}-{u}"
    b.edge(before, f"b-{u}")
    return {("pipeline-jungle", "", f"glue3-{u}"), ("many-languages", "", f"glue3-{u}")}


def registry(b, u):
    """What a registry's own checks find."""
    t = f"team-{u % 6}"
    b.node("producer", f"orphan-{u}", t)
    b.node("job", f"dead-end-{u}", t)
    b.edge(f"good-{u}", f"dead-end-{u}")
    b.node("dataset", f"Twice-{u}", t)
    b.node("dataset", f"twice-{u}", t)
    for name in (f"Twice-{u}", f"twice-{u}"):
        b.edge(f"app-{u}", name)
        b.edge(name, f"clean-{u}")
    b.nodes[f"ghost-{u}"] = Node(id=f"ghost-{u}", kind=NodeKind.UNKNOWN, name=f"ghost-{u}")
    b.edge(f"ghost-{u}", f"clean-{u}", evidence=Evidence.INFERRED)
    b.node("job", f"unowned-{u}", None)
    b.edge(f"raw-{u}", f"unowned-{u}")
    b.edge(f"unowned-{u}", f"good-{u}")
    b.change(f"raw-{u}", access=Access.NONE)
    return {
        ("orphan-producer", "", f"orphan-{u}"),
        ("dead-end-job", "", f"dead-end-{u}"),
        ("duplicate-id", "", f"twice-{u}"),
        ("dangling-reference", "", f"ghost-{u}"),
        ("no-owner", "", f"unowned-{u}"),
        ("open-access", "", f"raw-{u}"),
    }


def no_contract(b, u):
    """Another team's page reads scores that no contract holds."""
    b.change(f"scores-{u}", contract=None)
    return {("cross-team-without-contract", "", f"scores-{u}")}


def deprecated(b, u):
    """A deprecated table beside the good one, still read."""
    b.node("dataset", f"old-{u}", f"team-{u % 6}", lifecycle=Lifecycle.DEPRECATED)
    b.edge(f"clean-{u}", f"old-{u}")
    b.edge(f"old-{u}", f"page-{u}")
    return {("reads-deprecated", "", f"old-{u}")}


def outdated(b, u):
    """A table that was last used years ago, says the manifest, and yesterday, says the log."""
    b.change(f"good-{u}", last_used=date(2023, 1, 1))
    b.edge(f"good-{u}", f"sample-{u}", last_seen=TODAY)
    return {("outdated-manifest", "", f"good-{u}")}


PLANTS = (
    undeclared,
    stale_reader,
    silent_artifact,
    unused_features,
    threshold,
    dead_experiment,
    prototype,
    cascade,
    entangled,
    jungle,
    registry,
    no_contract,
    deprecated,
    outdated,
)


def planted_system(seed):
    """A system with every debt planted somewhere, some twice; and what must be found."""
    chance = random.Random(seed)  # noqa: S311 - a made-up system, no secret
    b = tidy_system()
    plants = [*PLANTS, *chance.sample(PLANTS, 6)]
    expected = set()
    # no two neighbours, since each unit's scores are read by the next
    for plant, unit in zip(plants, chance.sample(range(UNITS), len(plants)), strict=True):
        expected |= plant(b, unit)
    return b.graph(), expected
