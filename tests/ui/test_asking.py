"""Where the dialogs about files begin."""

import pytest

from explorer.ui import asking


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Where each dialog began; each ends with the file or folder that was put into `answer` before."""
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "settings.json"))
    places = []

    class Dialog:
        answer = ""

        @staticmethod
        def getOpenFileNames(parent, title, where, kinds):  # noqa: N802 - Qt's name
            places.append(where)
            return ([Dialog.answer] if Dialog.answer else [], "")

        @staticmethod
        def getExistingDirectory(parent, title, where):  # noqa: N802
            places.append(where)
            return Dialog.answer

        @staticmethod
        def getSaveFileName(parent, title, where, kinds):  # noqa: N802
            places.append(where)
            return (Dialog.answer, "")

    monkeypatch.setattr(asking, "QFileDialog", Dialog)
    return Dialog, places


def test_a_dialog_begins_where_the_last_one_ended(asked, tmp_path):
    """Whichever it was, also in the next run; one that was left does not count."""
    dialog, places = asked
    teams, pictures = tmp_path / "teams", tmp_path / "pictures"
    for folder in (teams, pictures):
        folder.mkdir()
    dialog.answer = str(teams / "shop.yaml")
    asking.source_files(None)
    dialog.answer = str(pictures / "shop.svg")
    asking.picture_path(None, "shop")
    dialog.answer = ""
    asking.project_path(None, "shop")
    dialog.answer = str(teams)
    asking.source_folder(None)
    asking.source_folder(None)
    assert places == [
        "",
        str(teams / "shop.svg"),
        str(pictures / "shop.ripplemap"),
        str(pictures),
        str(teams),
    ]


def test_a_folder_that_is_gone_is_forgotten(asked, tmp_path):
    """Then it is the desktop's choice."""
    dialog, places = asked
    dialog.answer = str(tmp_path / "gone" / "shop.md")
    asking.sheet_path(None, "shop")
    asking.sheet_path(None, "shop")
    assert places == ["shop.html", "shop.html"]
