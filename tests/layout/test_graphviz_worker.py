"""What Graphviz is told: numbers only."""

from __future__ import annotations

import re

import numpy as np

from explorer.layout.graphviz_worker import dot_text


def test_the_graph_is_written_from_numbers_alone():
    """Whatever a system is called, Graphviz sees integers, sizes and fixed words; strengths stay within bounds."""
    text = dot_text(
        np.array([[100, 38], [0, -5], [80, 38]]),
        np.array([0, -1, 0]),
        np.array([[0, 1], [2, 1]]),
        np.array([[0, 5_000], [1, -3]]),
        np.array([0, 1, 20, 56, 38]),
    )
    words = set(re.findall(r"[A-Za-z_]+", text))
    allowed = (
        "digraph rankdir LR newrank true splines nodesep ranksep nslimit mclimit node shape box fixedsize label"
        " margin edge arrowhead arrowtail none width height subgraph cluster_ id tailport headport e w weight"
    )
    assert words <= set(allowed.split())
    assert re.findall(r"weight=(-?\d+)", text) == ["100"]
    assert "1->2[id=1,tailport=w,headport=e" in text
