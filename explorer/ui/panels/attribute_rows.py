"""Names and values beneath each other, as the inspector shows what is known of a part."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QFormLayout

from explorer.ui import plain


def rows_form(rows: Iterable[tuple[str, str]]) -> QFormLayout:
    """A row for each name and its value, which can be selected and copied."""
    form = QFormLayout()
    # In large text a path needs the whole width.
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(4)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for name, value in rows:
        faint = plain.label(name)
        faint.setObjectName("muted")
        form.addRow(faint, plain.wrapped(value))
    return form
