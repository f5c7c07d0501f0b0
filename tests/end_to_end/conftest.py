"""A program on a real display, for tests marked `window`, and a small system for it to show."""

import os
from functools import partial

import pytest

from tests.end_to_end.desks import desk

SMALL = """
ripplemap: 1
system: small
owner: recs
datasets:
  events: {owner: platform, access: controlled}
  scores: {subtype: predictions}
models:
  ranker: {version: 3, inputs: [events], outputs: [scores]}
consumers:
  page: {owner: web, inputs: [scores]}
"""


@pytest.fixture
def sit_down(xdotool, window_environment, screen_file, tmp_path, root):
    """Start the command with these words on the display; what it says on standard error is kept."""
    environment = {**window_environment, "PYTHONPATH": os.fspath(root)}
    return partial(desk, xdotool, environment, screen_file, tmp_path)


@pytest.fixture
def small_project(tmp_path):
    """A project of four nodes of three teams in a row: events → ranker → scores → page."""
    from explorer.importers.adapter import Task
    from explorer.session.loading import open_sources
    from explorer.session.session import Session

    (tmp_path / "small.yaml").write_text(SMALL)
    session = Session(open_sources([str(tmp_path / "small.yaml")], task=Task()))
    session.save_as(tmp_path / "small.ripplemap")
    return tmp_path / "small.ripplemap"
