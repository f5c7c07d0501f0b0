"""Histories of metrics from a CSV file: days and numbers under a header, separated by comma, semicolon or tab."""

from __future__ import annotations

import csv
import io

from explorer.domain.histories import Histories
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.history_cells import CellReader
from explorer.importers.reading import decode_text, read_bytes
from explorer.language import tr

MOST_BYTES = 50_000_000
MOST_ROWS = 500_000
_MOST_COLUMNS = 2_000
_SEPARATORS = (",", ";", "\t")


def read_history_csv(location: Location, task: Task) -> Histories:
    """The histories in the file; InputError where it is none at all. Broken rows are problems with their line."""
    if location.path is None:
        raise InputError(tr("A history is read from a file."), where=location.shown)
    data = read_bytes(location.path, location.shown, MOST_BYTES, task.check)
    return histories_of_csv(decode_text(data, location.shown), location.shown, task)


def histories_of_csv(text: str, shown: str, task: Task) -> Histories:
    """The histories in the text of a CSV file."""
    text = text.removeprefix("\ufeff")
    if "\0" in text[:100_000]:
        raise InputError(tr("It is not a text file."), where=shown, hint=tr("Save the table as CSV."))
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    if separator not in first:
        raise InputError(
            tr("Its first line is no header of a table."),
            where=f"{shown}:1",
            hint=tr("Write a column of days, then one column a metric, separated by commas."),
        )
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    reader: CellReader | None = None
    count = 0
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            if reader is None:
                raise InputError(_broken(error), where=f"{shown}:{line}") from None
            reader.problems.append(
                Problem(tr("{fault} The rest is not read.", fault=_broken(error)), Source(shown, line))
            )
            break
        if cells is None:
            break
        if reader is None:
            if not cells:
                continue
            if len(cells) > _MOST_COLUMNS:
                raise InputError(
                    tr("It has more than {count:,} columns.", count=_MOST_COLUMNS), where=f"{shown}:{line}"
                )
            reader = CellReader(cells, lambda at: Source(shown, at), decimal_comma=separator == ";")
            continue
        count += 1
        if count > MOST_ROWS:
            message = tr("Only the first {count:,} rows are read.", count=MOST_ROWS)
            reader.problems.append(Problem(message, Source(shown, line), Severity.WARNING))
            break
        if count % 500 == 0:
            task.check()
        reader.row(cells, line)
    return reader.histories() if reader is not None else Histories()


def _broken(error: csv.Error) -> str:
    if "field larger" in str(error):
        return tr(
            "A cell is longer than {count:,} characters; perhaps a quotation mark is not closed.",
            count=csv.field_size_limit(),
        )
    return tr("From here on it is no CSV: {reason}.", reason=error)
