"""A made-up company's systems for the benchmark of all answers: teams of a hundred nodes, four edges a node, seeded.

A team has what a team has: events, tables between jobs, features, an embedding, two models with training data,
scores and pages, metrics that drive one another up to an objective, monitors. Every fourth team has users, who
see the pages and make the events; so most of what a model gives comes back. One read in ten is of an earlier
team's data, one in two hundred of a later one's. Much is known and some is not, as in real systems.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Contract, Edge, EdgeKey, Filter, Importance, Node, Team
from explorer.domain.kinds import (
    Access,
    Channel,
    Criticality,
    Direction,
    EdgeKind,
    Evidence,
    Fallback,
    Lifecycle,
    NodeKind,
    OnSchemaChange,
    Pin,
    Relation,
    Retrain,
    Role,
    Sign,
    Subtype,
    Versioning,
)
from explorer.domain.system_graph import SystemGraph

TEAM = 100
EDGES_PER_NODE = 4
TODAY = date(2026, 11, 20)
K = NodeKind
_MEMBERS = (
    (K.PRODUCER, 4), (K.DATASET, 32), (K.JOB, 22), (K.FEATURE, 20), (K.ARTIFACT, 1), (K.MODEL, 2), (K.CONSUMER, 6),
    (K.METRIC, 6), (K.OBJECTIVE, 1), (K.MONITOR, 5), (K.WORLD, 1),
)  # fmt: skip
_LAYERS = 4
"""Of a team's tables: events, two layers of cleaned ones, and what models learn from and give."""


def company(count: int, seed: int = 1, edges_per_node: float = EDGES_PER_NODE) -> SystemGraph:
    """The systems of as many teams as make `count` nodes."""
    return _Company(count, seed).graph(edges_per_node)


