"""Reading DVC projects: stages, templates, locks, artifacts, imports."""

from pathlib import Path

import pytest
import yaml

from explorer.domain.assembly import assemble
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Role, Subtype
from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.dvc.adapter import DvcAdapter
from explorer.importers.registry import choose, locate
from tests.importers.imported import import_sources

CORPUS = Path(__file__).parents[4] / "shared/corpus/dvc"
HEAD = "stages:\n  s:\n    cmd: python s.py\n"


@pytest.fixture
def shop(tmp_path):
    """The folder of a project."""
    folder = tmp_path / "shop"
    (folder / ".dvc").mkdir(parents=True)
    return folder


def put(folder, **files):
    """Write files; two underscores stand for a dot, three for a folder."""
    for name, text in files.items():
        path = folder / name.replace("___", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def read(folder, name="dvc.yaml"):
    """The statements of one file of a project."""
    path = folder / name
    return DvcAdapter().read(Location(name, path=path), Task())


def edges(said):
    """Start and end of each edge, without the project's name."""
    return sorted(
        (s.edge.from_id.removeprefix("shop"), s.edge.to_id.removeprefix("shop")) for s in said.edges
    )


def told(said):
    """What was told, with its line."""
    return [(p.source.line, p.message) for p in said.problems]


def test_a_stage_is_a_job_with_its_code_and_values(shop):
    """Language, description, code, settings and the values of parameters are told with the job."""
    put(
        shop,
        params__yaml="fit: {depth: 3, names: [a, b]}\nseed: 1.10\n",
        dvc__yaml="""\
stages:
  fit:
    desc: Fits it.
    cmd: [mkdir -p out, "python3.11 src/fit.py --depth 3"]
    deps: [src/fit.py, conf.yaml, data/train.csv]
    params: [fit, seed, "other.toml": [rate]]
    outs: [out/fit.json]
    frozen: true
""",
        other__toml="rate = 0.5\n",
    )
    said = read(shop)
    job = next(n for n in said.nodes if n.kind is NodeKind.JOB)
    assert (job.id, job.name, job.language, job.description) == ("shop:fit", "fit", "python", "Fits it.")
    assert job.extra == {
        "command": "mkdir -p out && python3.11 src/fit.py --depth 3",
        "code": ["src/fit.py"],
        "settings": ["conf.yaml"],
        "params": {"fit.depth": 3, "fit.names": ["a", "b"], "seed": 1.1, "other.toml: rate": 0.5},
        "frozen": True,
    }
    assert edges(said) == [("/data/train.csv", ":fit"), (":fit", "/out/fit.json")]
    assert told(said) == []


@pytest.mark.parametrize(
    ("command", "language"),
    [
        ("Rscript a/b.R", "r"),
        ("cd x && poetry run python -m pkg", "python"),
        ("./tool.sh > log", "bash"),
        ("papermill in.ipynb out.ipynb", "python"),
        ("dbt run", "sql"),
        ("./m", None),
        ("echo 1", None),
    ],
)
def test_the_command_tells_the_language(shop, command, language):
    """The first interpreter or script of a command counts; a program of its own tells nothing."""
    put(shop, dvc__yaml=f"stages:\n  s:\n    cmd: {command}\n")
    assert read(shop).nodes[0].language == language


def test_a_model_is_one_only_where_the_project_says_so(shop):
    """`type: model` makes a model that is trained; without it an output stays a dataset, and that is told."""
    stage = HEAD + "    outs:\n      - model.pkl:\n          cache: false\n"
    put(shop, dvc__yaml=stage)
    (plain, _job), hint = read(shop).nodes, told(read(shop))
    assert (plain.kind, plain.subtype) == (NodeKind.DATASET, Subtype.FILE)
    assert len(hint) == 1
    assert "model.pkl" in hint[0][1]
    put(
        shop,
        dvc__yaml=stage
        + "artifacts:\n  clf: {path: model.pkl, type: model, desc: Guesses., labels: [nlp], meta: {by: ann}}\n",
    )
    said = read(shop)
    graph, problems = assemble([said])
    model = graph.nodes["shop/model.pkl"]
    assert (model.kind, model.description, model.tags) == (NodeKind.MODEL, "Guesses.", ("nlp",))
    assert (model.extra["artifact"], model.extra["meta"]) == ("clf", {"by": "ann"})
    assert [e.kind for e in graph.edges.values()] == [EdgeKind.TRAINS]
    assert problems == []


def test_foreach_over_a_list_and_a_mapping_makes_a_stage_each(shop):
    """Items fill ${item}, ${item.key} and ${key}, in keys and texts; stages are called after them."""
    put(
        shop,
        params__yaml="langs: {de: {file: d.csv}, fr: {file: f.csv}}\n",
        dvc__yaml="""\
vars: [{dir: in}]
stages:
  each:
    foreach: [a, b]
    do: {cmd: "run ${item}", outs: ["${item}.out": {cache: false}]}
  lang:
    foreach: ${langs}
    do: {cmd: "run ${key}", deps: ["${dir}/${item.file}"]}
  rows:
    foreach: [{n: 1}, {n: 2}]
    do: {cmd: run, outs: ["r${item.n}"]}
""",
    )
    said = read(shop)
    assert edges(said) == [
        ("/in/d.csv", ":lang@de"),
        ("/in/f.csv", ":lang@fr"),
        (":each@a", "/a.out"),
        (":each@b", "/b.out"),
        (":rows@0", "/r1"),
        (":rows@1", "/r2"),
    ]
    assert told(said) == []


def test_a_matrix_makes_a_stage_for_each_combination(shop):
    """The axes' values name the stage; what is no scalar is called by its axis and number."""
    put(
        shop,
        dvc__yaml="""\
stages:
  fit:
    matrix: {model: [cnn, xgb], conf: [{n: 1}, {n: 2}]}
    cmd: fit ${item.model}
    outs: ["${item.model}/${item.conf.n}/${key}"]
""",
    )
    assert edges(read(shop)) == [
        (":fit@cnn-conf0", "/cnn/1/cnn-conf0"),
        (":fit@cnn-conf1", "/cnn/2/cnn-conf1"),
        (":fit@xgb-conf0", "/xgb/1/xgb-conf0"),
        (":fit@xgb-conf1", "/xgb/2/xgb-conf1"),
    ]


def test_what_cannot_be_filled_in_is_told_and_stays_as_it_is_written(shop):
    """A name that nothing says, a list within a text, an escaped gap."""
    put(
        shop,
        params__yaml="names: [a]\n",
        dvc__yaml=HEAD
        + '    deps:\n      - ${gone}/x\n      - z${names}\n      - \\${kept}\n      - "${names[0]}.csv"\n',
    )
    said = read(shop)
    assert [start for start, _ in edges(said)] == ["/${gone}/x", "/${kept}", "/a.csv", "/z${names}"]
    assert [line for line, _ in told(said)] == [5, 6]
    assert "“gone”" in told(said)[0][1]


def test_vars_come_from_files_and_may_not_disagree(shop):
    """A file gives all it says or the keys after the colon; the first of two values counts."""
    put(
        shop,
        params__yaml="a: one\n",
        extra__json='{"a": "two", "b": "bee"}',
        dvc__yaml="vars:\n  - extra.json:b\n  - a: three\n  - gone.yaml\n"
        + HEAD
        + "    outs: ['${a}', '${b}']\n",
    )
    said = read(shop)
    assert edges(said) == [(":s", "/bee"), (":s", "/one")]
    assert [line for line, _ in told(said)] == [3, 4]


def test_a_dep_within_an_out_or_around_it_is_an_edge_from_it(shop):
    """As DVC orders stages: a file of a folder that is written, or a folder in which files are written."""
    put(
        shop,
        dvc__yaml="""\
stages:
  split: {cmd: x, outs: [data/prepared]}
  fit: {cmd: x, deps: [data/prepared/train.csv, data/prepared-not/x], outs: [out/a, out/deep/b]}
  show: {cmd: x, deps: [out]}
""",
    )
    said = read(shop)
    assert edges(said) == [
        ("/data/prepared", ":fit"),
        ("/data/prepared-not/x", ":fit"),
        ("/out/a", ":show"),
        ("/out/deep/b", ":show"),
        (":fit", "/out/a"),
        (":fit", "/out/deep/b"),
        (":split", "/data/prepared"),
    ]
    assert next(s.edge.extra for s in said.edges if s.edge.from_id.endswith("prepared")) == {
        "path": "data/prepared/train.csv"
    }


def test_metrics_are_measured_from_the_file_that_a_run_wrote(shop):
    """Each number of the file is a declared metric with its value; texts are none; a missing file is told."""
    put(
        shop,
        dvc__yaml=HEAD + "    outs: [live]\nmetrics: [live/metrics.json, gone.json]\n"
        "plots:\n  - live/plots: {x: step}\n  - ROC: {y: {live/roc.json: tpr}}\n",
        live___metrics__json='{"f1": 0.5, "by": {"de": 2}, "note": "x", "ok": true}',
    )
    said = read(shop)
    metrics = [n for n in said.nodes if n.kind is NodeKind.METRIC]
    assert [(m.name, m.role, m.extra["value"]) for m in metrics] == [
        ("f1", Role.QUALITY, "0.5"),
        ("by.de", Role.QUALITY, "2"),
    ]
    assert {s.edge.evidence for s in said.edges} == {Evidence.DECLARED}
    assert ("/live", "/live/metrics.json") in edges(said)
    assert ("/live", "/live/roc.json") in edges(said)
    assert ("/live/metrics.json", "/live/metrics.json#f1") in edges(said)
    assert len(told(said)) == 1
    assert "gone.json" in told(said)[0][1]


def test_the_lock_gives_versions_and_what_was_read_undeclared(shop):
    """Hashes are versions; an undeclared read is observed; an old read and an unknown stage are told."""
    put(
        shop,
        dvc__yaml="stages:\n  a: {cmd: x, deps: [raw], outs: [o]}\n  b: {cmd: x, deps: [o]}\n",
        dvc__lock="""\
schema: '2.0'
stages:
  b:
    cmd: x
    deps:
    - {path: o, md5: 1111111111111111}
    - {path: hidden.csv, md5: "33"}
    - {path: b.py, md5: "44"}
  a:
    cmd: x
    deps: [{path: raw}]
    outs:
    - {path: o, md5: "2222222222222222", size: 7, nfiles: 2}
  old: {cmd: x}
""",
    )
    said = read(shop)
    out = next(n for n in said.nodes if n.id == "shop/o")
    assert (out.version, out.extra) == ("222222222222", {"size_bytes": 7, "files": 2})
    assert {n.id: str(n.source) for n in said.nodes if n.id.startswith("shop/")} == {
        "shop/o": "dvc.yaml:2",
        "shop/raw": "dvc.yaml:2",
        "shop/hidden.csv": "dvc.lock:7",
    }
    observed = [s.edge.from_id for s in said.edges if s.edge.evidence is Evidence.OBSERVED]
    assert observed == ["shop/hidden.csv"]
    problems = sorted((p.source.name, p.source.line) for p in said.problems)
    assert problems == [("dvc.lock", 2), ("dvc.lock", 6)]


def test_an_import_is_an_edge_from_where_it_comes_from(shop):
    """A revision of a repository is pinned; an address keeps its copy until it is updated; no password is shown."""
    put(
        shop,
        a__csv__dvc="""\
frozen: true
deps:
- path: raw/a.csv
  repo: {url: https://me:secret@git.example/data.git, rev: main, rev_lock: 0123456789abcdef}
outs:
- {md5: "77", path: a.csv, size: 9, desc: Orders.}
""",
        b__csv__dvc="frozen: true\ndeps: [{path: s3://bucket/b.csv, etag: x}]\nouts: [{path: b.csv}]\n",
    )
    said, other = read(shop, "a.csv.dvc"), read(shop, "b.csv.dvc")
    edge = said.edges[0].edge
    assert (edge.from_id, edge.to_id) == ("https://git.example/data.git#raw/a.csv", "shop/a.csv")
    assert (edge.kind, edge.pin, edge.version) == (EdgeKind.DERIVES, Pin.PINNED, "0123456789ab")
    assert (other.edges[0].edge.from_id, other.edges[0].edge.pin) == ("s3://bucket/b.csv", Pin.FROZEN)
    data = said.nodes[0]
    assert (data.version, data.description, data.extra) == ("77", "Orders.", {"size_bytes": 9})
    assert said.problems + other.problems == []


def test_the_files_of_a_project_speak_of_the_same_things(shop):
    """Pipelines in folders and tracked files join: by path, within folders that another file writes, and by kind."""
    put(
        shop,
        dvc__yaml="stages:\n  top: {cmd: x, deps: [sub/out/part, data/raw.csv, m.bin], outs: [big]}\n"
        "artifacts: {m: {path: m.bin, type: model}, n: {path: sub/n.bin, type: model}}\n",
        data___raw__csv__dvc="outs: [{path: raw.csv, md5: '55'}]\n",
        m__bin__dvc="outs: [{path: m.bin}]\n",
        sub___dvc__yaml="stages:\n  low: {cmd: x, wdir: .., deps: [big/x], outs: [sub/out, sub/n.bin]}\n",
    )
    imported = import_sources([str(shop)])
    graph = imported.graph
    assert imported.problems == ()
    assert {(e.from_id, e.to_id) for e in graph.edges.values()} == {
        ("shop/sub/out", "shop:top"),
        ("shop/data/raw.csv", "shop:top"),
        ("shop/m.bin", "shop:top"),
        ("shop:top", "shop/big"),
        ("shop/big", "shop/sub:low"),
        ("shop/sub:low", "shop/sub/out"),
        ("shop/sub:low", "shop/sub/n.bin"),
    }
    assert graph.nodes["shop/m.bin"].kind is graph.nodes["shop/sub/n.bin"].kind is NodeKind.MODEL
    assert graph.nodes["shop/data/raw.csv"].version == "55"


def test_a_single_file_recognises_itself(shop):
    """A dvc.yaml and a .dvc file are DVC's by what they say; another YAML file is not, nor an empty one."""
    put(shop, dvc__yaml=HEAD, a__csv__dvc="outs: [{path: a.csv}]\n", b__dvc="x: 1\n", c__yaml=HEAD)
    assert choose(locate(str(shop / "dvc.yaml"))).name == "dvc"
    assert choose(locate(str(shop / "a.csv.dvc"))).name == "dvc"
    for name in ("b.dvc", "c.yaml"):
        with pytest.raises(InputError):
            choose(locate(str(shop / name)))


@pytest.mark.parametrize(
    "text",
    [
        "stages: [1]\n",
        "stages: {a: 1, b: {cmd: {x: 1}, deps: {q: [1]}, outs: [[1]], metrics: 3, params: {a: 1}}}\n",
        "stages: {a: {foreach: 1, do: {cmd: x}}, b: {foreach: [1]}, c: {matrix: [1], cmd: x}, d: {matrix: {}}}\n",
        "stages: {self: {vars: [{self: 1}], cmd: x, outs: ['"
        + "a" * 5000
        + "', \"a\\0b\", '../../../x', /etc/y]}}\n",
        "stages: {a: {cmd: x, outs: ['" + "${" * 9000 + "', '" + "${ " + " " * 50000 + "']}}\n",
        "vars: [../../../../etc/passwd, 7, {a: 1}]\nstages: {a: {cmd: '${a.b.c} ${} ${[} ${a[0]}'}}\n",
        "artifacts: {a: 1, b: {type: model}}\nplots: {a: {y: 1}}\n"
        "metrics: [{a: 1}, ../../x.json]\ndatasets: [{x: 1}]\n",
        "stages:\n  a:\n    cmd: x\n    unheard: 1\n",
    ],
)
def test_whatever_is_written_is_told_in_sentences(shop, text):
    """Wrong types, paths out of the project and nonsense between ${ and } never end the reading."""
    put(shop, dvc__yaml=text, dvc__lock="stages: {a: {deps: [1, {md5: x}], outs: {}}}\n")
    said = read(shop)
    assert said.problems
    assemble([said])


@pytest.mark.parametrize(
    "text", ["stages: &a [*a]\n", "stages: {a: 1, a: 2}\n", "stages: " + "[" * 3000, "stages: \0"]
)
def test_what_is_no_yaml_is_refused_with_its_line(shop, text):
    """Rings, equal keys, depth and NULs are one clear sentence."""
    put(shop, dvc__yaml=text)
    with pytest.raises(InputError):
        read(shop)


def test_templates_that_stand_for_too_much_are_cut_short(shop):
    """A small file that means millions of stages, or texts without end, ends soon and is told."""
    many = ", ".join(map(str, range(200)))
    long = "x" * 60_000
    put(
        shop,
        params__yaml=f"t: {long}\n",
        dvc__yaml="stages:\n"
        f"  m:\n    matrix: {{a: [{many}], b: [{many}], c: [{many}]}}\n    cmd: x\n    outs: ['${{key}}']\n"
        f"  t:\n    foreach: [{many}]\n    do:\n      cmd: {'${t}' * 2000}\n",
    )
    said = read(shop)
    assert said.problems
    assert len(said.nodes) <= 20_000


def test_reading_can_be_stopped(shop):
    """A person who cancels is heard."""
    put(shop, dvc__yaml=HEAD)

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        DvcAdapter().read(Location("dvc.yaml", path=shop / "dvc.yaml"), Task(check=stop))


def test_a_link_out_of_the_project_is_not_read(shop, tmp_path):
    """Parameters behind a link that leaves the project stay unread, and that is told."""
    put(tmp_path, secret__yaml="a: hidden\n")
    (shop / "params.yaml").symlink_to(tmp_path / "secret.yaml")
    put(shop, dvc__yaml=HEAD + "    params: [a]\n")
    said = read(shop)
    assert "hidden" not in str(said.nodes)
    assert said.problems


def plainly(folder):
    """What PyYAML reads in a dvc.yaml and a params.yaml, with the simple gaps filled."""
    params = yaml.safe_load((folder / "params.yaml").read_text("utf-8"))
    stages = yaml.safe_load((folder / "dvc.yaml").read_text("utf-8"))["stages"]

    def filled(entry):
        text = entry if isinstance(entry, str) else next(iter(entry))
        while "${" in text:
            begin, end = text.index("${"), text.index("}")
            value = params
            for part in text[begin + 2 : end].split("."):
                value = value[part]
            text = f"{text[:begin]}{value}{text[end + 1 :]}"
        return text.replace("//", "/")

    return {
        name: {key: [filled(e) for e in stage.get(key, [])] for key in ("deps", "outs", "metrics", "plots")}
        for name, stage in stages.items()
    }


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real systems is not here")
@pytest.mark.parametrize(("name", "counts"), [("bank-churn", (3, 3, 10, 8)), ("condo-avm", (8, 16, 49, 34))])
def test_real_projects_are_counted_as_a_plain_reading_counts_them(name, counts):
    """Stages, edges between stages, deps and outs agree with a count by PyYAML alone."""
    stages = plainly(CORPUS / name)
    writes = {out: s for s, v in stages.items() for key in ("outs", "metrics", "plots") for out in v[key]}
    between = {(writes[d], s) for s, v in stages.items() for d in v["deps"] if d in writes}
    deps = sum(len(v["deps"]) for v in stages.values())
    outs = sum(len(v["outs"]) for v in stages.values())
    assert (len(stages), len(between), deps, outs) == counts

    graph = import_sources([str(CORPUS / name)]).graph
    jobs = {i: n for i, n in graph.nodes.items() if n.kind is NodeKind.JOB}
    reads = {(e.from_id, e.to_id) for e in graph.edges.values() if e.to_id in jobs}
    written = {(e.from_id, e.to_id) for e in graph.edges.values() if e.from_id in jobs}
    ours = {
        (a.partition(":")[2], b.partition(":")[2]) for a, out in written for start, b in reads if start == out
    }
    code = sum(len(n.extra.get("code", ())) for n in jobs.values())
    assert len(jobs) == len(stages)
    assert ours == between
    assert len(reads) + code == deps
    assert {end.removeprefix(f"{name}/") for _, end in written} == set(writes)
    assert {n.language for n in jobs.values()} == {"python" if name == "bank-churn" else "r"}


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real systems is not here")
def test_real_projects_are_read_alike_twice():
    """The same nodes and edges in the same order; projects that are read together keep their things apart."""
    files = [
        str(path) for path in sorted(CORPUS.rglob("*")) if path.name == "dvc.yaml" or path.suffix == ".dvc"
    ]
    first, second = (import_sources(files) for _ in range(2))
    assert repr(first) == repr(second)
    assert {i.partition("/")[0].partition(":")[0] for i in first.graph.nodes} == {"bank-churn", "condo-avm"}


def test_files_are_called_by_their_own_names(shop):
    """A path is shortened as far as nobody else ends alike; its id stays, and jobs and metrics keep their names."""
    outs = "outs: [out/a.csv, deep/er/m.bin, m.json]"
    stage = f"stages:\n  fit: {{cmd: x, deps: [in/a.csv, 's3://b/far/a.csv'], {outs}}}\n"
    put(shop, dvc__yaml=stage, sub___m__json__dvc="outs: [{path: m.json}]\n")
    paths = [shop / "dvc.yaml", shop / "sub/m.json.dvc"]
    said = DvcAdapter().read_together([Location(str(path), path=path) for path in paths], Task())
    assert {n.id: n.name for n in said.nodes} == {
        "shop/in/a.csv": "in/a.csv",
        "s3://b/far/a.csv": "far/a.csv",
        "shop/out/a.csv": "out/a.csv",
        "shop/deep/er/m.bin": "m.bin",
        "shop/m.json": "m.json",
        "shop/sub/m.json": "sub/m.json",
        "shop:fit": "fit",
    }


def test_files_of_a_project_that_cannot_be_read_are_told(shop):
    """One broken file among others costs only itself; several that are all broken are an error."""
    put(shop, dvc__yaml="stages: {a: {cmd: x}}\n", b__dvc="outs: [\n", c__dvc="outs: [\n")
    locations = [Location(name, path=shop / name) for name in ("dvc.yaml", "b.dvc", "c.dvc")]
    said = DvcAdapter().read_together(locations, Task())
    assert [n.name for n in said.nodes] == ["a"]
    assert [p.source.name for p in said.problems] == ["b.dvc", "c.dvc"]
    with pytest.raises(InputError, match="Nor could 1 other source be read"):
        DvcAdapter().read_together(locations[1:], Task())


def test_artifacts_in_a_file_of_their_own(shop):
    """artifacts.yaml says what an output is; what nobody writes, and what is no mapping, is told with its place."""
    put(
        shop,
        dvc__yaml="stages: {fit: {cmd: x, outs: [m/clf]}}\n",
        artifacts__yaml="""\
churn:
  path: m/clf
  type: model
  description: Who leaves
  labels: [churn]
gone: {path: .mlem/m/clf, type: model, custom: {x: 1}}
odd: 3
none: {type: model, glow: 1}
""",
        data__csv__dvc="outs: [{path: data.csv}]\n",
    )
    said = read(shop)
    models = {n.id: n for n in said.nodes if n.kind is NodeKind.MODEL}
    clf = models["shop/m/clf"]
    assert (clf.description, clf.tags, clf.extra["artifact"]) == ("Who leaves", ("churn",), "churn")
    assert set(models) == {"shop/m/clf", "shop/.mlem/m/clf"}
    assert [(p.source.name, p.source.line, p.message) for p in said.problems] == [
        (
            "artifacts.yaml",
            6,
            "No stage writes the artifact “.mlem/m/clf”, and no such file is there. Did you mean “m/clf”?",
        ),
        ("artifacts.yaml", 7, "artifacts.yaml: odd must be a mapping."),
        ("artifacts.yaml", 8, "The artifact “none” is left out: it has no path."),
    ]
    put(shop, artifacts__yaml="[")
    assert next(p.message for p in read(shop).problems).startswith("artifacts.yaml is not read: ")
