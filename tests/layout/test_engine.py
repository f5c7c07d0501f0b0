"""The engine with its Graphviz process: pictures, limits, and everything that can go wrong with the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.layout import engine as engine_module
from explorer.layout.engine import Cancelled, LayoutEngine, quick_layout
from explorer.layout.worker_process import WorkerProcess

SHAPES = st.tuples(st.integers(0, 10_000), st.integers(1, 45), st.floats(0, 2), st.integers(0, 6))


@pytest.fixture(scope="module")
def engine():
    """One warm engine for the tests that leave it as they found it."""
    engine = LayoutEngine()
    engine.start()
    yield engine
    engine.close()


@pytest.fixture
def own_engine():
    """An engine for a test that breaks it; takes the engine's options."""
    made = []

    def make(**options):
        made.append(LayoutEngine(**options))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def endless(random_system):
    """A system that keeps Graphviz busy for minutes."""
    random = np.random.default_rng(3)
    request = random_system(1, 1_400, 10, 0, pills=0)
    pairs = random.integers(0, 1_400, (8_000, 2)).astype(np.int32)
    return replace(request, edges=pairs, label_sizes=np.zeros((8_000, 2), np.float32))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPES)
def test_a_small_graphviz_picture_has_no_faults(engine, random_system, faults, shape):
    """No overlaps, group areas apart with room for names, no edge through a box, no pill over one."""
    seed, count, density, groups = shape
    request = random_system(seed, count, int(count * density), groups)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_module, "_WORTH_IT", 0.0)  # Graphviz's picture, also where ours suits screens
        layout = engine.layout(request)
    assert (layout.engine, layout.note) == ("dot", "")
    assert faults(request, layout) == []


@pytest.mark.parametrize("seed", range(4))
def test_no_arrow_runs_through_a_box_at_eighty(engine, random_system, faults, seed):
    """The size at which a picture is read line by line: whichever engine draws it, no curve crosses a foreign box."""
    request = random_system(seed, 80, 130, 5)
    assert faults(request, engine.layout(request)) == []


def test_a_picture_of_three_hundred_boxes_has_no_faults(engine, random_system, faults, monkeypatch):
    """Splines led by Graphviz, mended by us, hold at hundreds of boxes."""
    monkeypatch.setattr(engine_module, "_WORTH_IT", 0.0)  # Graphviz's picture, also where ours suits screens
    request = random_system(0, 300, 480, 7)
    layout = engine.layout(request)
    assert layout.engine == "dot"
    assert faults(request, layout) == []


def test_the_same_system_gives_the_same_picture(engine, random_system):
    """Byte for byte, twice, also through the process."""
    first, second = (engine.layout(random_system(9, 60, 90, 4)) for _ in range(2))
    assert first.centres.tobytes() == second.centres.tobytes()
    assert first.routes.tobytes() == second.routes.tobytes()


def test_large_systems_are_laid_out_team_by_team(engine, random_system):
    """Beyond the flat limit teams stand on shelves in a sane shape, areas apart."""
    request = random_system(5, 3_000, 5_000, 30, back=0.0)
    groups = np.sort(request.groups)  # neighbours in the flow share a team, as in real systems
    request = replace(request, groups=groups)
    layout = engine.layout(request)
    assert layout.engine == "dot by team"
    extent = np.ptp(layout.centres, axis=0)
    assert 0.5 < extent[0] / extent[1] < 5
    rects = layout.group_rects
    for i, (x0, y0, x1, y1) in enumerate(rects):
        over = (rects[:i, 0] < x1) & (rects[:i, 2] > x0) & (rects[:i, 1] < y1) & (rects[:i, 3] > y0)
        assert not over.any()
    half = request.sizes / 2
    for i in range(0, 3_000, 7):
        near = (np.abs(layout.centres - layout.centres[i]) < half + half[i] - 1).all(axis=1)
        assert near.sum() == 1
    ends = layout.routes[layout.starts[1:] - 1]
    heads = request.edges[:, 1]
    assert np.abs(ends[:, 0] - (layout.centres[heads, 0] - half[heads, 0])).max() < 1


@pytest.fixture
def processes(monkeypatch):
    """The worker processes that are started from here on."""
    started = []

    class Watched(WorkerProcess):
        def __init__(self, *options):
            super().__init__(*options)
            started.append(self)

    monkeypatch.setattr(engine_module, "WorkerProcess", Watched)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return started


