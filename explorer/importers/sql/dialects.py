"""Which database a text of SQL is written for, by what only one of them understands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_BIGQUERY = (
    r"`[\w$-]+(?:\.[\w$*-]+)+`",  # one pair of backticks around the whole name
    r"`[\w-]+`\s*\.\s*[\w`]",
    r"\b[a-z]\w{0,40}(?:-\w{1,40}){1,5}\.\w{1,300}\.\w",  # a project with hyphens
    r"\bSAFE\.\w|\bSTRUCT<|\bARRAY<",
)
_MARKS = (
    ("bigquery", re.compile("|".join(_BIGQUERY))),
    ("mysql", re.compile(r"`\w+`(?!\s*\.)")),
    ("snowflake", re.compile(r"\bLATERAL\s+FLATTEN\b|\bCOPY\s+INTO\b|\$\d\s*:\s*\w", re.I)),
    ("postgres", re.compile(r"\w::\w|\bILIKE\b|\$\$|\bDISTINCT\s+ON\b|\bgenerate_series\b", re.I)),
)
DIALECTS = {
    *("athena", "bigquery", "clickhouse", "databricks", "duckdb", "hive", "mysql", "oracle"),
    *("postgres", "presto", "redshift", "snowflake", "spark", "sqlite", "teradata", "trino"),
    "tsql",
}
"""The databases whose SQL can be parsed, as a YAML file names them."""


def dialect_of(text: str) -> str:
    """The dialect that a text shows, "" where it shows none."""
    return next((dialect for dialect, mark in _MARKS if mark.search(text)), "")


def most_common(texts: Sequence[str]) -> str:
    """What most of the texts that show a dialect are written in."""
    votes = Counter(filter(None, map(dialect_of, texts)))
    return max(sorted(votes), key=lambda dialect: votes[dialect]) if votes else ""
