"""How long a frame of the canvas takes, beside Qt's native items: `python tests/benchmarks/bench_canvas.py`.

A frame is what the event loop pays: the gesture's step and the whole paint event that follows, painted for real on
an image of 1,600 × 1,000 pixels. Two views are measured: nearly all of the picture, and zoom 1 in its middle. What a
frame leaves to be refined is painted in later frames; “complete” is the time until all of a new view is sharp. The
highlight is of 2,000 nodes, or half of them, other ones in every frame. The first line is the limit: what it costs
to do no more than copy a whole window of pixels to the window. QGraphicsView is painted whole in every frame; on a
screen it, too, can shift what it has when it is panned. It is measured in a process of its own, which is given up
after 60 s, or where it wants more than 1.5 GB; of slow frames no more are painted after 5 s. Memory is what the
process grew by, from the picture's being drawn to the end of the run; of the canvas also what it makes ready
beforehand.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from native_items import view_of
from pauses import megabytes
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from synthetic_pictures import picture_of

from explorer.domain.geometry import Point
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.prepared import prepared

WIDTH, HEIGHT = 1600, 1000
SIZES = (1_000, 5_000, 20_000, 100_000)
FRAMES = 40
NATIVE_S, NATIVE_BYTES = 60, 1_500_000_000
"""What native items are given, before they are given up."""
MOST_S, FEWEST = 5.0, 3
"""Seconds after which no more frames of one kind are painted, once there are so many."""


CLOCK = time.perf_counter


def times(step, paint, frames):
    """Milliseconds of each frame."""
    taken, started = [], time.perf_counter()
    for number in range(frames):
        if number >= FEWEST and time.perf_counter() - started > MOST_S:
            break
        began = CLOCK()
        step(number)
        paint()
        taken.append(1000 * (CLOCK() - began))
    return taken


def summary(taken):
    """Median and 95th percentile."""
    return f"{statistics.median(taken):7.1f} {np.percentile(taken, 95):7.1f}"


def summaries(pan, zoom, lit, hit):
    """What a row tells of moving, zooming, lighting, and finding what is under the pointer."""
    return [summary(pan), summary(zoom), summary(lit), f"{statistics.median(hit):7.3f}"]


def bench_canvas(picture, whole, frames):
    """Median and p95 for pan, zoom and highlight."""
    before = megabytes()
    canvas = Canvas()
    canvas.resize(WIDTH, HEIGHT)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)

    def paint():
        canvas.render(image, QPoint(0, 0))

    ready = prepared(picture, LIGHT)  # as the window has it made in the background
    began = CLOCK()
    canvas.set_picture(ready)
    canvas.ensurePolished()
    paint()
    first = 1000 * (CLOCK() - began)
    bounds = picture.bounds
    if whole:  # a little nearer, so that a pan uncovers a part of the picture and not only ground
        canvas.zoom_by(1.3)
    else:
        canvas.zoom_by(1 / canvas.viewport.zoom)
        canvas._look(canvas.viewport.centred(Point(bounds.x1 / 2, bounds.y1 / 2)))
    began = CLOCK()
    canvas.finish()
    complete = 1000 * (CLOCK() - began)
    paint()
    pan = times(lambda n: canvas.pan(-14 if n < frames / 2 else 14, 9 if n % 20 < 10 else -9), paint, frames)
    canvas.finish()
    zoom = times(lambda n: canvas.zoom_by(1.1 if n % 10 < 5 else 1 / 1.1, 700, 480), paint, frames)
    canvas.finish()
    rng = np.random.default_rng(1)
    lit_count = min(2000, len(picture.nodes) // 2)
    sets = [rng.choice(len(picture.nodes), lit_count, replace=False).tolist() for _ in range(4)]
    ids = [[picture.nodes.ids[i] for i in chosen] for chosen in sets]
    lit = times(lambda n: canvas.set_highlight(ids[n % 4]), paint, frames)  # other nodes in every frame
    canvas.set_highlight()
    middles = picture.nodes.boxes[:, :2] + picture.nodes.boxes[:, 2:] / 2
    at = [
        canvas.viewport.to_view(Point(*middle))
        for middle in middles[rng.choice(len(middles), frames)].tolist()
    ]
    hit = times(lambda n: canvas.node_at(QPointF(*at[n])), lambda: None, frames)
    grown = megabytes() - before
    canvas.close()
    return [*summaries(pan, zoom, lit, hit), f"{first:7.0f}", f"{complete:8.0f}", f"{grown:6.0f}"]


def bench_blit(frames):
    """Median and p95 of copying a window of pixels, which every frame ends with."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    pixels = QPixmap(WIDTH, HEIGHT)
    pixels.fill(QColor(LIGHT.ground))

    def paint():
        painter = QPainter(image)
        painter.drawPixmap(0, 0, pixels)
        painter.end()

    return summary(times(lambda n: None, paint, frames))


