"""The door to metric trees and histories."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import numpy as np
import pytest

from explorer.analysis.histories.parting import Course
from explorer.domain.histories import History
from explorer.errors import InputError, UsageError
from explorer.session.metric_trees import ask_metric_tree, compare_all, compare_histories, read_histories
from tests.analysis.histories.series import START, parting
from tests.analysis.success.cases import sound


@pytest.fixture
def table(tmp_path):
    """A CSV file in which clicks leave retention after 40 weeks."""
    proxy, objective = parting(np.random.default_rng(1), 80, 40)
    rows = [
        f"{START + timedelta(weeks=i)},{a!r},{b!r},1"
        for i, (a, b) in enumerate(zip(proxy.tolist(), objective.tolist(), strict=True))
    ]
    path = tmp_path / "history.csv"
    path.write_text("week,clicks,retention,klicks\n" + "\n".join(rows))
    return str(path)


def test_from_a_file_to_a_parting(table):
    """Names of columns are names of metrics; a column that is none is a problem with a suggestion."""
    found = read_histories(table)
    assert found.problems == []
    compared = compare_all(sound(), found.found)
    (comparison,) = compared.comparisons
    assert (comparison.metric, comparison.objective, comparison.course) == (
        "clicks",
        "retention",
        Course.PARTED,
    )
    (problem,) = compared.problems
    assert problem.message == "“klicks” is no metric or objective of this system. Did you mean “clicks”?"
    assert problem.source.name == table


def test_a_query_and_an_mlflow_database(tmp_path, table):
    """A database without a query is read as MLflow's; a file is asked nothing."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE t (day, v); INSERT INTO t VALUES ('2026-01-05', 1)")
    assert read_histories(str(path), query="SELECT day, v FROM t").named("v").values == (1.0,)
    with pytest.raises(InputError, match="MLflow"):
        read_histories(str(path))
    with pytest.raises(UsageError, match="asked of a database"):
        read_histories(table, query="SELECT day, v FROM t")


def test_what_cannot_be_compared_is_refused():
    """No history, two histories, or something that has none."""
    one = History("clicks", (START,), (1.0,))
    with pytest.raises(UsageError, match="no history of “retention”"):
        compare_histories(sound(), "clicks", "retention", [one])
    with pytest.raises(UsageError, match="several histories of “clicks”"):
        compare_histories(sound(), "clicks", "retention", [one, one])
    with pytest.raises(UsageError, match="“ranker” is a model"):
        compare_histories(sound(), "ranker", "retention", [one])
    assert compare_all(sound(), [one]).comparisons == ()


def test_the_tree_has_a_chain_for_every_model():
    """Through the same door."""
    assert [c.model for c in ask_metric_tree(sound()).chains] == ["ranker"]
