"""What a log could not tell, in sentences: what was not understood, left out, refused, or seen without a day."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Source
from explorer.domain.wording import counted, listed
from explorer.importers.query_log.entries import Account
from explorer.importers.query_log.shapes import without_marks
from explorer.importers.query_log.tally import Tally, Unparsed
from explorer.importers.query_log.users import RULES_NAME, Rules
from explorer.importers.written_records import Faults
from explorer.language import number, tr, tr_n

_LONGEST_START = 80
_SLOW = 1.0
"""Milliseconds: where every statement took longer, the log was told to keep the slow ones only."""


def called(files: Sequence[str], account: Account, rules: Rules) -> str:
    """What a log is called where its days are told; what it leaves out is a part of its name."""
    name = listed([Source(shown).document for shown in files], 1)
    if rules.sampled is not None and rules.sampled < 1:
        name = tr("{log} (a sample: {share} of all statements)", log=name, share=number(rules.sampled, ".3g"))
    if account.quickest is not None and account.quickest >= _SLOW:
        name = tr("{log} (statements of at least {ms:,.0f} ms)", log=name, ms=account.quickest)
    return name


def tell(tally: Tally, account: Account, faults: Faults) -> None:
    """Everything that a person should know of how a log was read."""
    for unparsed in sorted(tally.unparsed, key=lambda u: (u.span.at, u.text)):
        faults.tell(_not_understood(unparsed), unparsed.span.at)
    for at, reason in tally.nameless:
        faults.tell(tr("A user is left out: {reason}", reason=reason), at)
    _tell_refused(tally, faults)
    _tell_unseen(tally, faults)
    if tally.names.bare:
        _note(
            faults,
            tr_n(
                "{count:,} name of a table is written without its schema, and counts as of {schema}; `schema:` in "
                "{file} names another.",
                "{count:,} names of tables are written without their schema, and count as of {schema}; `schema:` in "
                "{file} names another.",
                len(tally.names.bare),
                schema=tally.names.schema,
                file=RULES_NAME,
            ),
        )
    _tell_days(tally, account, faults)
    if not tally.queries and not tally.failed and not tally.left_out:
        faults.tell(
            tr(
                "No statement stands in this log. PostgreSQL logs them where log_statement is all, or "
                "log_min_duration_statement is 0."
            )
        )


def tell_left_out(account: Account, faults: Faults) -> None:
    """The rows of a file that say nothing."""
    for reason, (count, line) in account.left_out.items():
        faults.tell(tr_n(*reason, count), line)


def tell_unread(names: Sequence[str], faults: Faults) -> None:
    """Columns that nothing here knows."""
    if names:
        said = [shown_plainly(name[:_LONGEST_START]) for name in names]
        fault = tr_n(
            "The column {names} is not read.",
            "The columns {names} are not read.",
            len(said),
            names=listed(said, 9),
        )
        _note(faults, fault, 1)


def _tell_unseen(tally: Tally, faults: Faults) -> None:
    """Statements that count for no read, and those of which it is not seen what they read."""
    if tally.failed:
        _note(
            faults,
            tr_n(
                "{count:,} statement failed in the database, and counts as no read.",
                "{count:,} statements failed in the database, and count as no reads.",
                tally.failed,
            ),
        )
    if tally.procedures:
        _note(
            faults,
            tr_n(
                "{count:,} statement runs a procedure or a block of code; what that reads the log does not show.",
                "{count:,} statements run a procedure or a block of code; what that reads the log does not show.",
                tally.procedures,
            ),
        )
    if tally.left_out:
        _note(
            faults,
            tr_n(
                "{count:,} statement is of a user whom {file} leaves out.",
                "{count:,} statements are of users whom {file} leaves out.",
                tally.left_out,
                file=RULES_NAME,
            ),
        )


def _tell_days(tally: Tally, account: Account, faults: Faults) -> None:
    """What the log does not hold: quick statements, and days."""
    if account.quickest is not None and account.quickest >= _SLOW:
        _note(
            faults,
            tr(
                "Every statement here took at least {ms:,.0f} ms: what is quicker seems not to be logged, and who "
                "reads that way is not seen.",
                ms=account.quickest,
            ),
        )
    if account.until is None and (tally.taken or tally.made):
        _note(
            faults,
            tr("It says how often statements were run and not until when, so that no days are known."),
        )


def _not_understood(unparsed: Unparsed) -> str:
    start = shown_plainly(" ".join(without_marks(unparsed.text).split())[:_LONGEST_START])
    told = tr(
        "This query was not understood: {reason}. It begins “{start}” and was run {times}.",
        reason=shown_plainly(without_marks(unparsed.reason).rstrip(".")),
        start=start,
        times=counted(unparsed.span.count, "time"),
    )
    if not unparsed.is_guessed:
        return told
    guess = tr("The tables that its words name are taken for read or written.")
    return f"{told} {guess}"


def _tell_refused(tally: Tally, faults: Faults) -> None:
    for name, table in sorted(tally.tables.items()):
        for user, span in sorted(table.refused.items()):
            times = counted(span.count, "time")
            gaps = {"user": tally.users[user].name, "table": name, "times": times}
            if span.last is None:
                told = tr("{user} tried to reach {table} and was refused, {times}.", **gaps)
            else:
                told = tr(
                    "{user} tried to reach {table} and was refused, {times}, last on {day}.",
                    **gaps,
                    day=span.last,
                )
            _note(faults, told, span.at)


def _note(faults: Faults, text: str, at: Source | int | None = None) -> None:
    faults.tell(text, at, Severity.INFO)
