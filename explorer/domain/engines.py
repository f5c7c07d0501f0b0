"""The engines that keep tables: what they are called, and what each makes of the case of a name.

Databases, logs, dbt projects and feature stores write the same tables; they meet because all of them write names by
this. Where a rule can be set otherwise in an engine, it is taken as it is when nobody sets it.
"""

from __future__ import annotations

import re
from enum import Enum, auto


class Case(Enum):
    """What becomes of the case of a name: Orders, and "Orders" in quotes."""

    LOWER = auto()
    """Orders is orders, "Orders" another table."""
    UPPER = auto()
    """Orders is ORDERS, "Orders" another table."""
    AS_IS = auto()
    """Orders is "Orders", and orders another table."""
    ANY = auto()
    """All of them are one table."""


CASES = {
    # enterprisedb.com/docs/eprs/latest/10_appendix/03_miscellaneous_xdb_processing_topics/05_quoted_identifiers
    "postgres": Case.LOWER,
    "oracle": Case.UPPER,
    # docs.snowflake.com/en/sql-reference/identifiers-syntax
    "snowflake": Case.UPPER,
    # github.com/sql-formatter-org/sql-formatter/discussions/662
    "db2": Case.UPPER,
    # docs.datalakehouse.io/bigquery-google, after its manual; a dataset can be made that does not care
    "bigquery": Case.AS_IS,
    # dev.mysql.com/doc/refman/8.0/en/identifier-case-sensitivity.html, on a server with Unix
    "mysql": Case.AS_IS,
    # docs.sqlfluff.com/en/stable/reference/dialects/clickhouse
    "clickhouse": Case.AS_IS,
    # docs.aws.amazon.com/redshift/latest/dg/r_names.html; enable_case_sensitive_identifier is off
    "redshift": Case.ANY,
    # trino.io/docs/current/language/reserved.html; Presto, from which it comes, does the same
    **dict.fromkeys(("trino", "presto"), Case.ANY),
    # docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
    "awsathena": Case.ANY,
    # docs.databricks.com/sql/language-manual/sql-ref-names.html
    "databricks": Case.ANY,
    # spark.apache.org/docs/latest/sql-ref-identifier.html; its tables are by default those of Hive
    **dict.fromkeys(("spark", "hive"), Case.ANY),
    # duckdb.org/docs/sql/dialect/keywords_and_identifiers.html
    "duckdb": Case.ANY,
    # docs.sqlfluff.com/en/stable/reference/dialects/sqlite, and tried
    "sqlite": Case.ANY,
    # github.com/microsoft/SqlScriptDOM/issues/177: as a database's collation has it, of which most do not care
    "mssql": Case.ANY,
}
"""Each engine by the word that begins the names of its tables, as in OpenLineage, and where its rule is written."""
_BY_OTHER_NAMES = {"postgresql": "postgres", "mariadb": "mysql", "sqlserver": "mssql", "athena": "awsathena"}
_OF_TOOLS = {"tsql": "mssql", "fabric": "mssql", "synapse": "mssql"}
_PLAIN = re.compile(r"[^\W\d][\w$-]*")


def engine_named(word: str) -> str | None:
    """The engine that begins an address with this word; None where none does."""
    word = _BY_OTHER_NAMES.get(word, word)
    return word if word in CASES else None


def engine_of(word: str) -> str | None:
    """The engine that a tool means by this word: a parser by its dialect, dbt by its adapter; None for another."""
    return engine_named(_OF_TOOLS.get(word, word))


def stored(part: str, engine: str | None, *, is_quoted: bool) -> str:
    """A part of a name in the one spelling that the engine has for it; of an unknown engine as it is written."""
    case = CASES.get(engine) if engine else None
    if case is Case.ANY or (case is Case.LOWER and not is_quoted):
        return part.lower()
    return part.upper() if case is Case.UPPER and not is_quoted else part


def quoted(part: str, engine: str | None) -> str:
    """A part of a name as one writes it for the engine: in quotes only where it would else be read as another."""
    is_kept = stored(part, engine, is_quoted=False) == stored(part, engine, is_quoted=True)
    return part if is_kept and _PLAIN.fullmatch(part) else '"' + part.replace('"', '""') + '"'


def written(part: str, engine: str | None, *, is_quoted: bool = True) -> str:
    """A part of a name as the engine has it, and as one writes that: so all write it who know a table by its name."""
    return quoted(stored(part, engine, is_quoted=is_quoted), engine)
