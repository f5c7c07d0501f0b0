"""Declared readers that no log has seen, and grants never used."""

from dataclasses import replace
from datetime import date, timedelta

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.unseen_reader import find_unseen_readers
from explorer.domain.entities import ReadLog
from explorer.domain.kinds import Evidence
from tests.analysis.detectors.cases import TODAY, Case
from tests.analysis.systems import node, system

LOG = ReadLog(log="warehouse audit log", since=date(2026, 10, 22), until=date(2026, 11, 20))
DAILY, QUARTERLY = timedelta(days=1), timedelta(days=90)


def table(log=LOG, cadence=None, **read):
    """A table under a log, and a declared reader."""
    return system(
        [node("dataset", "table", read_log=log), node("consumer", "report", cadence=cadence)],
        [("table", "report", read)],
    )


SEEN = table(last_seen=date(2026, 11, 2))
UNREAD = system([node("dataset", "table", read_log=LOG)], [])
GRANT = table().with_parts(
    edges=[replace(e, evidence=Evidence.OBSERVED, count=0) for e in table().edges.values()]
)
CASES = [
    Case(
        "stale-consumer",
        find_unseen_readers,
        positive=table(cadence=DAILY),
        near_misses={
            "seen": SEEN,
            "comes less often": table(cadence=QUARTERLY),
            "no log": table(None, DAILY),
        },
        remedied=table(cadence=DAILY, last_seen=date(2026, 11, 2)),
        at="report",
    ),
    Case(
        "unconfirmed-consumer",
        find_unseen_readers,
        positive=table(cadence=QUARTERLY),
        near_misses={"seen": SEEN, "stale": table(cadence=DAILY), "no log": table(None)},
        remedied=SEEN,
        at="table",
    ),
    Case(
        "no-reader-seen",
        find_unseen_readers,
        positive=UNREAD,
        near_misses={"seen": SEEN, "declared": table(), "no log": system([node("dataset", "table")], [])},
        remedied=SEEN,
        at="table",
    ),
    Case(
        "latent-grant",
        find_unseen_readers,
        positive=GRANT,
        near_misses={"used": SEEN, "declared and not seen": table(count=0)},
        remedied=UNREAD,
        at="report",
    ),
]


def test_silence_is_told_with_the_days_and_the_name_of_the_log():
    """Never “nobody reads this”."""
    (finding,) = find_unseen_readers(Inspection(UNREAD, TODAY))
    assert finding.reason == (
        "No reader of table was seen in 30 days of warehouse audit log, and none is declared; who reads more seldom, "
        "or by another way, the log cannot tell."
    )


def test_a_read_before_the_log_began_is_no_confirmation():
    """What another log saw long ago is shown, not counted."""
    (finding,) = find_unseen_readers(Inspection(table(last_seen=date(2025, 1, 1)), TODAY))
    assert finding.rule == "unconfirmed-consumer"
    assert "report last seen on 2025-01-01" in finding.evidence
