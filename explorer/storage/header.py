"""The first line of a project file: what it is, who may read it, and what the rest must come to."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta

from explorer.errors import StorageError
from explorer.language import marked, tr
from explorer.storage import canonical

FORMAT = "ripplemap"
SCHEMA = 1
MAX_HEADER = 4096
MAX_PARENTS = 8
_Version = Annotated[int, Meta(ge=1, le=1_000_000)]
_Count = Annotated[int, Meta(ge=0, le=10**12)]
_Short = Annotated[str, Meta(max_length=200)]
_NOT_OURS = marked("This is not a Ripplemap project.")
_IMPORT = marked("To read a manifest or a database, import it.")


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the first line says.

    schema: the version it was written in; min_edit, min_view: the oldest version that may change it, and show it.
    parents: hashes of bodies it was made from, the last first. saved: when, in UTC. body: the SHA-256 of the rest.
    check: the SHA-256 of this line without `check`, so that a damaged header is noticed too.
    """

    format: _Short
    schema: _Version
    min_edit: _Version
    min_view: _Version
    app: _Short
    project: _Short
    saved: _Short
    parents: Annotated[list[_Short], Meta(max_length=MAX_PARENTS)]
    body: _Short
    counts: Annotated[dict[_Short, _Count], Meta(max_length=100)]
    check: str = ""

    @property
    def read_only(self) -> bool:
        """Whether a newer version wrote it, so that this one may only show it."""
        return self.min_edit > SCHEMA


KEYS = frozenset(Header.__struct_fields__)


def header_line(header: Header, unknown: Mapping[str, object]) -> bytes:
    """The line with its check, without its end; StorageError where it would be too long."""
    known = msgspec.to_builtins(header)
    plain = {k: v for k, v in unknown.items() if k not in KEYS} | {
        k: v for k, v in known.items() if k != "check"
    }
    line = canonical.encode({**plain, "check": _check(plain)})
    if len(line) >= MAX_HEADER:
        raise StorageError(
            tr("The head of the project would be longer than {size:,} bytes.", size=MAX_HEADER)
        )
    return line


def read_header(line: bytes, where: str) -> tuple[Header, dict[str, object], bool]:
    """The header, the keys a newer version added, and whether the check holds; StorageError if it is none of ours."""
    if len(line) > MAX_HEADER:
        raise StorageError(
            tr(_NOT_OURS),
            where=where,
            hint=tr("Its first line is longer than {size:,} bytes.", size=MAX_HEADER),
        )
    if not line.startswith(b"{"):
        raise StorageError(tr(_NOT_OURS), where=where, hint=tr(_IMPORT))
    try:
        plain = canonical.decode(line)
    except ValueError as error:
        raise StorageError(
            tr("The head of the project cannot be read. {reason}", reason=error), where=f"{where}:1"
        ) from None
    if plain.get("format") != FORMAT:
        raise StorageError(tr(_NOT_OURS), where=where, hint=tr(_IMPORT))
    _refuse_newer(plain, where)
    try:
        header = msgspec.convert(plain, Header)
    except msgspec.ValidationError as error:
        raise StorageError(
            tr("The head of the project cannot be read: {reason}.", reason=error), where=f"{where}:1"
        ) from None
    unknown = {key: value for key, value in plain.items() if key not in KEYS}
    sound = header.check == _check({key: value for key, value in plain.items() if key != "check"})
    return header, unknown, sound


def _refuse_newer(plain: Mapping[str, object], where: str) -> None:
    """Said before anything else is asked of the header, because a newer one may look otherwise."""
    needed = plain.get("min_view")
    if isinstance(needed, int) and needed > SCHEMA:
        app = plain.get("app")
        message = tr("The project was saved in a form that this version cannot show.")
        if isinstance(app, str):
            message = tr(
                "The project was saved by {app} in a form that this version cannot show.", app=app[:60]
            )
        raise StorageError(
            message,
            where=where,
            hint=tr("Install a newer Ripplemap, or ask for a copy in the older form."),
        )


def _check(plain: Mapping[str, object]) -> str:
    return sha256(canonical.encode(plain)).hexdigest()