def bench_native(picture, whole, frames):
    """The same with QGraphicsView."""
    before = megabytes()
    began = CLOCK()
    view = view_of(picture)
    view.resize(WIDTH, HEIGHT)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)

    def paint():
        view.viewport().render(image, QPoint(0, 0))

    bounds = picture.bounds
    zoom_all = 1.3 * min(WIDTH / bounds.width, HEIGHT / bounds.height)
    view.scale(zoom_all, zoom_all) if whole else None
    view.centerOn(bounds.x1 / 2, bounds.y1 / 2)
    paint()
    first = 1000 * (CLOCK() - began)

    def pan_step(n):
        bar = view.horizontalScrollBar()
        bar.setValue(bar.value() + (14 if n < frames / 2 else -14))

    pan = times(pan_step, paint, frames)
    zoom = times(lambda n: view.scale(*([1.1 if n % 10 < 5 else 1 / 1.1] * 2)), paint, frames)
    items = [item for item in view.scene().items() if item.flags() & item.GraphicsItemFlag.ItemIsSelectable]
    half = min(2000, len(items) // 2)

    def light(n):
        for item in items[:half]:
            item.setOpacity(0.3 if n % 2 else 1.0)

    lit = times(light, paint, frames)
    at = np.random.default_rng(1).integers(0, 900, (frames, 2)).tolist()
    hit = times(lambda n: view.itemAt(*at[n]), lambda: None, frames)
    grown = megabytes() - before
    view.close()
    return [*summaries(pan, zoom, lit, hit), f"{first:7.0f}", f"{first:8.0f}", f"{grown:6.0f}"]


def native_row(count, whole, wanted):
    """What a process of its own prints of native items, or what it was too much for."""
    view = "all" if whole else "zoom"
    command = [
        sys.executable,
        __file__,
        "--native",
        view,
        "--sizes",
        str(count),
        "--frames",
        str(wanted.frames),
    ]
    command += ["--cpu"] if wanted.cpu else []
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=NATIVE_S, check=False, preexec_fn=bounded
        )
    except subprocess.TimeoutExpired:
        return f"over {NATIVE_S} s"
    return done.stdout.rstrip() if done.returncode == 0 else f"over {NATIVE_BYTES / 1e9:.1f} GB"


def bounded():
    """Let this process, and no other, take no more memory than native items are given."""
    resource.setrlimit(resource.RLIMIT_AS, (NATIVE_BYTES, NATIVE_BYTES))


def main():
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--no-native", action="store_true")
    parser.add_argument("--native", choices=("all", "zoom"), help="only the figures of QGraphicsView")
    parser.add_argument(
        "--cpu", action="store_true", help="processor time, for a machine that is busy otherwise"
    )
    wanted = parser.parse_args()
    global CLOCK
    CLOCK = time.thread_time if wanted.cpu else time.perf_counter
    app = QApplication([])
    if wanted.native:
        print(*bench_native(picture_of(wanted.sizes[0]), wanted.native == "all", wanted.frames))
        return
    print(
        f"milliseconds a frame, {WIDTH} × {HEIGHT} pixels, median and 95th percentile",
    )
    print(
        f"{'':44}{'pan':>15} {'zoom':>15} {'highlight':>15} {'hit':>7} {'first':>7} {'complete':>8} {'MB':>6}"
    )
    print(f"{'the window copied, and nothing drawn':<44}", *[bench_blit(wanted.frames)] * 3, flush=True)
    for count in wanted.sizes:
        picture = picture_of(count)
        for whole in (True, False):
            label = f"{count:>7,} nodes {len(picture.edges):>7,} edges {'all' if whole else 'zoom 1':<7}"
            print(f"{label + 'canvas':<44}", *bench_canvas(picture, whole, wanted.frames), flush=True)
            if not wanted.no_native:
                print(f"{label + 'QGraphicsView':<44}", native_row(count, whole, wanted), flush=True)
    app.quit()


if __name__ == "__main__":
    main()
