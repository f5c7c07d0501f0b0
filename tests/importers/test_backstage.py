"""Reading Backstage's catalogue."""

import json
from pathlib import Path

import pytest
import yaml

from explorer.domain.assembly import assemble
from explorer.domain.kinds import EdgeKind, Lifecycle, NodeKind, Severity, Subtype
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.backstage import BackstageAdapter
from explorer.importers.backstage_kinds import kind_of
from explorer.importers.registry import choose, locate
from tests.importers.imported import import_sources

CORPUS = Path(__file__).parents[3] / "shared/corpus/backstage/demo"
CATALOGUE = """\
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: checkout, title: Checkout}
spec: {owner: payments}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Scoring
  description: Scores orders.
  tags: [python]
  links: [{url: "https://wiki/scoring"}]
spec:
  type: service
  lifecycle: production
  owner: group:payments
  system: checkout
  providesApis: [scores]
  consumesApis: [shop/customers]
  dependsOn: [resource:orders, "component:default/fraud-model"]
---
apiVersion: backstage.io/v1beta1
kind: API
metadata: {name: scores}
spec: {type: openapi, lifecycle: beta, owner: user:ann, definition: "openapi: 3.0.0"}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {name: orders}
spec: {type: postgres-database, owner: payments, dependencyOf: [fraud-model]}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: fraud-model, title: Fraud model}
spec: {type: ml-model, lifecycle: experimental, owner: science}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: payments}
spec: {type: team, parent: shop, children: [], profile: {displayName: Payments, email: pay@example.org}}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ann}
spec: {memberOf: [payments], profile: {displayName: Ann}}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: bob}
spec: {memberOf: [payments]}
"""


def written(tmp_path, **files):
    """A folder with these files, `__` standing for a slash; the first is the one to read."""
    for name, text in files.items():
        path = tmp_path / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / (next(iter(files)).replace("__", "/") + ".yaml")


def read(path):
    """What the adapter says of one file."""
    return BackstageAdapter().read(Location(path.name, path=path), Task())


def location(*targets):
    """A location entity that leads to these."""
    head = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: l}\n"
    return f"{head}spec: {{targets: {list(targets)}}}\n"


def component(name):
    """A component of that name."""
    head = f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}}}\n"
    return f"{head}spec: {{type: service}}\n"


def test_a_catalogue_is_a_system(tmp_path):
    """Kinds follow the types, owners the references, edges the data; a lone System names the whole."""
    said = read(written(tmp_path, catalog=CATALOGUE))
    assert said.name == "Checkout"
    assert [(n.id, n.kind, n.subtype, n.owner) for n in said.nodes] == [
        ("component:default/scoring", NodeKind.CONSUMER, Subtype.SERVICE, "payments"),
        ("api:default/scores", NodeKind.DATASET, Subtype.VIEW, "user:ann"),
        ("resource:default/orders", NodeKind.DATASET, Subtype.TABLE, "payments"),
        ("component:default/fraud-model", NodeKind.MODEL, None, "science"),
    ]
    scoring = said.nodes[0]
    assert (scoring.name, scoring.lifecycle, scoring.tags) == ("Scoring", Lifecycle.LIVE, ("python",))
    assert (scoring.url, scoring.description) == ("https://wiki/scoring", "Scores orders.")
    assert [(t.id, t.name, t.contact) for t in said.teams] == [
        ("payments", "Payments", "pay@example.org"),
        ("user:ann", "Ann", None),
    ]
    graph, problems = assemble([said])
    assert {tuple(k) for k in graph.edges} == {
        ("component:default/scoring", "api:default/scores", EdgeKind.PRODUCES),
        ("api:shop/customers", "component:default/scoring", EdgeKind.FEEDS),
        ("resource:default/orders", "component:default/scoring", EdgeKind.FEEDS),
        ("component:default/fraud-model", "component:default/scoring", EdgeKind.FEEDS),
        ("resource:default/orders", "component:default/fraud-model", EdgeKind.FEEDS),
    }
    assert [p.message.split(";")[0] for p in problems] == [
        "The lifecycle “beta” is not one of Backstage's",
        "Nothing declares “api:shop/customers”. Declare it, or correct the name.",
        "No team is called “science”. List it under teams.",
    ]


