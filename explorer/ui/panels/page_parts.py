"""What a page of facts is put together from: its head, headings, rows with a mark, and lists."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QSizePolicy, QVBoxLayout

from explorer.language import marked
from explorer.ui import plain
from explorer.ui.kind_icons import SIZE

_LARGER = 1.4
NO_MODEL_YET = marked(
    "Edit → Add Node… puts a model in; File → Import into This System… reads a source that names one."
)
"""What to do about a page that speaks of models, in a system without any."""


def add_head(layout: QVBoxLayout, title: str, second: str, mark: QPixmap | None = None) -> None:
    """What it is about, in large letters, and a second line with the mark of its kind."""
    big = plain.wrapped(title)
    font = big.font()  # not in the style sheet, which knows no size but in pixels
    font.setPointSizeF(font.pointSizeF() * _LARGER)
    font.setWeight(QFont.Weight.DemiBold)
    big.setFont(font)
    small = plain.wrapped(second)
    small.setObjectName("muted")
    layout.addWidget(big)
    if mark is None:
        layout.addWidget(small)
        return
    row = QHBoxLayout()
    row.addWidget(_picture(mark))
    row.addWidget(small, 1)
    layout.addLayout(row)


def marked_row(mark: QPixmap, name: str, value: str) -> QHBoxLayout:
    """A mark, a name and a figure, side by side."""
    row = QHBoxLayout()
    row.setSpacing(8)
    faint = plain.label(name)
    faint.setObjectName("muted")
    figure = plain.label(value)
    figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(_picture(mark))
    row.addWidget(faint, 1)
    row.addWidget(figure)
    return row


def add_heading(layout: QVBoxLayout, text: str) -> None:
    """What stands below it is of one sort."""
    made = plain.label(text)
    made.setObjectName("heading")
    made.setWordWrap(True)
    layout.addSpacing(4)
    layout.addWidget(made)


def add_list(layout: QVBoxLayout, heading: str, made: QListWidget) -> None:
    """A heading and its list, which is called so by a screen reader too."""
    add_heading(layout, heading)
    made.setAccessibleName(heading)
    layout.addWidget(made)


def bare_list(rows: int, *, rows_of: int = 1) -> QListWidget:
    """A list without a frame, as high as its rows need, at most twelve. rows_of: lines that a row may take."""
    made = QListWidget()
    made.setObjectName("sentences")
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    height = max(made.fontMetrics().height() * rows_of + 8, SIZE + 10)  # a row may have an icon
    made.setFixedHeight(min(rows, 12) * height + 8)
    return made


class WholeList(QListWidget):
    """A list without a frame, as high as its rows; texts that are too long for one line take more."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sentences")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """Qt: all rows at the width that there is."""
        rows = (self.visualItemRect(self.item(row)).height() for row in range(self.count()))
        return QSize(super().sizeHint().width(), sum(rows) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        """Qt: a few rows, where there are more."""
        return super().minimumSizeHint().boundedTo(self.sizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: texts take more lines, or fewer."""
        super().resizeEvent(event)
        self.updateGeometry()


def _picture(mark: QPixmap) -> QLabel:
    made = plain.label()
    made.setPixmap(mark)
    made.setFixedWidth(SIZE)
    return made
