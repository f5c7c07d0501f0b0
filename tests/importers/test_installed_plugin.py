"""The plug-in of the help page: written down as it stands there, built, installed and used."""

import json
import os
import re
import subprocess
import sys
import zipfile

import pytest

FILES = {"python": "ripplemap_arrows.py", "toml": "pyproject.toml"}
MOST_LINES = 40


def shown(root, language="en"):
    """The files that the help page shows, by name, and the example that it reads."""
    page = root / "resources/help" / ("plugins.md" if language == "en" else f"{language}/plugins.md")
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    return {FILES.get(kind, kind): text for kind, text in blocks.items()}


@pytest.fixture(scope="module")
def root(pytestconfig):
    """The folder of the whole."""
    return pytestconfig.rootpath


@pytest.fixture(scope="module")
def installed(root, tmp_path_factory):
    """A function that installs the plug-in of the page, changed or not, and gives a way to run Ripplemap with it."""

    def install(change=lambda code: code):
        folder = tmp_path_factory.mktemp("plugin")
        for name in FILES.values():
            text = shown(root)[name]
            (folder / name).write_text(change(text) if name.endswith(".py") else text, "utf-8")
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        [wheel] = (folder / "dist").glob("*.whl")
        site = folder / "site"
        zipfile.ZipFile(wheel).extractall(site)  # what installing a wheel of plain Python does
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(root)])}

        def run(*arguments):
            command = [sys.executable, "-m", "explorer", *map(str, arguments)]
            return subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8"
            )

        return run

    return install


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_shows_what_is_tested(root, language):
    """Every language shows the same files, those that lie here, and the importer is short."""
    files = shown(root, language)
    for name in FILES.values():
        assert files[name] == (root / "tests/plugin" / name).read_text("utf-8")
    assert files["ripplemap_arrows.py"].count("\n") <= MOST_LINES


def test_the_plugin_of_the_page_reads_its_example(root, installed, tmp_path):
    """It is listed with its package, recognises its file by itself, and a broken line is a problem with its place."""
    run = installed()
    listed = json.loads(run("adapters", "--json").stdout)["adapters"]
    assert [(a["name"], a["plugin"]) for a in listed if a["plugin"]] == [("arrows", "ripplemap-arrows 1.0")]
    assert "arrows       ripplemap-arrows 1.0  Arrows: lines such as" in run("adapters").stdout
    source = tmp_path / "shop.arrows"
    source.write_text(f"{shown(root)['text']}nowhere\n", "utf-8")
    ran = run("graph", source, "--json")
    system = json.loads(ran.stdout)
    assert [node["id"] for node in system["nodes"]] == ["daily-totals", "forecast", "orders"]
    assert [(edge["from"], edge["to"], edge["kind"]) for edge in system["edges"]] == [
        ("daily-totals", "forecast", "derives"),
        ("orders", "daily-totals", "derives"),
    ]
    [problem] = system["problems"]
    assert (problem["message"], problem["line"]) == ("This line is no arrow.", 3)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda code: code.replace("task.check()", "1 / 0"), "The plug-in arrows failed: division by zero"),
        (lambda code: f"{code}\nraise SystemExit(3)\n", "The plug-in cannot be used: 3 (SystemExit)."),
        (lambda code: code.replace("return said", "return 1"), "The plug-in arrows gave no statements."),
        (
            lambda code: code.replace("return location.path", "return 1 / 0"),
            "It failed when asked what it reads: division by zero",
        ),
    ],
)
def test_a_plugin_that_fails_is_a_clear_problem(root, installed, tmp_path, change, told):
    """Never a traceback, and what other sources say is read."""
    (tmp_path / "shop.arrows").write_text(shown(root)["text"], "utf-8")
    (tmp_path / "shop.yaml").write_text("ripplemap: 1\ndatasets: {orders: }\n", "utf-8")
    ran = installed(change)("graph", tmp_path / "shop.yaml", tmp_path / "shop.arrows")
    assert "orders" in ran.stdout
    assert told in " ".join(f"{ran.stdout} {ran.stderr}".split())
    assert "Traceback" not in ran.stdout + ran.stderr
