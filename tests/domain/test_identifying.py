"""Which names are one thing, checked against a plain definition that looks at every pair."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.addresses import path_of, table_of
from explorer.domain.entities import Node
from explorer.domain.identifying import identify
from explorer.domain.identity import Decision, Doubt, Link, Rule, Verb
from explorer.domain.kinds import Evidence, NodeKind
from explorer.domain.provenance import Source

A, B = Source("a.yaml", 1), Source("b.yaml", 1)


def dataset(node_id, *same_as, **given):
    """A dataset that may have other names."""
    return Node(**{"id": node_id, "name": node_id, "kind": NodeKind.DATASET, "same_as": same_as, **given})


def test_the_short_name_is_the_only_table_of_that_name():
    """A name without its database is completed where only one database has such a schema; the way is told."""
    model = dataset("model.shop.orders", '"db"."public"."orders"', source=A)
    seen = dataset("public.orders", evidence=Evidence.OBSERVED, source=B)
    found = identify([seen, model])
    assert found.stands_for == {
        "public.orders": "model.shop.orders", '"db"."public"."orders"': "model.shop.orders",
    }  # fmt: skip
    assert found.why["public.orders"] == (
        Link("public.orders", '"db"."public"."orders"', Rule.ONE_DATABASE),
        Link('"db"."public"."orders"', "model.shop.orders", Rule.SAID, A),
    )
    assert found.doubts == []


def test_two_databases_leave_a_doubt():
    """Where two databases have the schema nothing is merged, and each table that it could be is named."""
    found = identify([dataset("db1.s.t"), dataset("db2.s.t"), dataset("s.t"), dataset("s.u")])
    assert found.stands_for == {}
    assert found.doubts == [Doubt("s.t", ("db1.s.t", "db2.s.t"))]


def test_a_second_database_with_the_schema_is_enough_for_a_doubt():
    """The table may lie in the other one as well, of which nobody has spoken."""
    found = identify([dataset("db1.s.t"), dataset("db2.s.x"), dataset("s.t")])
    assert (found.stands_for, found.doubts) == ({}, [Doubt("s.t", ("db1.s.t",))])


def test_a_doubt_is_told_once_of_a_thing():
    """Two spellings of one short name, and a table with an alias: one doubt, under the ids that stand."""
    model = dataset("model.shop.orders", "db1.s.t")
    found = identify([model, dataset("db2.s.t"), dataset("s.t"), dataset('"s"."t"')])
    assert found.doubts == [Doubt('"s"."t"', ("db2.s.t", "model.shop.orders"))]


def test_whoever_is_none_of_them_is_a_thing_of_its_own():
    """Nothing else is linked here; one candidate that nobody spoke of when that was decided is a doubt again."""
    nodes = [dataset("db1.s.t"), dataset("db2.s.t"), dataset("s.t")]
    neither = [Decision(Verb.APART, "s.t", other) for other in ("db1.s.t", "db2.s.t")]
    assert identify(nodes, decisions=neither[:1]).doubts == [Doubt("s.t", ("db2.s.t",))]
    assert identify(nodes, decisions=neither).doubts == []
    assert identify([*nodes, dataset("db3.s.t")], decisions=neither).doubts == [Doubt("s.t", ("db3.s.t",))]
    named = dataset("model.shop.orders", "db1.s.t")
    assert identify([named, *nodes], decisions=neither).doubts == []


def test_what_lies_between_two_that_are_apart_is_settled_by_hand():
    """A name that rules join to both is a doubt until somebody says which it is, or that it is neither."""
    nodes = [dataset("a", "db.s.t"), dataset("b", "db.s.t"), dataset("db.s.t")]
    apart = Decision(Verb.APART, "a", "b")
    assert identify(nodes, decisions=[apart]).doubts == [Doubt("db.s.t", ("a", "b"))]
    to_a = identify(nodes, decisions=[apart, Decision(Verb.SAME, "a", "db.s.t")])
    assert (to_a.stands_for, to_a.doubts) == ({"db.s.t": "a"}, [])
    neither = [Decision(Verb.APART, "db.s.t", other) for other in "ab"]
    found = identify(nodes, decisions=[apart, *neither])
    assert (found.stands_for, found.doubts) == ({}, [])


def test_case_is_as_the_engine_folds():
    """An unquoted name is small in PostgreSQL and large in Snowflake; without an engine it is as it is written."""
    postgres = identify([dataset("postgres://h/db.s.t"), dataset("DB.S.T"), dataset('"DB"."S"."T"')])
    assert postgres.stands_for == {"postgres://h/db.s.t": "DB.S.T"}
    snowflake = identify([dataset("snowflake://a/db.s.t"), dataset("db.s.t"), dataset('"DB"."S"."T"')])
    assert {*snowflake.stands_for, *snowflake.stands_for.values()} == {
        "snowflake://a/db.s.t", "db.s.t", '"DB"."S"."T"',
    }  # fmt: skip
    assert identify([dataset("DB.S.T"), dataset("db.s.t")]).stands_for == {}


def test_a_table_is_no_file_and_a_model_is_no_table():
    """The rule for tables speaks of datasets only; at one path only things of one kind are one."""
    model = Node(id="s3a://b/m", name="m", kind=NodeKind.MODEL)
    found = identify(
        [model, dataset("s3://b/m"), dataset("a.b"), Node(id="x.a.b", name="", kind=NodeKind.JOB)]
    )
    assert found.stands_for == {}
    named = identify([model, dataset("s3://b/m")], named=["s3n://b/m"])
    assert named.doubts == [Doubt("s3n://b/m", ("s3://b/m", "s3a://b/m"))]


def test_who_stands_for_the_others():
    """What is kept, then what a person put first, what is declared, what says the other's name, then the alphabet."""
    said = [dataset("b", "a"), dataset("a")]
    assert identify(said).stands_for == {"a": "b"}
    assert identify(said, kept=["a"]).stands_for == {"b": "a"}
    assert identify([dataset("b", "a", evidence=Evidence.OBSERVED), dataset("a")]).stands_for == {"b": "a"}
    by_hand = [Decision(Verb.SAME, "b", "a")]
    assert identify([dataset("a"), dataset("b")], decisions=by_hand).stands_for == {"a": "b"}
    assert identify([dataset("b", "a"), dataset("a", "b")]).stands_for == {"b": "a"}


