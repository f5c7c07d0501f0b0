"""`what-if`: who is hit by a change, how, along which path, and who would not notice."""

import jsonschema

EDGE = {
    "type": "object",
    "properties": {"from": {"type": "string"}, "to": {"type": "string"}, "kind": {"type": "string"}},
    "required": ["from", "to", "kind"],
    "additionalProperties": False,
}
EFFECT = {"enum": ["breaks", "wrong", "degraded", "schema-break", "shifts", "stale", "schema-add"]}
CHANNEL = {"enum": ["availability", "schema", "value", "time"]}
IDS = {"type": "array", "items": {"type": "string"}}
CONTRACT = {
    "type": "object",
    "required": ["schema", "changes", "affected", "protected", "probes", "helps"],
    "properties": {
        "schema": {"const": 1},
        "changes": IDS,
        "affected": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    "id", "effect", "certainty", "certain_effect", "first_wave", "by_wave", "channels", "changed",
                    "path", "observed_by", "visible_in", "blind",
                ],
                "properties": {
                    "effect": EFFECT,
                    "certainty": {"enum": ["certain", "possible"]},
                    "certain_effect": {"anyOf": [EFFECT, {"type": "null"}]},
                    "first_wave": {"enum": [0, 1, 2]},
                    "by_wave": {"type": "object", "propertyNames": {"enum": ["0", "1", "2"]},
                                "additionalProperties": EFFECT},
                    "channels": {"type": "array", "items": CHANNEL},
                    "changed": {"type": "boolean"},
                    "path": {"type": "array", "items": {"type": "object", "required": ["edge", "rule"],
                                                        "properties": {"edge": EDGE}}},
                    "observed_by": {"type": "array", "items": {
                        "type": "object", "required": ["monitor", "at", "channel", "hops", "lag"]}},
                    "visible_in": IDS,
                    "blind": {"type": "boolean"},
                },
            },
        },
        "protected": {"type": "array", "items": {
            "type": "object", "required": ["id", "effect", "by"],
            "properties": {"effect": EFFECT, "by": {"type": "array", "items": EDGE}}}},
        "probes": {"type": "array", "items": {"type": "object", "required": ["node", "channel"]}},
    },
}  # fmt: skip


def test_the_json_has_the_shape_of_the_contract(ripplemap, samples):
    """For every kind of change that the issue names, on the big sample."""
    for change in (
        "new-version:image-embedding",
        "threshold:rank-scores->home-page",
        "outage:rank-scores",
        "schema-break:play-events.dwell_ms",
    ):
        ran = ripplemap("what-if", samples / "streamly.yaml", "--change", change, "--json")
        assert ran.status == 0
        jsonschema.validate(ran.json, CONTRACT)
        assert ran.json["changes"] == [change]
        assert ran.json["affected"]


def test_several_changes_are_followed_together(ripplemap, shop):
    """Each is affected at least as by itself; changed nodes say so."""
    ran = ripplemap("what-if", shop, "--change", "outage:ranker", "--change", "shift:clicks", "--json")
    assert {a["id"] for a in ran.json["affected"] if a["changed"]} == {"ranker", "clicks"}


def test_people_read_effect_path_and_who_would_see_it(ripplemap, shop):
    """By wave; the blind ones together at the end; what holds the change off besides."""
    ran = ripplemap("what-if", shop, "--change", "outage:ranker")
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith("What if ranker is down?")
    assert lines[2] == "Now"
    assert "  ranker: breaks – changed itself" in lines
    assert "  scores: breaks" in lines
    assert any(line.strip().startswith("Seen: alert detects availability, 1h later") for line in lines)
    assert any(line.startswith("Nobody would notice") for line in lines)
    assert any(line.startswith("Protected: page is only degraded") for line in lines)
    assert "After the next retraining, or when the world has reacted" in lines


def test_a_retirement_says_whom_to_migrate(ripplemap, shop):
    """Readers and writers, by name."""
    out = " ".join(ripplemap("what-if", shop, "--change", "retire:scores").out.split())
    assert "To retire scores: migrate alert and page." in out
    assert "Nothing else reads what ranker write for scores." in out or "ranker" in out


def test_an_ambiguous_or_unknown_node_lists_the_nearest(ripplemap, shop):
    """And an unknown kind of change the nearest kind."""
    for change, part in [
        ("outage:rankr", "Nearest: ranker"),
        ("outge:ranker", "Nearest: outage"),
        ("outage:s", "could be any of"),
        ("outage", "names no node"),
        ("outage:ranker.score", "not to its field"),
        ("threshold:clicks->page", "no edge clicks -> page"),
    ]:
        ran = ripplemap("what-if", shop, "--change", change)
        assert (ran.status, ran.out) == (2, ""), change
        assert part in ran.err
