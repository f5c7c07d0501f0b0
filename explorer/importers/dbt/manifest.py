"""A dbt manifest as bytes: what is read of it, within which limits, and a sentence for each way it can be broken.

A manifest is 10 MB and more, nine tenths of it SQL and macros that no answer needs. Its sections are therefore
split into undecoded entries first, which are then decoded one at a time: a broken one costs only itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec
from msgspec import Raw

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.dbt.entries import Metadata
from explorer.importers.json_pieces import decode_piece, members, plain_fault, repaired
from explorer.importers.reading import decode_text, encoding_of
from explorer.language import marked, tr

MAX_BYTES = 200_000_000
SECTIONS = (
    "nodes",
    "sources",
    "functions",
    "exposures",
    "metrics",
    "semantic_models",
    "saved_queries",
    "unit_tests",
)
_OTHERS = frozenset(
    ("metadata", "groups", "macros", "docs", "selectors", "disabled", "parent_map", "child_map", "group_map")
)
ADVICE = marked("Run “dbt parse” or “dbt compile” and take target/manifest.json.")


@dataclass(slots=True)
class Manifest:
    """The sections of a manifest, id → undecoded entry, and what was wrong on the way."""

    metadata: Metadata
    version: int
    sections: dict[str, dict[str, Raw]]
    groups: dict[str, Raw]
    problems: list[Problem]


def parse_manifest(data: bytes, shown: str) -> Manifest:
    """The manifest in `data`; InputError with a line where it is no JSON, or no manifest."""
    data = utf8(data, shown)
    problems: list[Problem] = []
    try:
        top = _pairs(data, tr("the manifest"), shown, problems)
    except msgspec.ValidationError as error:
        raise InputError(tr("It is JSON, but not a dbt manifest."), where=shown, hint=tr(ADVICE)) from error
    except msgspec.DecodeError as error:
        sound = _repaired(data, shown, problems)
        if sound == data:
            raise _malformed(data, error, shown) from error
        return _with_problems(parse_manifest(sound, shown), problems)
    except RecursionError as error:
        raise InputError(
            tr("It is nested far more deeply than dbt nests."), where=shown, hint=tr(ADVICE)
        ) from error
    metadata = _metadata(top, shown)
    version = _version(metadata, shown, problems)
    sections = {name: _section(top, name, shown, problems) for name in SECTIONS}
    for name in sorted(top.keys() - {*SECTIONS, *_OTHERS}):
        fault = tr("The section “{section}” is not understood and was not read.", section=name[:80])
        problems.append(Problem(fault, Source(shown), Severity.WARNING))
    return Manifest(metadata, version, sections, _section(top, "groups", shown, problems), problems)


def _pairs(data: bytes | Raw, label: str, shown: str, problems: list[Problem]) -> dict[str, Raw]:
    found, twice = members(data)
    if twice:
        names = ", ".join(tr("“{name}”", name=t) for t in twice[:5])
        fault = tr(
            "In {place}, {names} is stated more than once; only the last counts. {advice}",
            place=label,
            names=names,
            advice=tr(ADVICE),
        )
        problems.append(Problem(fault, Source(shown)))
    return found


def _section(top: dict[str, Raw], name: str, shown: str, problems: list[Problem]) -> dict[str, Raw]:
    raw = top.get(name)
    if raw is None or bytes(raw) == b"null":
        return {}
    try:
        return _pairs(raw, tr("“{name}”", name=name), shown, problems)
    except msgspec.ValidationError as error:
        fault = tr("The section “{section}” is left out: {reason}.", section=name, reason=plain_fault(error))
        problems.append(Problem(fault, Source(shown)))
        return {}


def _metadata(top: dict[str, Raw], shown: str) -> Metadata:
    try:
        metadata = decode_piece(top.get("metadata", Raw(b"{}")), Metadata)
    except ValueError as error:
        raise InputError(
            tr("Its metadata cannot be read: {reason}.", reason=error), where=shown, hint=tr(ADVICE)
        ) from error
    if "nodes" not in top or not metadata.dbt_schema_version:
        other = re.search(r"/dbt/([a-z-]+)/v\d+", metadata.dbt_schema_version)
        fault = tr("It is JSON, but not a dbt manifest.")
        if other:
            fault = tr("It is dbt's {file} file, but not a dbt manifest.", file=other[1])
        raise InputError(fault, where=shown, hint=tr(ADVICE))
    return metadata


def _version(metadata: Metadata, shown: str, problems: list[Problem]) -> int:
    stated = re.search(r"manifest/v(\d{1,4})", metadata.dbt_schema_version)
    version = int(stated[1]) if stated else 0
    if not 4 <= version <= 12:
        fault = tr(
            "An unnamed manifest version is not known; it is read as far as it resembles versions 4 to 12."
        )
        if version:
            fault = tr(
                "Manifest version {version} is not known; it is read as far as it resembles versions 4 to 12.",
                version=version,
            )
        advice = tr("Compare the counts with dbt's own before relying on it.")
        problems.append(Problem(f"{fault} {advice}", Source(shown), Severity.WARNING))
    return version


def utf8(data: bytes, shown: str) -> bytes:
    """The same text in UTF-8; PowerShell's `>` writes UTF-16. InputError where it is not what it says it is."""
    text = decode_text(data, shown)
    return data if encoding_of(data) == "utf-8" else text.encode()


def _repaired(data: bytes, shown: str, problems: list[Problem]) -> bytes:
    """`data` as JSON allows it; a problem says what had to be changed."""
    sound = repaired(data)
    if sound != data:
        problems.append(
            Problem(
                tr(
                    "It holds NaN, Infinity or half a character, which JSON does not allow; they are read as unknown."
                ),
                Source(shown),
                Severity.WARNING,
            )
        )
    return sound


def _with_problems(manifest: Manifest, problems: list[Problem]) -> Manifest:
    manifest.problems[:0] = problems
    return manifest


def _malformed(data: bytes, error: msgspec.DecodeError, shown: str) -> InputError:
    at = re.search(r"\(byte (\d+)\)", str(error))
    if at is None:
        is_empty = not data.strip()
        fault = tr("It is empty.") if is_empty else tr("It ends in the middle: the file is cut short.")
        line = data.count(b"\n") + 1
    else:
        line = data.count(b"\n", 0, int(at[1])) + 1
        reason = plain_fault(error)
        fault = tr("It is not valid JSON at byte {byte:,}: {reason}.", byte=int(at[1]), reason=reason)
    return InputError(fault, where=f"{shown}:{line}", hint=tr(ADVICE))