@pytest.mark.parametrize(
    ("entity", "type_", "kind", "subtype"),
    [
        ("component", "website", NodeKind.CONSUMER, Subtype.UI),
        ("component", "backend-service", NodeKind.CONSUMER, Subtype.SERVICE),
        ("component", "tool", NodeKind.CONSUMER, Subtype.APPLICATION),
        ("component", "Data Pipeline", NodeKind.JOB, None),
        ("component", "etl-job", NodeKind.JOB, None),
        ("component", "library", NodeKind.ARTIFACT, None),
        ("component", "mobile-app", NodeKind.CONSUMER, Subtype.UI),
        ("resource", "s3-bucket", NodeKind.DATASET, Subtype.FILE),
        ("resource", "kafka-topic", NodeKind.DATASET, Subtype.STREAM),
        ("resource", "postgres", NodeKind.DATASET, Subtype.TABLE),
        ("resource", "aws-rds", NodeKind.DATASET, Subtype.TABLE),
        ("resource", "feature-store", NodeKind.DATASET, Subtype.UNKNOWN),
        ("resource", "cluster", NodeKind.PRODUCER, None),
        ("api", "asyncapi", NodeKind.DATASET, Subtype.STREAM),
        ("api", "model", NodeKind.DATASET, Subtype.VIEW),
        ("airesource", "skill", NodeKind.ARTIFACT, None),
        ("airesource", "model", NodeKind.MODEL, None),
    ],
)
def test_kinds_follow_the_words_of_the_type(entity, type_, kind, subtype):
    """The first row of the table of which a word stands in the type decides, else the sort of the entity."""
    assert kind_of(entity, type_) == (kind, subtype)


def test_locations_are_followed_within_the_folder(tmp_path):
    """By path and by pattern, each file once, rings included."""
    start = written(
        tmp_path,
        all=location("./a/one.yaml", "./b/*.yaml"),
        a__one=location("../all.yaml", "./two.yaml"),
        a__two=component("two"),
        b__three=component("three"),
        b__four=component("four"),
        c__five=component("five"),
    )
    said = read(start)
    assert said.problems == []
    assert {n.id: n.source.name for n in said.nodes} == {
        "component:default/four": str(Path("b/four.yaml")),
        "component:default/three": str(Path("b/three.yaml")),
        "component:default/two": str(Path("a/two.yaml")),
    }


def test_locations_are_never_followed_out_of_the_folder(tmp_path):
    """Nor by a link, nor over the net, nor to what is not there: each is a problem with its line."""
    (tmp_path / "secret.yaml").write_text(component("secret"))
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    targets = (
        "../secret.yaml",
        str(tmp_path / "secret.yaml"),
        "./link.yaml",
        "https://x/y.yaml",
        "./gone.yaml",
        "./*/q",
    )
    said = read(written(inner, all=location(*targets) + "---\n" + component("here")))
    assert [n.id for n in said.nodes] == ["component:default/here"]
    assert [(str(p.source), p.message) for p in said.problems] == [
        ("all.yaml:4", "The location ../secret.yaml leads out of the folder, and is not read."),
        ("all.yaml:4", f"The location {tmp_path}/secret.yaml leads out of the folder, and is not read."),
        ("all.yaml:4", "The location ./link.yaml leads out of the folder, and is not read."),
        ("all.yaml:4", "The location https://x/y.yaml is no file here, and is not read."),
        ("all.yaml:4", "The location ./*/q leads to no file."),
        ("gone.yaml", "There is no such file. Check the path."),
    ]


def test_a_folder_with_a_location_tells_each_problem_once(tmp_path):
    """The files to which it leads are also read by themselves."""
    written(
        tmp_path, all=location("./a/one.yaml"), a__one=component("one").replace("type", "sparkle: 1, type")
    )
    imported = import_sources([str(tmp_path)])
    assert [str(p).split(": ", 1)[1] for p in imported.problems] == [
        "warning: Spec: the key “sparkle” is not understood and was not read."
    ]


def test_what_is_not_understood_is_named(tmp_path):
    """Unknown kinds, names, references, documents and doubles, each with its line."""
    text = component("a") + "---\n" + component("A") + "---\n"
    text += component("b").replace("Component", "Template") + "---\nkind: Service\n---\n"
    text += component("c").replace("name: c", "title: c") + "---\n"
    text += component("d").replace(
        "type", "dependsOn: ['x y', 'system:s'], owner: 'a b', consumesApis: {a: 1}, type"
    )
    said = read(written(tmp_path, a=text))
    assert [(p.source.line, p.message) for p in said.problems] == [
        (6, "component:default/a stands in a.yaml:1 too; both count as one."),
        (11, "Entities of the kind “Template” are not read; this one is left out."),
        (16, "This document is no entity: it does not say apiVersion: backstage.io/…"),
        (18, "An entity is left out: it has no name or no spec."),
        (26, "The owner “a b” is no reference to a group or user."),
        (26, "Spec: consumesApis must be text, not a mapping."),
        (26, "dependsOn names “x y”, which can be no node; it is left out."),
        (26, "dependsOn names “system:s”, which can be no node; it is left out."),
    ]