@pytest.fixture
def large(make_request):
    """A system of 3,200 boxes in 32 teams, most edges within them."""
    random = np.random.default_rng(5)
    tails = random.integers(0, 3_180, 5_000)
    edges = np.column_stack([tails, tails + random.integers(1, 20, 5_000)])
    return make_request([(120, 38)] * 3_200, edges, np.arange(3_200) // 100, 32)


def test_a_second_process_helps_with_large_systems_and_changes_nothing(
    own_engine, large, processes, monkeypatch
):
    """The picture is the same byte for byte, drawn alone or by two; the helper is gone afterwards."""
    helped = own_engine().layout(large)
    assert (helped.engine, helped.note) == ("dot by team", "")
    assert [worker.alive for worker in processes] == [True, False]
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    alone = own_engine().layout(large)
    assert [worker.alive for worker in processes] == [True, False, True]
    for name in ("centres", "routes", "starts", "label_centres", "group_rects"):
        assert getattr(helped, name).tobytes() == getattr(alone, name).tobytes()


@pytest.mark.parametrize("late", [False, True])
def test_cancel_ends_the_helper_too(own_engine, large, processes, late):
    """However far the work has come, no process is left over."""
    looks = iter(range(1_000_000))
    with pytest.raises(Cancelled):
        own_engine().layout(
            large,
            cancelled=lambda: len(processes) == 2 and next(looks) > (5 if late else 0),
        )
    assert [worker.alive for worker in processes] == [False, False]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("which", [0, 1])
def test_when_either_process_is_killed_our_own_layout_serves(own_engine, large, processes, which):
    """Half a picture is none; the note says why, and no process is left over."""

    def kill():
        if len(processes) == 2 and processes[which].alive:
            os.kill(processes[which].pid, signal.SIGKILL)
        return False

    layout = own_engine().layout(large, cancelled=kill)
    assert layout.engine == "layers"
    assert "ended unexpectedly" in layout.note
    assert [worker.alive for worker in processes] == [False, False]


def test_beyond_the_cap_our_own_layout_serves(engine, star):
    """A system too large for Graphviz never reaches it, and that is no failure to explain."""
    layout = engine.layout(star(20_001))
    assert (layout.engine, layout.note) == ("layers", "")


@pytest.mark.parametrize("count", [400, 10_000])
def test_a_star_never_becomes_a_tower(engine, star, count):
    """One column of thousands is refused; a note says so."""
    layout = engine.layout(star(count))
    extent = np.ptp(layout.centres, axis=0)
    assert extent[0] / extent[1] > 0.3
    assert "own layout" in layout.note


def test_a_tangle_gets_a_picture(engine, make_request):
    """A random 3,000 by 9,000 graph, which Graphviz would chew for half a minute, is ours."""
    random = np.random.default_rng(1)
    request = make_request([(120, 38)] * 3_000, random.integers(0, 3_000, (9_000, 2)))
    layout = engine.layout(request)
    assert np.isfinite(layout.centres).all()
    assert "own layout" in layout.note


@pytest.mark.parametrize("count", [0, 1])
def test_next_to_nothing(engine, make_request, faults, count):
    """No box and one box that feeds itself are pictures, too."""
    request = make_request([(100, 38)] * count, [(0, 0)] * count)
    layout = engine.layout(request)
    assert len(layout.centres) == count
    assert faults(request, layout) == []


def test_parallel_edges_and_loops(engine, make_request, faults):
    """A thousand parallel edges, loops and pills on both ways between two boxes are drawn."""
    edges = [(0, 1)] * 1_000 + [(0, 0), (1, 1), (1, 0), (0, 2)]
    request = make_request([(100, 38)] * 3, edges, [0, 0, -1], 1, {0: (70, 18), 1_002: (70, 18)})
    layout = engine.layout(request)
    assert faults(request, layout) == []


def test_fixed_boxes_stay(engine, random_system):
    """A box a person put somewhere is there after Graphviz, too."""
    request = random_system(2, 40, 60, 3)
    positions = np.zeros((40, 2), np.float32)
    positions[7] = [-123.5, 456.25]
    fixed = np.zeros(40, bool)
    fixed[7] = True
    layout = engine.layout(replace(request, fixed=fixed, positions=positions))
    assert layout.centres[7].tolist() == [-123.5, 456.25]


def test_graphviz_stays_out_of_this_process(engine, random_system):
    """After a layout, pygraphviz has not been imported here."""
    code = (
        "import sys, numpy as np\n"
        "from explorer.layout.engine import LayoutEngine\n"
        "from explorer.layout.request import LayoutRequest\n"
        "engine = LayoutEngine()\n"
        "z = np.zeros((2, 2), np.float32)\n"
        "r = LayoutRequest(z + 40, np.array([[0, 1]], np.int32), np.full(2, -1, np.int32), 0, z[:1],"
        " np.zeros(2, bool), z)\n"
        "layout = engine.layout(r)\n"
        "engine.close()\n"
        "assert layout.engine == 'dot', layout.note\n"
        "assert not [m for m in sys.modules if 'graphviz' in m and 'explorer' not in m]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_cancel_ends_the_layout_and_the_process(own_engine, endless, monkeypatch, random_system):
    """Cancelling from another thread stops the work at once; the next layout has a new process."""
    monkeypatch.setattr(engine_module, "_MOST_EDGES_A_BOX", 100)
    monkeypatch.setattr(engine_module, "_TOWER", 10_000)
    engine = own_engine()
    engine.layout(random_system(1, 10, 12, 2))
    pid = engine.worker_pid
    asked, ended = threading.Event(), threading.Event()
    outcome = []

    def work():
        try:
            engine.layout(endless, cancelled=lambda: asked.set(), time_limit=120)
        except Cancelled:
            outcome.append("cancelled")
        ended.set()

    threading.Thread(target=work, daemon=True).start()
    assert asked.wait(30)
    engine.cancel()
    assert ended.wait(10)
    assert outcome == ["cancelled"]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert engine.layout(random_system(1, 10, 12, 2)).engine == "dot"
    assert engine.worker_pid != pid


def test_the_callers_own_cancel_is_heard(own_engine, endless, monkeypatch):
    """A cancelled() that turns true ends the layout as cancel() does."""
    monkeypatch.setattr(engine_module, "_MOST_EDGES_A_BOX", 100)
    monkeypatch.setattr(engine_module, "_TOWER", 10_000)
    calls = iter(range(1_000_000))
    with pytest.raises(Cancelled):
        own_engine().layout(endless, cancelled=lambda: next(calls) > 5, time_limit=120)


def test_a_limit_of_time_falls_back(own_engine, endless, monkeypatch):
    """Work that takes too long gives our own layout and a sentence."""
    monkeypatch.setattr(engine_module, "_MOST_EDGES_A_BOX", 100)
    monkeypatch.setattr(engine_module, "_TOWER", 10_000)
    layout = own_engine().layout(endless, time_limit=1.5)
    assert layout.engine == "layers"
    assert "longer than it may" in layout.note


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_process_killed_in_between_falls_back(own_engine, endless, monkeypatch, random_system):
    """When the process dies under the work, our own layout serves and a note says why; then a new one starts."""
    monkeypatch.setattr(engine_module, "_MOST_EDGES_A_BOX", 100)
    monkeypatch.setattr(engine_module, "_TOWER", 10_000)
    engine = own_engine()
    engine.layout(random_system(1, 10, 12, 2))
    pid = engine.worker_pid
    looks = iter(range(1_000_000))

    def kill_on_the_tenth_look():
        if next(looks) == 10:
            os.kill(pid, signal.SIGKILL)
        return False

    layout = engine.layout(endless, cancelled=kill_on_the_tenth_look, time_limit=60)
    assert layout.engine == "layers"
    assert "ended unexpectedly" in layout.note
    assert engine.layout(random_system(1, 10, 12, 2)).engine == "dot"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory needs Linux")
def test_a_process_out_of_memory_falls_back(own_engine, endless, monkeypatch):
    """Graphviz without memory ends its own process, never ours; the picture is our own."""
    monkeypatch.setattr(engine_module, "_MOST_EDGES_A_BOX", 100)
    monkeypatch.setattr(engine_module, "_TOWER", 10_000)
    layout = own_engine(memory_limit=1 << 27).layout(endless, time_limit=60)
    assert layout.engine == "layers"
    assert "own layout" in layout.note


def test_without_graphviz_our_own_layout_serves(own_engine, random_system, tmp_path):
    """Where the library cannot be loaded the picture is our own, the note says so, and it is asked only once."""
    fake = tmp_path / "worker.py"
    fake.write_text(
        "import sys\n"
        "sys.modules['pygraphviz'] = None\n"
        "from explorer.layout.graphviz_worker import serve\n"
        "serve(0)\n"
    )
    engine = own_engine(command=[sys.executable, str(fake)])
    for _ in range(2):
        layout = engine.layout(random_system(1, 10, 12, 2))
        assert layout.engine == "layers"
        assert layout.note.startswith("Graphviz could not be loaded (")
    assert engine.worker_pid is None


@pytest.mark.parametrize("code", ["print('x' * 100)", "raise SystemExit(1)", "import sys; sys.stdin.read()"])
def test_a_process_that_talks_nonsense_falls_back(own_engine, random_system, code):
    """Noise, an early end or silence instead of an answer cost a fallback, never a hang."""
    layout = own_engine(command=[sys.executable, "-c", code]).layout(
        random_system(1, 10, 12, 2), time_limit=2
    )
    assert layout.engine == "layers"
    assert layout.note


def test_a_program_that_cannot_be_started_falls_back(own_engine, random_system, tmp_path):
    """A missing interpreter is one sentence in the note."""
    layout = own_engine(command=[str(tmp_path / "nowhere")]).layout(random_system(1, 10, 12, 2))
    assert layout.engine == "layers"
    assert "could not be started" in layout.note


def test_quick_layout_needs_no_process(random_system):
    """The first picture is there without any engine."""
    layout = quick_layout(random_system(1, 30, 40, 3))
    assert layout.engine == "layers"
    assert layout.seconds > 0


def test_ours_is_shown_where_graphviz_would_show_everything_much_smaller(engine, random_system):
    """A picture that fits a screen only at a fraction of the size is no improvement; nothing failed, so no note."""
    request = random_system(2, 300, 480, 7)
    layout = engine.layout(request)
    assert layout.engine == "layers"
    assert layout.note == ""
