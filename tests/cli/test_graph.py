"""`graph`: the whole system, for people and for scripts."""

from explorer.domain.kinds import EdgeKind, NodeKind


def test_the_json_holds_every_node_and_edge_in_order(ripplemap, shop):
    """The shape is a contract: keys may come, none may go."""
    ran = ripplemap("graph", shop, "--json")
    assert (ran.status, ran.err) == (0, "")
    graph = ran.json
    assert (graph["schema"], graph["name"], graph["as_of"]) == (1, "shop", "2026-11-20")
    assert [n["id"] for n in graph["nodes"]] == [
        "alert", "buyers", "clicks", "orders", "page", "prices", "ranker", "scores",
    ]  # fmt: skip
    assert all({"id", "kind", "name", "owner"} <= n.keys() for n in graph["nodes"])
    keys = [(e["from"], e["to"], e["kind"]) for e in graph["edges"]]
    assert keys == sorted(keys)
    assert ("clicks", "ranker", "feeds") in keys
    assert all(e["evidence"] in {"declared", "observed", "inferred"} for e in graph["edges"])
    assert {n["kind"] for n in graph["nodes"]} <= set(NodeKind)
    assert {kind for _, _, kind in keys} <= set(EdgeKind)


def test_the_json_names_problems_with_their_line(ripplemap, shop):
    """A gap: what, where, and how bad."""
    (problem,) = ripplemap("graph", shop, "--json").json["problems"]
    assert problem == {
        "source": str(shop),
        "line": 12,
        "message": problem["message"],
        "severity": "warning",
    }
    assert "Nothing declares “prices”" in problem["message"]


def test_people_see_kinds_owners_edges_and_problems(ripplemap, shop):
    """On standard output, all of it."""
    ran = ripplemap("graph", shop)
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "shop, as of 2026-11-20: 8 nodes, 8 edges"
    assert "  clicks  web     stream" in lines
    assert "named, but declared nowhere (1)" in lines
    assert any(line.split() == ["prices", "→", "ranker", "feeds", "inferred"] for line in lines)
    assert "Problems (1)" in lines


def test_several_sources_are_one_system(ripplemap, shop, tmp_path):
    """What one leaves open another fills; an owner that only the one names is held to no list of the other."""
    (tmp_path / "prices.yaml").write_text("ripplemap: 1\nsystem: prices\ndatasets: {prices: {owner: shop}}\n")
    graph = ripplemap("graph", shop, tmp_path / "prices.yaml", "--json").json
    assert (graph["name"], [p["severity"] for p in graph["problems"]]) == ("shop + prices", [])
    assert not [n for n in graph["nodes"] if n["kind"] == "unknown"]


def test_an_empty_system_is_told_as_such(ripplemap, tmp_path):
    """No node is no crash."""
    (tmp_path / "a.yaml").write_text("ripplemap: 1\nsystem: nothing\n")
    assert ripplemap("graph", tmp_path / "a.yaml").out.startswith("nothing: 0 nodes, 0 edges")
    assert ripplemap("graph", tmp_path / "a.yaml", "--json").json["nodes"] == []


def test_what_is_merged_is_listed_with_the_reason(ripplemap, tmp_path):
    """Under which names each thing is known, where, and by which rule; scripts get the same."""
    (tmp_path / "a.yaml").write_text("ripplemap: 1\ndatasets: {orders: {same_as: [db.shop.orders]}}\n")
    (tmp_path / "b.yaml").write_text("ripplemap: 1\nconsumers: {page: {inputs: [shop.orders]}}\n")
    out = " ".join(ripplemap("graph", tmp_path / "a.yaml", tmp_path / "b.yaml", "--identities").out.split())
    assert out.startswith("1 node of which several sources or names speak orders orders (")
    assert "“shop.orders” and “db.shop.orders” are the same table: of all databases in sight only one" in out
    told = ripplemap("graph", tmp_path / "a.yaml", tmp_path / "b.yaml", "--json").json["identities"]
    assert told["decisions"] == []
    assert [(n["name"], [step["rule"] for step in n["why"]]) for n in told["merged"][0]["names"]] == [
        ("orders", []),
        ("shop.orders", ["one-database", "said"]),
    ]
