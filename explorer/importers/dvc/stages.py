"""The stages of a dvc.yaml: which program each runs, what it reads and what it writes.

Scripts and settings that a stage depends on are its own code and no data; the command tells the language.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

from explorer.domain.provenance import Source
from explorer.errors import InputError
from explorer.importers.dvc.project import Project
from explorer.importers.dvc.templates import (
    MAX_STAGES,
    Budget,
    Scope,
    Template,
    TooMuchError,
    as_text,
    copied,
    merged,
)
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import Value, YamlList, YamlMapping
from explorer.language import tr

OUTPUTS = ("outs", "metrics", "plots")
_LANGUAGES = {
    **dict.fromkeys(("py", "python", "python3", "ipynb", "jupyter", "papermill", "pytest"), "python"),
    **dict.fromkeys(("r", "rscript", "rmd", "qmd"), "r"),
    **dict.fromkeys(("sh", "bash", "zsh"), "bash"),
    "jl": "julia",
    "julia": "julia",
    "js": "javascript",
    "node": "javascript",
    "ts": "typescript",
    "pl": "perl",
    "perl": "perl",
    "rb": "ruby",
    "ruby": "ruby",
    "java": "java",
    "jar": "java",
    "scala": "scala",
    "sql": "sql",
    "dbt": "sql",
    "psql": "sql",
    "awk": "awk",
    "m": "matlab",
    "go": "go",
    "cargo": "rust",
}
_SCRIPTS = frozenset(
    (
        *("py", "ipynb", "r", "rmd", "qmd", "sh", "bash", "zsh", "jl", "js", "ts", "pl"),
        *("rb", "java", "jar", "scala", "sql", "awk", "go", "rs", "cpp", "c", "h"),
    )
)
_SETTINGS = frozenset(("yaml", "yml", "toml", "cfg", "ini", "conf", "env", "lock"))
_COMMAND_PARTS = re.compile(r"&&|\|\||[;|\n]")
_LONGEST_COMMAND = 4_000
_MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A path as a stage names it, with what is said of it."""

    text: str
    place: Source
    about: Record | None = None
    role: str = "outs"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that is filled in: nothing in it stands for anything else."""

    name: str
    record: Record
    wdir: str
    command: str
    deps: list[Named]
    outs: list[Named]


def read_stages(root: YamlMapping, scope: Scope, project: Project, faults: Faults) -> Iterator[Stage]:
    """Every stage of a dvc.yaml, those of foreach and matrix one by one."""
    stages = Record(root, faults.source(1), "dvc.yaml", faults).record("stages", tr("The stages"))
    if stages is None:
        return
    try:
        yield from _each(stages, scope, project, faults)
    except TooMuchError:
        stages.tell(tr("foreach and matrix make too much of these stages; the rest is not read."))


def _each(stages: Record, scope: Scope, project: Project, faults: Faults) -> Iterator[Stage]:
    count = 0
    for (name, value), line in zip(stages.value.items(), stages.value.lines, strict=True):
        place = faults.source(line)
        if not isinstance(value, YamlMapping):
            faults.tell(tr("The stage “{name}” is left out: it is no mapping.", name=name[:80]), place)
            continue
        inner = scope
        if "vars" in value:
            wdir = as_text(value.get("wdir", "")) or ""
            inner = scope.having(variables(value, project, scope, faults, line, wdir))
        for full_name, body in Template(name, value, line).stages(inner):
            count += 1
            if count > MAX_STAGES:
                stages.tell(tr("Only the first {count:,} stages are read.", count=MAX_STAGES))
                return
            yield _stage(full_name, Record(body, place, tr("Stage"), faults))


def _stage(name: str, record: Record) -> Stage:
    outs = [named for role in OUTPUTS for named in paths_in(record, role)]
    record.known("vars", "always_changed")
    return Stage(
        name,
        record,
        record.text("wdir") or "",
        " && ".join(record.texts("cmd"))[:_LONGEST_COMMAND],
        paths_in(record, "deps"),
        outs,
    )


def paths_in(record: Record, key: str) -> list[Named]:
    """The paths under a key: a list of texts, of mappings with one path each, or a mapping."""
    record.known(key)
    value = record.value.get(key)
    if value is None or (isinstance(value, str) and not value):
        return []
    found: list[Named] = []
    for item, line in _items(value):
        place = Source(record.place.name, line or record.place.line)
        text = as_text(item)
        if text:
            found.append(Named(text, place, role=key))
        elif isinstance(item, YamlMapping):
            for path, about in item.items():
                said = (
                    Record(about, place, path[:200], record.faults)
                    if isinstance(about, YamlMapping)
                    else None
                )
                found.append(Named(path, place, said, key))
        elif text is None:
            record.tell(tr("{key} holds something that is no path; it is left out.", key=key), key)
    return found


def _items(value: Value) -> Iterable[tuple[Value, int]]:
    if isinstance(value, YamlList):
        return zip(value, value.lines, strict=True)
    return [(value, value.lines[0] if isinstance(value, YamlMapping) and value else 0)]


def variables(
    holder: YamlMapping, project: Project, scope: Scope, faults: Faults, line: int, wdir: str = ""
) -> YamlMapping:
    """What `vars` say, laid over what is known."""
    known = YamlMapping((name, copied(value)) for name, value in scope.values.items())
    known.at = line
    said = holder.get("vars")
    for item, at in _items(said) if isinstance(said, YamlList) else []:
        more: Value | None = item
        if isinstance(item, str):
            more = _from_file(item, project, wdir, faults, at)
        if isinstance(more, YamlMapping):

            def clash(name: str, at: int = at) -> None:
                faults.tell(
                    tr("vars give “{name}” another value than before; the first counts.", name=name), at
                )

            merged(known, more, clash)
    return known


def _from_file(text: str, project: Project, wdir: str, faults: Faults, line: int) -> YamlMapping | None:
    """The values of a file, or those of its keys that are named after a colon."""
    path, _, keys = text.partition(":")
    try:
        values = project.values_of(path, wdir)
    except InputError as error:
        faults.tell(tr("{file} is not read: {reason}", file=path[:200], reason=error.message), line)
        return None
    if not keys:
        return values
    chosen = YamlMapping((key, values[key]) for key in keys.split(",") if key in values)
    chosen.at = 1
    return chosen


def scope_of(root: YamlMapping, project: Project, faults: Faults) -> Scope:
    """What the templates of a dvc.yaml may name: params.yaml beside it, and its vars."""
    start = YamlMapping()
    start.at = 1
    path = project.path_of("params.yaml")
    if path is not None and path.is_file():
        try:
            start = project.values_of("params.yaml")
        except InputError as error:
            faults.tell(tr("{file} is not read: {reason}", file="params.yaml", reason=error.message))
    budget = Budget(project.task.check)
    known = variables(root, project, Scope(start, faults.tell, budget), faults, 1)
    return Scope(known, faults.tell, budget)


def language_of(command: str) -> str | None:
    """The language of the first program in a command that tells it."""
    for part in _COMMAND_PARTS.split(command):
        for word in part.split()[:20]:
            bare = word.strip("'\"").lower()
            program = re.sub(r"[\d.]+$", "", bare.rpartition("/")[2])
            suffix = PurePosixPath(bare).suffix[1:]
            known = _LANGUAGES.get(program) if len(program) > 1 else None
            if found := known or (_LANGUAGES.get(suffix) if suffix in _SCRIPTS else None):
                return found
    return None


def sort_of(path: str, project: Project, wdir: str) -> str:
    """Whether what nobody writes is "code", "settings" or "data"."""
    suffix = PurePosixPath(path).suffix[1:].lower()
    if suffix in _SCRIPTS:
        return "code"
    if suffix in _SETTINGS:
        return "settings"
    found = project.path_of(path, wdir)
    if suffix or found is None:
        return "data"
    try:
        with os.scandir(found) as entries:
            names = [e.name for e in islice(entries, _MOST_FILES) if e.is_file(follow_symlinks=False)]
    except OSError:
        return "data"
    suffixes = [PurePosixPath(name).suffix[1:].lower() for name in names]
    scripts = sum(s in _SCRIPTS for s in suffixes)
    return "code" if scripts and 2 * scripts >= len(suffixes) else "data"