class _Company:
    def __init__(self, count: int, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a made-up system, no secret
        self.edges: dict[EdgeKey, Edge] = {}
        self.teams = [self._members(number) for number in range(max(1, count // TEAM))]

    def graph(self, edges_per_node: float) -> SystemGraph:
        """The whole."""
        for number, team in enumerate(self.teams):
            self._wire(number, team)
        nodes = [node for team in self.teams for group in team.values() for node in group]
        while len(self.edges) < edges_per_node * len(nodes):
            number = self.chance.randrange(len(self.teams))
            self._read_something(number)
        names = [Team(id=f"team-{number:04}") for number in range(len(self.teams))]
        return SystemGraph.of(nodes, self.edges.values(), name="company", as_of=TODAY, teams=names)

    def _sometimes(self, value: object, share: float) -> object:
        return value if self.chance.random() < share else None

    def _members(self, number: int) -> dict[NodeKind, list[Node]]:
        return {
            kind: [self._node(number, kind, place, count) for place in range(count)]
            for kind, count in _MEMBERS
            if kind is not K.WORLD or number % 4 == 0
        }

    def _node(self, number: int, kind: NodeKind, place: int, count: int) -> Node:
        chance, some = self.chance, self._sometimes
        attributes: dict[str, object] = {
            "owner": some(f"team-{number:04}", 0.95),
            "criticality": some(chance.choice(list(Criticality)), 0.2),
            "lifecycle": some(chance.choice(list(Lifecycle)), 0.05),
        }
        if kind is K.DATASET:
            layer = place * _LAYERS // count
            special = {0: Subtype.STREAM, 1: Subtype.TRAINING, 2: Subtype.PREDICTIONS, 3: Subtype.PREDICTIONS}
            attributes |= {
                "subtype": special.get(place % 8)
                if layer in (0, 3) and place % 8 != 1 - layer // 3
                else None,
                "access": some(chance.choice(list(Access)), 0.6),
                "contract": some(Contract(enforced=("schema",)), 0.2),
                "freshness": some(timedelta(hours=24), 0.5),
            }
        elif kind is K.JOB:
            attributes |= {
                "language": some(chance.choice(("python", "sql", "scala")), 0.8),
                "glue": some(True, 0.1),
            }
        elif kind is K.FEATURE:
            worth = Importance(value=chance.random() / 20, se=0.004)
            attributes |= {"view": f"t{number:04}.view{place % 3}", "importance": some(worth, 0.4)}
        elif kind is K.ARTIFACT:
            attributes |= {"version": "v7", "versioning": some(chance.choice(list(Versioning)), 0.6)}
        elif kind is K.MODEL:
            attributes |= {"version": some("3", 0.8), "retrain": some(chance.choice(list(Retrain)), 0.7)}
            attributes |= {"cadence": some(timedelta(days=7), 0.5)}
        elif kind is K.METRIC:
            attributes |= {
                "direction": some(Direction.UP, 0.8),
                "role": (Role.SUCCESS, Role.SUCCESS, Role.PROXY, Role.PROXY, Role.GUARDRAIL, Role.QUALITY)[
                    place
                ],
                "baseline": some(0.1, 0.6),
                "target": some(0.2, 0.6),
            }
        elif kind is K.OBJECTIVE:
            attributes |= {"direction": Direction.UP}
        elif kind is K.MONITOR:
            attributes |= {
                "detects": some(tuple(chance.sample(list(Channel), 2)), 0.8),
                "lag": some(timedelta(hours=1), 0.5),
            }
        name = f"{kind} {number}.{place}"
        return Node(id=f"t{number:04}.{kind}-{place:02}", kind=kind, name=name, **attributes)  # type: ignore[arg-type]

    def _join(self, start: Node, end: Node, **attributes: object) -> None:
        chance, some = self.chance, self._sometimes
        kind = attributes.pop("kind", None) or infer_edge_kind(start, end)
        stated: dict[str, object] = {
            "evidence": chance.choice([Evidence.DECLARED] * 18 + [Evidence.OBSERVED, Evidence.INFERRED]),
            "last_seen": some(TODAY, 0.3),
        }
        if kind in (EdgeKind.FEEDS, EdgeKind.DERIVES):
            stated |= {
                "pin": some(chance.choice(list(Pin)), 0.05),
                "fallback": some(chance.choice(list(Fallback)), 0.2),
                "on_schema_change": some(chance.choice(list(OnSchemaChange)), 0.4),
                "select_all": some(chance.random() < 0.5, 0.3),
                "fields": some(("a", "b"), 0.4),
            }
        edge = Edge(from_id=start.id, to_id=end.id, kind=kind, **(stated | attributes))  # type: ignore[arg-type]
        self.edges.setdefault(edge.key, edge)

    def _wire(self, number: int, team: dict[NodeKind, list[Node]]) -> None:
        chance = self.chance
        events, raw, clean, final = self._layers(number)
        for producer in team[K.PRODUCER]:
            self._join(producer, chance.choice(events))
        for place, job in enumerate(team[K.JOB]):
            sources, targets = ((events, raw), (raw, clean), (clean, final))[place % 3]
            for source in chance.sample(sources, 2):
                self._join(source, job)
            self._join(job, targets[place // 3 % len(targets)])
        for feature in team[K.FEATURE]:
            for table in chance.sample(clean, 2):
                self._join(table, feature)
            for artifact in team[K.ARTIFACT] if chance.random() < 0.3 else ():
                self._join(artifact, feature)
            self._join(feature, chance.choice(team[K.MODEL]))
        for place, model in enumerate(team[K.MODEL]):
            self._model(team, final, model, place)
        self._shown(number, team, events)
        self._measured(team, events, clean)

    def _layers(self, number: int) -> list[list[Node]]:
        tables = self.teams[number][K.DATASET]
        size = len(tables) // _LAYERS
        return [tables[i * size : (i + 1) * size] for i in range(_LAYERS)]

    def _model(self, team: dict[NodeKind, list[Node]], final: list[Node], model: Node, place: int) -> None:
        chance = self.chance
        self._join(final[0], model, kind=EdgeKind.TRAINS)
        self._join(model, final[2 + place])
        for page in chance.sample(team[K.CONSUMER], 3):
            picked = Filter(field="score", op=">=", value=0.5) if chance.random() < 0.3 else None
            self._join(final[2 + place], page, filter=picked, exploration=self._sometimes(0.05, 0.1))
        if chance.random() < 0.9:
            self._join(model, team[K.METRIC][place], kind=EdgeKind.OPTIMISES)

    def _shown(self, number: int, team: dict[NodeKind, list[Node]], events: list[Node]) -> None:
        (users,) = self.teams[number - number % 4][K.WORLD]
        for page in team[K.CONSUMER][:3]:
            self._join(page, users)
        for stream in events[:2]:
            self._join(users, stream, confidence=self._sometimes(0.9, 0.5))

    def _measured(self, team: dict[NodeKind, list[Node]], events: list[Node], clean: list[Node]) -> None:
        chance, metrics = self.chance, team[K.METRIC]
        for place, metric in enumerate(metrics):
            self._join(chance.choice(events + clean), metric)
            driven = team[K.OBJECTIVE][0] if place in (2, 3) else metrics[2 + place % 2]
            if place < 4:
                relation = self._sometimes(Relation.COMPONENT, 0.5)
                self._join(
                    metric, driven, sign=chance.choice([Sign.PLUS] * 8 + list(Sign)), relation=relation
                )
        for monitor in team[K.MONITOR]:
            self._join(chance.choice(events + clean + team[K.MODEL]), monitor)

    def _read_something(self, number: int) -> None:
        """One more read of some table by a job, a feature or a consumer, mostly of the same team."""
        chance, team = self.chance, self.teams[number]
        reader = chance.choice(team[chance.choice((K.JOB, K.JOB, K.FEATURE, K.FEATURE, K.CONSUMER))])
        far = chance.random()
        if far < 0.1:
            number = max(0, number - chance.randint(1, 12))
        elif far < 0.105:
            number = min(len(self.teams) - 1, number + chance.randint(1, 12))
        layers = self._layers(number)
        layer = 3
        if reader.kind is K.JOB:
            layer = int(reader.id[-2:]) % 3
        elif reader.kind is K.FEATURE:
            layer = 2
        self._join(chance.choice(layers[layer]), reader)