def test_what_is_taken_apart_stays_apart():
    """What would join the two again, a third or a common name, could be either and joins neither."""
    nodes = [dataset("x", "db.s.t"), dataset("y", "db.s.t"), dataset("db.s.t", evidence=Evidence.OBSERVED)]
    assert set(identify(nodes).stands_for) == {"y", "db.s.t"}
    found = identify(nodes, decisions=[Decision(Verb.APART, "x", "y")])
    assert found.stands_for == {}
    assert found.doubts == [Doubt("db.s.t", ("x", "y"))]
    settled = identify(nodes, decisions=[Decision(Verb.APART, "x", "y"), Decision(Verb.SAME, "x", "db.s.t")])
    assert settled.stands_for == {"db.s.t": "x"}


PLACES = ["s.t", "S.T", '"s"."t"', "d.s.t", '"d"."s"."t"', "e.s.t", "D.s.t", "pg://h/d.s.t"]
NAMES = st.sampled_from([
    *PLACES, "s.u", "d.s.u", "postgres://h/d.s.t", "postgres://H:5432/d.S.t", "postgres://i/d.s.t", "postgres/d.s.t",
    "bigquery/d.s.t", "snowflake://a/d.s.t", "mysql://h/s.t", "s3://b/k", "s3a://b/k/", "gs://b/k", "gcs://b//k",
    "./k/x", "k/x", "a", "b", "model.s.t",
])  # fmt: skip
KINDS = st.sampled_from([NodeKind.DATASET, NodeKind.DATASET, NodeKind.DATASET, NodeKind.MODEL, NodeKind.JOB])
NODES = st.builds(
    lambda node_id, same_as, kind, evidence: Node(
        id=node_id, name=node_id, kind=kind, same_as=tuple(same_as) or None, evidence=evidence
    ),
    NAMES,
    st.lists(NAMES, max_size=2),
    KINDS,
    st.sampled_from(Evidence),
)
SYSTEMS = st.lists(NODES, max_size=7)


def kinds_of(nodes):
    """The kind of each name: what is declared, else what those are that have the name."""
    kinds = {}
    for node in nodes:
        for other in node.same_as or ():
            kinds[other] = min(kinds.get(other, node.kind), node.kind)
    declared = {}
    for node in nodes:
        declared[node.id] = min(declared.get(node.id, node.kind), node.kind)
    return kinds | declared


def is_one(a, b, kinds, places):
    """Whether a rule says that two names are one thing, as the rules are written down."""
    lying = (NodeKind.DATASET, NodeKind.MODEL)
    if kinds[a] is not kinds[b] or kinds[a] not in lying:
        return False
    tables = [table_of(n) if kinds[n] is NodeKind.DATASET else None for n in (a, b)]
    if all(tables):
        readings = []
        for place, own in tables:
            above = [p for p in places if p.extends(place)]
            fullest = [p for p in above if not any(q.extends(p) for q in places)] or [place]
            said = {(p.engine, p.server, p.stored) for p in fullest}
            meant = fullest[0] if len(said) == 1 else place
            readings.append((meant.engine, meant.server, meant.stored, own.stored(meant.engine)))
        return readings[0] == readings[1]
    return not any(tables) and path_of(a) is not None and path_of(a) == path_of(b)


