"""Importers that others wrote, and their faults."""

import sys
from importlib.metadata import EntryPoint

import pytest

from explorer.domain.assembly import Statements
from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.importers import plugins
from explorer.importers.plugins import GROUP, origin_of, plugin_problems
from explorer.importers.registry import adapters, choose, locate
from tests.importers.imported import import_sources


class StickAdapter:
    """A plug-in that reads sticks, and breaks in the way the stick says."""

    name = "stick"
    recognises = "Sticks"

    def matches(self, location, head):
        """Whether it is a stick."""
        if head == b"thorn":
            raise ValueError("ouch")
        return head.startswith(b"stick")

    def read(self, location, task):
        """A node, or a fault."""
        text = location.path.read_text()
        if "break" in text:
            raise ZeroDivisionError("snap")
        if "nothing" in text:
            return None
        if "odd" in text:
            return Statements(nodes=["stick"])
        return Statements(nodes=[Node(id="stick", name="stick", kind=NodeKind.DATASET)])


class TwinAdapter(StickAdapter):
    """A plug-in that would like to be another importer."""

    name = "dbt"


@pytest.fixture(autouse=True)
def _sticks(monkeypatch):
    """Entry points as if these plug-ins were installed."""
    module = sys.modules[__name__]
    monkeypatch.setitem(sys.modules, "stick_plugin", module)
    monkeypatch.setattr(module, "half", object(), raising=False)
    entries = [
        EntryPoint("stick", "stick_plugin:StickAdapter", GROUP),
        EntryPoint("twin", "stick_plugin:TwinAdapter", GROUP),
        EntryPoint("bent", "no_such_module:Adapter", GROUP),
        EntryPoint("half", "stick_plugin:half", GROUP),
    ]
    monkeypatch.setattr(plugins, "entry_points", lambda group: entries if group == GROUP else [])
    plugins._loaded.cache_clear()
    yield
    plugins._loaded.cache_clear()


def test_plugins_read_and_their_faults_are_told(tmp_path):
    """A plug-in reads like any other; one that does not load is a warning, one that fails an error of its source."""
    texts = {
        "good": "stick",
        "bad": "stick break",
        "nothing": "stick nothing",
        "odd": "stick odd",
        "thorn": "thorn",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    imported = import_sources([str(tmp_path / name) for name in texts])
    assert list(imported.graph.nodes) == ["stick"]
    said = [f"{p.source}: {p.message}" for p in imported.problems]
    broken = [
        "plug-in bent: The plug-in cannot be used: No module named 'no_such_module' (ModuleNotFoundError).",
        "plug-in half: The plug-in cannot be used: it has no name (TypeError).",
        "plug-in stick: It failed when asked what it reads: ouch (ValueError).",
        "plug-in twin: It failed when asked what it reads: ouch (ValueError).",
    ]
    assert said[:4] == broken
    for name, told in (
        ("bad", "The plug-in stick failed: snap (ZeroDivisionError)."),
        ("nothing", "The plug-in stick gave no statements."),
        ("odd", "The plug-in stick gave no statements."),
    ):
        assert f"{tmp_path / name}: {told}" in said
    assert any("No importer recognises this source." in line and "Sticks" in line for line in said)
    assert len(plugin_problems()) == 4


def test_what_is_built_in_keeps_its_name(tmp_path):
    """A plug-in of the same name is asked after it, and never stands in for it."""
    assert [a.name for a in adapters()].count("dbt") == 2
    (tmp_path / "x").write_text("stick")
    assert origin_of(choose(locate(str(tmp_path / "x")), "dbt")) is None


def test_where_each_comes_from():
    """The package of a plug-in, or at least its entry; nothing for what is built in."""
    origins = {a.name: origin_of(a) for a in reversed(adapters())}
    assert (origins["stick"], origins["manifest"]) == ("stick", None)
