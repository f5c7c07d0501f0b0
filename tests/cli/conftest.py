"""Running the command line in this process, on small sources."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from explorer.cli.main import main

SHOP = """\
ripplemap: 1
system: shop
as_of: 2026-11-20
owner: search
teams: {search: {}, web: {}}
world:
  buyers: {inputs: [page]}
datasets:
  clicks: {subtype: stream, owner: web, access: none, inputs: [{from: buyers, confidence: 0.9}]}
  scores: {subtype: predictions}
models:
  ranker: {retrain: scheduled, inputs: [clicks, prices], outputs: [scores]}
consumers:
  page: {owner: web, subtype: ui, inputs: [{from: scores, fallback: default}]}
metrics:
  orders: {role: success, inputs: [clicks]}
monitors:
  alert: {watches: [scores], detects: [availability], lag: 1h}
"""


@dataclass(frozen=True)
class Ran:
    """What a run came to."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output as the one JSON object that it must be."""
        assert self.out.endswith("}\n")
        return json.loads(self.out)


@pytest.fixture
def ripplemap(capsys):
    """Run a command; what it printed and its exit status."""

    def run(*arguments):
        status = main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


@pytest.fixture
def shop(tmp_path) -> Path:
    """A manifest with one gap: prices are declared nowhere."""
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP)
    return path


@pytest.fixture
def samples(root) -> Path:
    """Where the sample systems lie."""
    return root / "resources" / "samples"
