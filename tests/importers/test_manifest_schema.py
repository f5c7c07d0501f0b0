"""The JSON Schema of manifests: up to date, valid, and of one mind with the reader."""

import json

import pytest
from jsonschema import Draft202012Validator

from explorer.domain.value_types import plain_value
from explorer.importers.manifest import read_manifest
from explorer.importers.manifest_schema import manifest_schema, schema_text
from explorer.importers.yaml_events import read_documents
from tests.importers.manifests import EVERYTHING

SCHEMA = manifest_schema()


def faults(text):
    """Where the schema does not fit."""
    [(root, _)] = read_documents(text, "m.yaml")
    return [e.json_path for e in Draft202012Validator(SCHEMA).iter_errors(plain_value(root))]


def test_the_file_is_up_to_date(root):
    """The file editors are given is what the tables say; write it anew with explorer.importers.manifest_schema."""
    assert (root / "resources" / "ripplemap.schema.json").read_text("utf-8") == schema_text()


def test_it_is_a_schema():
    """It is sound by the rules of its own dialect, and every reference leads somewhere."""
    Draft202012Validator.check_schema(SCHEMA)
    references = {line.split('"')[3] for line in schema_text().splitlines() if '"$ref"' in line}
    assert {r.removeprefix("#/$defs/") for r in references} == set(SCHEMA["$defs"])


def test_a_manifest_with_everything_fits():
    """What the reader takes without a problem, the schema takes too."""
    assert read_manifest(EVERYTHING, "m.yaml").problems == []
    assert faults(EVERYTHING) == []


def test_what_is_changed_and_removed_fits():
    """The schema knows the same amendments as the reader."""
    text = (
        "ripplemap: 1\nchanged: {jobs: {a: {inputs: [b], owner: unknown}}, edges: [{from: c, to: d, kind: feeds}]}\n"
        "removed: [e, {from: f, to: g, kind: trains}]"
    )
    assert read_manifest(text, "m.yaml").problems == []
    assert faults(text) == []


@pytest.mark.parametrize("name", ["streamly.yaml", "tidy.yaml"])
def test_the_samples_fit(root, name):
    """The sample systems are manifests without a fault, for reader and schema alike."""
    text = (root / "resources" / "samples" / name).read_text("utf-8")
    assert read_manifest(text, name).problems == []
    assert faults(text) == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("datsets: {}", "$"),
        ("changed: {datsets: {}}", "$.changed"),
        ("removed: [{from: a}]", "$.removed[0]"),
        ("jobs: {a: {langage: r}}", "$.jobs.a"),
        ("jobs: {a: {retrain: never}}", "$.jobs.a"),
        ("jobs: {a: {success_metric: b}}", "$.jobs.a"),
        ("jobs: {a: {glue: yes}}", "$.jobs.a.glue"),
        ("datasets: {a: {subtype: ui}}", "$.datasets.a.subtype"),
        ("datasets: {a: {freshness: soon}}", "$.datasets.a.freshness"),
        ("datasets: {a: {inputs: [{form: b}]}}", "$.datasets.a.inputs"),
        ("datasets: {a: {inputs: [{from: b, exploration: 2}]}}", "$.datasets.a.inputs"),
        ("monitors: {a: {watches: [{from: b, sign: '+'}]}}", "$.monitors.a.watches"),
        ("teams: {a: {mail: b}}", "$.teams.a"),
    ],
)
def test_what_the_reader_tells_the_schema_shows(body, path):
    """An editor marks the same faults as the reader, at the entry or value in question."""
    text = "ripplemap: 1\n" + body
    assert faults(text) == [path]
    assert len(read_manifest(text, "m.yaml").problems) >= 1


def test_a_later_version_does_not_fit():
    """The schema is that of this version alone."""
    assert faults("ripplemap: 2") == ["$.ripplemap"]
    assert faults("system: x") == ["$"]


def test_json_text_is_stable():
    """The file is plain JSON that ends in a line break."""
    assert json.loads(schema_text()) == SCHEMA
    assert schema_text().endswith("}\n")