@pytest.mark.parametrize(
    "wrap", [lambda entities: entities, lambda entities: {"items": entities, "totalItems": 2}]
)
def test_what_a_running_backstage_answers_is_read(tmp_path, wrap):
    """Its entities come as a list of JSON, alone or under items, with relations and all that it adds."""
    entities = [yaml.safe_load(component(name)) for name in ("a", "b")]
    for entity in entities:
        entity["metadata"] |= {"uid": "u", "etag": "e", "namespace": "default"}
        entity["relations"] = [{"type": "ownedBy", "targetRef": "group:default/x"}]
    path = tmp_path / "entities.json"
    path.write_text(json.dumps(wrap(entities), indent=1))
    said = read(path)
    assert choose(locate(str(path))).name == "backstage"
    assert [n.id for n in said.nodes] == ["component:default/a", "component:default/b"]
    assert (said.problems, said.nodes[1].source.line > said.nodes[0].source.line) == ([], True)


def test_a_template_is_an_entity_that_is_left_out(tmp_path):
    """It says scaffolder.backstage.io, and is told as what it is; the entities beside it are read."""
    template = component("t").replace("backstage.io", "scaffolder.backstage.io")
    said = read(written(tmp_path, a=component("a") + "---\n" + template.replace("Component", "Template")))
    assert [n.id for n in said.nodes] == ["component:default/a"]
    assert [(p.severity, p.message) for p in said.problems] == [
        (Severity.INFO, "Entities of the kind “Template” are not read; this one is left out.")
    ]


def test_the_definition_of_an_api_may_be_long(tmp_path):
    """Half a megabyte stands in the entity as one text, and is not looked into."""
    text = component("a").replace("Component", "API").replace("type", f"definition: {'x' * 500_000}, type")
    assert [n.id for n in read(written(tmp_path, a=text)).nodes] == ["api:default/a"]


def test_names_without_end(tmp_path):
    """What is called by a megabyte is left out with a short sentence; the rest is read."""
    long = "x" * 1_000_000
    text = (
        component(long)
        + "---\n"
        + component("a").replace("type", f"owner: {long}, dependsOn: [{long}], type")
    )
    said = read(written(tmp_path, a=text + "---\n" + component(long).replace("Component", "Group")))
    assert [(n.id, n.owner) for n in said.nodes] == [("component:default/a", None)]
    assert (said.edges, said.teams) == ([], [])
    assert max(len(p.message) for p in said.problems) < 200


@pytest.mark.parametrize("value", ["[]", "{}", "1", "null", "[1, [2], {a: 3}]", "{name: [1], profile: 1}"])
@pytest.mark.parametrize("key", ["kind", "metadata", "spec"])
@pytest.mark.parametrize("kind", ["Component", "API", "Group", "User", "System", "Location"])
def test_values_of_any_type(tmp_path, kind, key, value):
    """Whatever stands under a key, the rest is read."""
    entity = {"kind": kind, "metadata": "{name: x}", "spec": "{type: y}", key: value}
    said = read(
        written(
            tmp_path, a="apiVersion: backstage.io/v1\n" + "".join(f"{k}: {v}\n" for k, v in entity.items())
        )
    )
    assemble([said])


def test_recognised_by_itself(tmp_path):
    """By what it says; a Kubernetes object of the same look is not."""
    path = written(
        tmp_path, a=component("a"), b="apiVersion: v1\nkind: Service\nmetadata: {backstage.io/x: y}\n"
    )
    assert choose(locate(str(path))).name == "backstage"
    with pytest.raises(InputError):
        choose(locate(str(tmp_path / "b.yaml")))
    with pytest.raises(InputError, match="This is no Backstage catalogue"):
        read(tmp_path / "b.yaml")


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_every_entity_of_the_demo_is_read():
    """As many nodes as plain YAML finds entities; read twice it is the same."""
    files = sorted(CORPUS.rglob("*.yaml"))
    documents = [d for f in files for d in yaml.safe_load_all(f.read_text()) if d]
    expected = {f"{d['kind']}:default/{d['metadata']['name']}".lower(): d["spec"]["owner"] for d in documents}
    imported = import_sources([str(CORPUS)])
    assert {i: n.owner for i, n in imported.graph.nodes.items()} == expected
    assert len(expected) == 9
    assert [tuple(k)[:2] for k in imported.graph.edges] == [
        ("api:default/demo-graphql", "component:default/backstage-demo")
    ]
    assert imported == import_sources([str(CORPUS)])