def by_definition(nodes):
    """The groups of more than one name: whatever is one by a rule or a saying, until nothing more joins."""
    kinds = kinds_of(nodes)
    places = {table_of(n).place for n, k in kinds.items() if k is NodeKind.DATASET and table_of(n)}
    pairs = {frozenset((n.id, other)) for n in nodes for other in n.same_as or ()}
    pairs |= {frozenset(pair) for pair in combinations(kinds, 2) if is_one(*pair, kinds, places)}
    groups = [{name} for name in kinds]
    while True:
        for pair in pairs:
            joined = [g for g in groups if g & pair]
            if len(joined) > 1:
                groups = [g for g in groups if not g & pair] + [set().union(*joined)]
                break
        else:
            return {frozenset(g) for g in groups if len(g) > 1}


def groups_of(found):
    """The groups that were found."""
    groups = {}
    for name, stands in found.stands_for.items():
        groups.setdefault(stands, {stands}).add(name)
    return {frozenset(g) for g in groups.values()}


@settings(max_examples=400)
@given(SYSTEMS)
def test_the_groups_are_those_of_the_definition(nodes):
    """Rules and sayings, closed over one another, and nothing else."""
    assert groups_of(identify(nodes)) == by_definition(nodes)


@given(st.data())
def test_order_does_not_matter(data):
    """The same statements in any order give the same ids, the same ways to them and the same doubts."""
    nodes = data.draw(SYSTEMS)
    apart = data.draw(
        st.lists(st.builds(Decision, st.sampled_from([Verb.APART, Verb.SAME]), NAMES, NAMES), max_size=3)
    )
    shuffled = data.draw(st.permutations(nodes))
    assert identify(nodes, decisions=apart) == identify(shuffled, decisions=apart[::-1])


@given(SYSTEMS, st.lists(st.tuples(NAMES, NAMES).filter(lambda p: p[0] != p[1]), max_size=3))
def test_nothing_that_is_apart_is_merged(nodes, pairs):
    """However the names hang together, no group holds two that a person took apart."""
    found = identify(nodes, decisions=[Decision(Verb.APART, *pair) for pair in pairs])
    assert not [(g, p) for g in groups_of(found) for p in pairs if set(p) <= g]


@given(SYSTEMS)
def test_every_way_leads_to_what_stands_for_it(nodes):
    """Each step begins where the last ended, at names that somebody has used."""
    found = identify(nodes)
    used = kinds_of(nodes).keys()
    for name, way in found.why.items():
        assert way[0].start == name
        assert way[-1].end == found.stands_for[name]
        assert all(one.end == two.start for one, two in pairwise(way))
        assert {s.start for s in way} | {s.end for s in way} <= used
    assert found.why.keys() == found.stands_for.keys()


@given(SYSTEMS, st.data())
def test_every_doubt_can_be_settled_either_way(nodes, data):
    """One decision, or one for each candidate, and it is gone; what had no part in it is as it was.

    After one decision that stays open which the chosen one left open before, or which another name of the thing does
    that cannot be the chosen one.
    """
    found = identify(nodes)
    if not found.doubts:
        return
    doubt = data.draw(st.sampled_from(found.doubts))
    chosen = data.draw(st.sampled_from(doubt.candidates))
    open_before = {d.name: set(d.candidates) for d in found.doubts}
    other = {d for d in found.doubts if not {d.name, *d.candidates} & {doubt.name, *doubt.candidates}}
    one = identify(nodes, decisions=[Decision(Verb.SAME, chosen, doubt.name)])
    assert one.stands_for[doubt.name] == chosen
    assert other <= set(one.doubts)
    open_now = {d.name: set(d.candidates) for d in one.doubts}
    assert doubt.name not in open_now
    assert open_now.get(chosen, set()) <= {*doubt.candidates, *open_before.get(chosen, ())} - {chosen}
    neither = identify(nodes, decisions=[Decision(Verb.APART, doubt.name, c) for c in doubt.candidates])
    assert neither.stands_for == found.stands_for
    left = {
        name: could - ({doubt.name} if name in doubt.candidates else set())
        for name, could in open_before.items()
    }
    del left[doubt.name]
    assert {d.name: set(d.candidates) for d in neither.doubts} == {
        name: could for name, could in left.items() if could
    }
