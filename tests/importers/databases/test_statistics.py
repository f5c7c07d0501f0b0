"""Who asks a live PostgreSQL server for what, as its extension pg_stat_statements counts it."""

import pytest

from explorer.domain.kinds import Evidence
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.adapter import DatabaseAdapter

TABLES = """
DROP DATABASE IF EXISTS counted WITH (FORCE);
DROP ROLE IF EXISTS svc_mail;
DROP ROLE IF EXISTS looker;
CREATE DATABASE counted;
CREATE ROLE svc_mail LOGIN; CREATE ROLE looker LOGIN;
"""
SCORES = """
CREATE TABLE scores (id int, score float);
GRANT SELECT ON scores TO svc_mail, looker;
"""


@pytest.fixture
def counted(counting_postgresql):
    """The address of a database whose server has counted two readers."""
    server = counting_postgresql
    server.run(TABLES)
    server.run(SCORES, "counted")
    server.run("CREATE EXTENSION pg_stat_statements; SELECT pg_stat_statements_reset();", "counted")
    server.run("SET ROLE svc_mail; SELECT id FROM scores WHERE score >= 0.7;" * 2, "counted")
    server.run("SET ROLE looker; SELECT * FROM public.scores;", "counted")
    return server.url("counted")


def read(url):
    """The statements of the database."""
    return DatabaseAdapter().read(Location("counted", url=url), Task())


def test_readers_that_the_server_has_counted_are_edges(counted):
    """Beside the tables of the first map stand those who were seen reading them; the view itself is no data."""
    said = read(counted)
    assert {n.id for n in said.nodes} == {"counted.public.scores", "svc_mail", "looker"}
    edges = {s.edge.to_id: s.edge for s in said.edges if s.edge.evidence is Evidence.OBSERVED}
    assert {(e.from_id, e.to_id, e.count) for e in edges.values()} == {
        ("counted.public.scores", "svc_mail", 2),
        ("counted.public.scores", "looker", 1),
    }
    assert edges["svc_mail"].fields == ("id", "score")
    assert "pg_stat_statements" in edges["svc_mail"].source.name


def test_asking_is_no_use_of_the_data(counted):
    """The second reading finds neither the first nor whoever else looks at the counts."""
    first = read(counted)
    again = read(counted)
    assert (again.nodes, again.edges) == (first.nodes, first.edges)


def test_a_view_of_that_name_is_not_asked(counting_postgresql):
    """What did not come with the extension may do anything, and is a view like any other."""
    counting_postgresql.run("DROP DATABASE IF EXISTS feigned WITH (FORCE); CREATE DATABASE feigned")
    feigned = "CREATE TABLE t (a int); CREATE VIEW pg_stat_statements AS SELECT a, 1/0 AS calls FROM t"
    counting_postgresql.run(feigned, "feigned")
    said = read(counting_postgresql.url("feigned"))
    assert {n.id for n in said.nodes} == {"feigned.public.t", "feigned.public.pg_stat_statements"}
    assert not any("could not be asked" in p.message for p in said.problems)


def test_where_it_may_not_be_asked_that_is_told(counting_postgresql):
    """The map of the tables stays."""
    counting_postgresql.run("DROP DATABASE IF EXISTS closed WITH (FORCE); DROP ROLE IF EXISTS outsider")
    counting_postgresql.run("CREATE DATABASE closed; CREATE ROLE outsider LOGIN PASSWORD 'secret'")
    counting_postgresql.run("CREATE TABLE t (a int); CREATE EXTENSION pg_stat_statements", "closed")
    counting_postgresql.run("REVOKE ALL ON pg_stat_statements FROM PUBLIC", "closed")
    said = read(counting_postgresql.url("closed", user="outsider", password="secret"))
    assert {n.id for n in said.nodes} == {"closed.public.t"}
    assert [p.message for p in said.problems if "could not be asked" in p.message]
