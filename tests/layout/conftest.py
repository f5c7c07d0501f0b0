"""What every layout test needs: systems to lay out, and a judge of pictures that shares no code with the engines."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.layout.request import LayoutRequest


def _request(sizes, edges=(), groups=None, group_count=0, pills=None, fixed=None, positions=None, **more):
    sizes = np.array(sizes, np.float32).reshape(-1, 2)
    count = len(sizes)
    edges = np.array(edges, np.int32).reshape(-1, 2)
    labels = np.zeros((len(edges), 2), np.float32)
    for edge, room in (pills or {}).items():
        labels[edge] = room
    marks = np.zeros(count, bool)
    marks[list(fixed or ())] = True
    return LayoutRequest(
        sizes=sizes,
        edges=edges,
        groups=np.full(count, -1, np.int32) if groups is None else np.array(groups, np.int32),
        group_count=group_count,
        label_sizes=labels,
        fixed=marks,
        positions=np.zeros((count, 2), np.float32) if positions is None else np.array(positions, np.float32),
        **more,
    )


def _random(seed, count, edges, groups, *, back=0.05, pills=0.1):
    """A system with a direction, some edges against it, uneven teams and a few pills."""
    random = np.random.default_rng(seed)
    tails = random.integers(0, count, edges)
    heads = np.clip(tails + 1 + random.geometric(min(6 / count, 0.9), edges), 0, count - 1)
    pairs = np.stack([tails, heads], 1)
    turned = random.random(edges) < back
    pairs[turned] = pairs[turned][:, ::-1]
    marked = {int(i): (70, 18) for i in np.flatnonzero(random.random(edges) < pills)}
    marked = {i: room for i, room in marked.items() if pairs[i, 0] != pairs[i, 1]}
    team = random.integers(-1, groups, count) if groups else np.full(count, -1)
    sizes = np.stack([random.integers(80, 180, count), np.full(count, 38)], 1)
    return _request(sizes, pairs, team, groups, marked)


def _curve_points(control, spacing=6.0):
    """Points on a chain of cubics by de Casteljau."""
    points = []
    for k in range(0, len(control) - 1, 3):
        p = control[k : k + 4].astype(float)
        steps = int(np.clip(np.abs(np.diff(p, axis=0)).sum() / spacing, 2, 3000))
        t = np.linspace(0, 1, steps + 1)[:, None]
        a, b, c = p[0] * (1 - t) + p[1] * t, p[1] * (1 - t) + p[2] * t, p[2] * (1 - t) + p[3] * t
        d, e = a * (1 - t) + b * t, b * (1 - t) + c * t
        points.append(d * (1 - t) + e * t)
    return np.concatenate(points)


def _box_faults(request, low, high):
    over = (low[:, None] + 1 < high[None]).all(2) & (low[None] + 1 < high[:, None]).all(2)
    return [f"boxes {a} and {b} overlap" for a, b in np.argwhere(over) if a < b]


def _group_faults(request, layout, low, high):
    rects, found = layout.group_rects, []
    for g in range(request.group_count):
        members = request.groups == g
        if not members.any():
            if not np.isnan(rects[g]).all():
                found.append(f"empty group {g} has an area")
            continue
        x0, y0, x1, y1 = rects[g]
        if (low[members] < [x0 + 12 - 0.5, y0 + 18]).any() or (high[members] > [x1 - 11.5, y1 - 11.5]).any():
            found.append(f"group {g} has no room for its padding or its name")
        foreign = ~members & (low + 1 < [x1, y1]).all(1) & (high - 1 > [x0, y0]).all(1)
        found += [f"box {i} lies in group {g} of others" for i in np.flatnonzero(foreign)]
        for other in range(g):
            if np.isfinite(rects[other, 0]):
                a, b, c, d = rects[other]
                if x0 + 1 < c and a + 1 < x1 and y0 + 1 < d and b + 1 < y1:
                    found.append(f"groups {g} and {other} overlap")
    return found


def _edge_faults(request, layout, low, high):
    found = []
    for i, (a, b) in enumerate(request.edges.tolist()):
        way = layout.routes[layout.starts[i] : layout.starts[i + 1]]
        if len(way) < 4 or len(way) % 3 != 1:
            found.append(f"edge {i} is not drawn")
            continue
        if abs(way[0, 0] - high[a, 0]) > 0.6 or not low[a, 1] - 0.1 <= way[0, 1] <= high[a, 1] + 0.1:
            found.append(f"edge {i} does not leave from the right border")
        if abs(way[-1, 0] - low[b, 0]) > 0.6 or not low[b, 1] - 0.1 <= way[-1, 1] <= high[b, 1] + 0.1:
            found.append(f"edge {i} does not enter on the left border")
        points = _curve_points(way)
        inside = ((points[:, None] > low[None] + 1) & (points[:, None] < high[None] - 1)).all(2).any(0)
        found += [f"edge {i} passes through box {k}" for k in np.flatnonzero(inside) if k not in (a, b)]
    return found


def _pill_faults(request, layout, low, high):
    found = []
    for i in np.flatnonzero(request.label_sizes[:, 0] > 0):
        centre, half = layout.label_centres[i], request.label_sizes[i] / 2
        if not np.isfinite(centre).all():
            found.append(f"edge {i} has no place for its pill")
            continue
        over = ((centre - half + 1 < high) & (centre + half - 1 > low)).all(1)
        found += [f"the pill of edge {i} covers box {k}" for k in np.flatnonzero(over)]
    return found


def _faults(request, layout):
    centres = layout.centres.astype(float)
    if len(centres) != request.node_count or not np.isfinite(centres).all():
        return ["a box has no place"]
    low, high = centres - request.sizes / 2.0, centres + request.sizes / 2.0
    arguments = (request, layout, low, high)
    return (
        _box_faults(request, low, high)
        + _group_faults(*arguments)
        + _edge_faults(*arguments)
        + _pill_faults(*arguments)
    )


@pytest.fixture(scope="session")
def make_request():
    """Build a request from plain lists."""
    return _request


@pytest.fixture(scope="session")
def random_system():
    """Build a random system: (seed, boxes, edges, groups)."""
    return _random


@pytest.fixture(scope="session")
def faults():
    """Judge a picture: a list of sentences, empty where nothing overlaps and no edge crosses a box."""
    return _faults


@pytest.fixture(scope="session")
def curve_points():
    """Walk a chain of cubics: its points, about a spacing apart."""
    return _curve_points


@pytest.fixture(scope="session")
def star():
    """Build a system of one box that feeds all others."""
    return lambda count: _request([(120, 38)] * count, [(0, i) for i in range(1, count)])
