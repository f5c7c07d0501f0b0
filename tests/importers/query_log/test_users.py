"""Who is behind a user of a log."""

from explorer.domain.kinds import NodeKind, Principal, Subtype
from explorer.importers.query_log.users import Rules
from tests.importers.query_log.logs import csvlog, edges, messages, nodes, read

LOG = csvlog(
    {"sql": "select id from sales.orders", "user": "bi_reader", "application": "Metabase v1"},
    {"sql": "select id from sales.orders", "user": "BI_loader"},
    {"sql": "select id from sales.orders", "user": "monitoring"},
    {"sql": "select id from orders", "user": "ann"},
)
RULES = """\
schema: sales
server: postgres://db.shop:5432
sampled: 0.1
users:
  - {user: bi_*, application: metabase*, consumer: dashboards, name: Dashboards, subtype: dashboard, owner: growth}
  - {user: bi_*, consumer: loader, kind: job}
  - {user: monitoring, left_out: true}
  - {user: "*", principal: person}
"""


def test_rules_beside_the_log_say_who_its_users_are(tmp_path):
    """The first rule that fits, in capitals or not: name, kind, class, owner; who is left out is counted."""
    said = read(tmp_path, LOG, users=RULES)
    found = nodes(said)
    dashboards = found["dashboards"]
    assert (dashboards.name, dashboards.subtype, dashboards.owner) == (
        "Dashboards",
        Subtype.DASHBOARD,
        "growth",
    )
    assert dashboards.source.name.endswith("ripplemap-users.yaml")
    assert dashboards.source.line == 5
    assert found["loader"].kind is NodeKind.JOB
    assert found["ann"].principal is Principal.PERSON
    assert set(edges(said)) == {
        ("shop.sales.orders", user, "feeds") for user in ("dashboards", "loader", "ann")
    }
    orders = found["shop.sales.orders"]
    assert orders.same_as == ("postgres://db.shop:5432/shop.sales.orders",)
    assert orders.read_log.log == "log.csv (a sample: 0.1 of all statements)"
    assert messages(said)[0] == (
        "log.csv: info: 1 statement is of a user whom ripplemap-users.yaml leaves out."
    )


def test_faults_of_the_rules_are_told_and_the_rest_holds(tmp_path):
    """Unknown keys and words with their line; a file that is no YAML is told and the log is read without it."""
    said = read(tmp_path, LOG, users="shema: x\nusers:\n  - {user: ann, principal: ghost, consumer: anne}\n")
    assert "anne" in nodes(said)
    told = [m for m in messages(said) if "users.yaml" in m]
    assert any(":1:" in m and "“shema”" in m for m in told)
    assert any(":3:" in m and "ghost" in m for m in told)
    said = read(tmp_path, LOG, users="dialect: postgre\n")
    assert any("users.yaml:1: " in m and "“postgre” is not known; there are: " in m for m in messages(said))
    said = read(tmp_path, LOG, users="users: [")
    assert "ann" in nodes(said)
    assert any("ripplemap-users.yaml:" in m for m in messages(said))
    said = read(tmp_path, LOG, users="[]")
    assert any("must be a mapping" in m for m in messages(said))


def test_a_tool_under_somebodys_name_is_told_apart():
    """By the program that was used or the comment it left; a user who is the tool's own is not split."""
    rules = Rules()
    assert rules.user("ann", "pg_dump", "").id == "ann/pg_dump"
    assert rules.user("svc_dbt", "", "dbt").id == "svc_dbt"
    assert rules.user("svc_dbt", "", "dbt").is_platform
    assert rules.user("ann", "dbt-viewer", "").is_platform
    assert rules.user("ann", "redbtool", "") == rules.user("ann", "", "")
