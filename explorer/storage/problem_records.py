"""What was wrong in the sources, as records."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source


class ProblemBody(msgspec.Struct):
    """What a record says of a problem."""

    message: str
    severity: Severity
    source: str
    line: Annotated[int, Meta(ge=0, le=2**53)] | None = None
    gap: str | msgspec.UnsetType = msgspec.UNSET
    doubt: str | msgspec.UnsetType = msgspec.UNSET


def problem_body(problem: Problem) -> ProblemBody:
    """A problem as its record says it."""
    place = problem.source
    gap, doubt = (msgspec.UNSET if name is None else name for name in (problem.gap, problem.doubt))
    return ProblemBody(problem.message, problem.severity, place.name, place.line, gap, doubt)


def problem_from(body: ProblemBody) -> Problem:
    """The problem that a record tells of."""
    gap, doubt = (None if name is msgspec.UNSET else name for name in (body.gap, body.doubt))
    return Problem(body.message, Source(body.source, body.line), body.severity, gap, doubt)
