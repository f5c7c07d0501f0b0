"""The same picture as Qt's own graphics items, one per node and edge: what the canvas is compared with."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsScene, QGraphicsView

from explorer.drawing.outlines import outline_segments
from explorer.drawing.picture import Outline
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.labels import font
from explorer.ui.canvas.sprites import path_of


class NodeItem(QGraphicsItem):
    """A card with its two lines."""

    def __init__(self, box, outline, title, second):
        super().__init__()
        x, y, self._width, self._height = box
        self.setPos(x, y)
        self._title, self._second = title, second
        self._path = path_of(outline_segments(Outline(outline), 0, 0, self._width, self._height))

    def boundingRect(self):  # noqa: N802  Qt's name
        return QRectF(-1, -1, self._width + 2, self._height + 2)

    def paint(self, painter, option, widget=None):
        painter.setPen(QPen(QColor(LIGHT.card_border), 1))
        painter.setBrush(QBrush(QColor(LIGHT.card)))
        painter.drawPath(self._path)
        if option.levelOfDetailFromTransform(painter.worldTransform()) < 0.36:
            return
        painter.setFont(font(12, 600))
        painter.setPen(QColor(LIGHT.text))
        painter.drawText(36, 17, self._title)
        painter.setFont(font(10, 400))
        painter.setPen(QColor(LIGHT.muted))
        painter.drawText(36, 30, self._second)


def view_of(picture):
    """A view on a scene with an item for every node and edge."""
    view = QGraphicsView()
    scene = QGraphicsScene(view)
    edges = picture.edges
    for first, end, stroke in zip(edges.starts[:-1], edges.starts[1:], edges.stroke, strict=True):
        points = edges.routes[first:end].tolist()
        path = QPainterPath()
        path.moveTo(*points[0])
        for at in range(1, len(points), 3):
            path.cubicTo(*points[at], *points[at + 1], *points[at + 2])
        item = QGraphicsPathItem(path)
        pen = QPen(QColor(picture.strokes[stroke].colour), 1.2)
        pen.setCosmetic(True)
        item.setPen(pen)
        scene.addItem(item)
    nodes = picture.nodes
    for box, outline, title, second in zip(
        nodes.boxes.tolist(), nodes.outline, nodes.titles, nodes.subtitles, strict=True
    ):
        item = NodeItem(box, outline, title, second)
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        scene.addItem(item)
    view.setScene(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
