"""The `ripplemap` command as a process of its own, from the samples and from real systems to answers."""

import json
import os
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

CALITP = Path("/work/shared/corpus/dbt/calitp/manifest.json")


@pytest.fixture
def run(root, tmp_path):
    """Start the command in an empty folder, and wait for it."""

    def call(*arguments, **options):
        command = [sys.executable, "-m", "explorer", *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=environment(root),
            capture_output=True,
            text=True,
            timeout=120,
            **options,
        )

    return call


def environment(root, **more):
    return {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8", **more}


@pytest.fixture
def sample(root):
    """The big sample."""
    return root / "resources" / "samples" / "streamly.yaml"


def test_from_a_manifest_to_a_project_to_an_answer(run, sample, tmp_path):
    """The way of an architect: import, ask the project, follow a change, draw it, check it."""
    assert run("import", sample, "-o", "s.ripplemap").returncode == 0
    asked = run("ask", "s.ripplemap", "--json", check=True)
    assert [a["question"] for a in json.loads(asked.stdout)["answers"]] == [1, 2, 3]
    change = "new-version:image-embedding"
    from_project = run("what-if", "s.ripplemap", "--change", change, "--json", check=True)
    assert from_project.stdout == run("what-if", sample, "--change", change, "--json", check=True).stdout
    drawn = run("export", "s.ripplemap", "-o", "s.svg", "--what-if", change, "--theme", "dark")
    assert (drawn.returncode, drawn.stdout) == (0, "")
    assert (tmp_path / "s.svg").read_text("utf-8").startswith("<?xml")
    assert run("findings", "s.ripplemap", "--fail-on", "error").returncode == 1


def test_a_duckdb_file_leaves_nothing_on_standard_error(run, tmp_path):
    """Its driver lists what it thinks was leaked where the program ends without clearing up."""
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(tmp_path / "shop.duckdb") as made:
        made.execute("create table orders (id integer)")
    read = run("graph", "shop.duckdb")
    assert "orders" in read.stdout
    assert read.stderr == ""


def test_a_project_answers_as_its_sources_do(run, sample):
    """Nothing that an answer rests on is lost in the file."""
    run("import", sample, "-o", "s.ripplemap")
    for words in (["graph", "--json"], ["findings", "--json"], ["ask", "1", "--json"]):
        first, *options = words
        question = options[:1] if options[0] == "1" else []
        outputs = {
            run(first, *question, source, "--json", check=True).stdout for source in (sample, "s.ripplemap")
        }
        assert len(outputs) == 1


def test_output_that_nobody_reads_to_the_end_is_no_error(root, sample):
    """`ripplemap graph … | head -1`."""
    command = [sys.executable, "-m", "explorer", "graph", str(sample), "--json"]
    with subprocess.Popen(
        command,
        cwd=root,
        env=environment(root, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="There is no such signal, and no such terminal.")
def test_ctrl_c_ends_it_quietly(root, tmp_path):
    """While it tells of a big source that it reads: 130, and one line in the place of what it told; no traceback."""
    big = tmp_path / "big.yaml"
    lines = (f"  d{i}: {{inputs: [d{i // 2}]}}\n" for i in range(1, 120_000))
    big.write_text("ripplemap: 1\nsystem: big\ndatasets:\n  d0: {}\n" + "".join(lines))
    terminal, its_side = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "explorer", "graph", str(big), "--json"],
        cwd=root,
        env=environment(root),
        stdout=subprocess.DEVNULL,
        stderr=its_side,
        # whoever runs the tests in the background of a shell has the signal ignored, and hands that down
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        os.close(its_side)
        progress = os.read(terminal, 1000).decode()
        process.send_signal(signal.SIGINT)
        said = "".join(iter(partial(read, terminal), ""))
    os.close(terminal)
    assert "Reading" in progress
    assert (process.returncode, re.split(r"\r(?!\n)|\x1b\[K", said)[-1]) == (130, "Interrupted.\r\n")
    assert "Traceback" not in said


def read(terminal):
    """What was written to it since; nothing once its last program has ended."""
    try:
        return os.read(terminal, 1000).decode()
    except OSError:
        return ""


NAMED = """
ripplemap: 1
system: Übersicht – 推薦
owner: Größen
datasets:
  clicks: {name: "клики → 点击"}
models:
  ranker: {name: "Höhen “ranker” 🎬", retrain: manual, inputs: [clicks], success_metric: watched}
consumers:
  page: {owner: web, inputs: [ranker]}
metrics:
  watched: {role: success, direction: up, inputs: [clicks]}
"""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_every_terminal_can_show_every_answer(root, tmp_path, encoding):
    """No UnicodeEncodeError, whatever the names; JSON is the same value everywhere."""
    (tmp_path / "named.yaml").write_text(NAMED, "utf-8")
    for words in (
        ["graph"],
        ["ask"],
        ["findings"],
        ["what-if", "--change", "outage:ranker"],
        ["graph", "--json"],
    ):
        result = subprocess.run(
            [sys.executable, "-m", "explorer", words[0], "named.yaml", *words[1:]],
            cwd=tmp_path, env=environment(root, PYTHONIOENCODING=encoding), capture_output=True, check=True,
            timeout=60,
        )  # fmt: skip
        said = result.stdout.decode(encoding)
        assert b"Traceback" not in result.stderr
    assert {node["name"] for node in json.loads(said)["nodes"]} >= {"клики → 点击", "Höhen “ranker” 🎬"}


@pytest.mark.skipif(not CALITP.exists(), reason="The real systems are not here.")
def test_a_real_dbt_project_is_read_as_it_is(run):
    """California's transit data: every model, seed, source and exposure, every edge that is no test's."""
    graph = json.loads(run("graph", CALITP, "--json", check=True).stdout)
    given = json.loads(CALITP.read_text("utf-8"))
    count = {
        kind: sum(n["resource_type"] == kind for n in given["nodes"].values()) for kind in ("model", "seed")
    }
    assert count == {"model": 610, "seed": 16}
    assert len(graph["nodes"]) == 610 + 16 + len(given["sources"]) + len(given["exposures"])
    assert len(graph["edges"]) == 1201
    ids = " ".join(n["id"] for n in graph["nodes"]).split()
    assert not set(given["disabled"]) & set(ids)
