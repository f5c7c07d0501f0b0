"""Another program on the same display: a file can be dragged out of it, and it reads what is on the clipboard.

python neighbour.py file PATH    shows a small window, out of which PATH is dragged; says when it may be dropped
python neighbour.py clipboard    says what is on the clipboard, as JSON: each format and its bytes in base 64
"""

import base64
import json
import sys

from PySide6.QtCore import QMimeData, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QWidget

TITLE = "a folder of files"
PLACE = QRect(40, 40, 80, 60)
FREE = "may be dropped"
PATIENCE_MS = 60_000


class Folder(QWidget):
    """Whatever is pressed in it is the file."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self._path = path

    def mousePressEvent(self, event) -> None:  # noqa: N802 - Qt's name
        """Hand the file out until it is dropped somewhere."""
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._path)])
        drag.setMimeData(data)
        drag.actionChanged.connect(lambda action: action and print(FREE, flush=True))
        drag.exec(Qt.DropAction.CopyAction)


def tell_clipboard(application: QApplication) -> None:
    """Print what is there, and end."""
    data = application.clipboard().mimeData()
    told = {name: base64.b64encode(data.data(name).data()).decode() for name in data.formats()}
    print(json.dumps(told), flush=True)
    application.quit()


def main(what: str, *path: str) -> int:
    """Be one of the two."""
    application = QApplication([TITLE])
    if what == "file":
        folder = Folder(*path)
        folder.setGeometry(PLACE)
        folder.show()
        QTimer.singleShot(PATIENCE_MS, application.quit)  # where it may be dropped nowhere
    else:
        QTimer.singleShot(0, lambda: tell_clipboard(application))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
