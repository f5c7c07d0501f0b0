"""The form for what is known of a node or an edge: a row for each attribute it can have."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QScrollArea, QWidget

from explorer.domain.attributes import Attribute
from explorer.domain.changes import EditGraph
from explorer.domain.entities import Edge, Node
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, tr
from explorer.session.editing import changed_edge, changed_node, edge_name
from explorer.session.written_values import editable, example_of, read_value, words_of, written
from explorer.ui import plain
from explorer.ui.panels.form import PartForm, offer_teams
from explorer.ui.panels.scrolled import scroll

_HEIGHT = 520
_NOT_SAID = marked("nobody has said")
_LONGEST = 100_000


class EditPart(PartForm):
    """Asks for values; only what was changed is changed, and what is left empty is not known."""

    def __init__(self, graph: SystemGraph, item: Node | Edge, parent: QWidget | None = None) -> None:
        name = item.name if isinstance(item, Node) else edge_name(graph, item.key)
        super().__init__(tr("Edit {name}", name=name), self._change, parent)
        self._graph, self._item = graph, item
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._known: dict[str, str] = {}
        self._table = {attribute.key: attribute for attribute in editable(item)}
        page = QWidget()
        rows = QFormLayout(page)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for key, attribute in self._table.items():
            self.fields[key] = field = _field(attribute, written(attribute, getattr(item, key)))
            self._known[key] = _text(field)
            if key == "owner" and isinstance(field, QLineEdit):
                offer_teams(field, graph)
            label = tr(attribute.label)
            rows.addRow(f"{label[:1].upper()}{label[1:]}", field)
        area = QScrollArea()
        scroll(area, page)
        across = page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(across)  # in large text, or in longer words, more than the form begins with
        self.column.insertWidget(0, area, 1)
        self.resize(self.width(), _HEIGHT)

    def _change(self) -> EditGraph | None:
        """Only what was typed anew; all else stays as it was."""
        values = {}
        for key, field in self.fields.items():
            if _text(field) != self._known[key]:
                field.setFocus()  # where it is wrong, that is where to mend it
                values[key] = read_value(self._table[key], _text(field))
        if not values:
            return None
        if isinstance(self._item, Edge):
            return changed_edge(self._graph, self._item, values)
        return changed_node(self._item, values)


def _field(attribute: Attribute, value: str) -> QLineEdit | QComboBox:
    words = words_of(attribute)
    made: QLineEdit | QComboBox
    if words:
        made = QComboBox()
        made.addItem(tr(_NOT_SAID), "")
        for word in words:
            made.addItem(_word_told(attribute, word), word)
        made.setCurrentIndex(max(made.findData(value), 0))
    else:
        made = QLineEdit()
        made.setMaxLength(_LONGEST)
        made.setText(value)
        made.setCursorPosition(0)
        made.setPlaceholderText(example_of(attribute))
    made.setAccessibleName(tr(attribute.label))
    plain.tooltip(made, tr(attribute.doc))
    return made


def _word_told(attribute: Attribute, word: str) -> str:
    return attribute.type.show(word == "true" if word in ("true", "false") else attribute.type.decode(word))


def _text(field: QLineEdit | QComboBox) -> str:
    return field.text() if isinstance(field, QLineEdit) else str(field.currentData())
