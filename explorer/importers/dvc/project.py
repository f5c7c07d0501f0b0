"""Where a DVC project begins, what its paths are called, and the files of it that may be read.

DVC keeps a folder `.dvc` where a project begins. Where that is missing, as in a copy of the files alone, it begins at
the uppermost folder that holds a dvc.yaml.
"""

from __future__ import annotations

import os.path
import posixpath
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from explorer.domain.value_types import Literal
from explorer.errors import InputError
from explorer.importers.adapter import Task
from explorer.importers.reading import decode_text, read_bytes
from explorer.importers.yaml_events import MAX_DEPTH, Value, YamlList, YamlMapping, read_documents
from explorer.language import tr

MAX_SIZE = 20_000_000
_HIGHEST = 40
_USER = re.compile(r"^([\w+.-]+://)[^/@]*@")


@dataclass(frozen=True, slots=True)
class Project:
    """A project's folder; `here` is the folder of the file that is read, `shown` what a person calls that."""

    root: Path
    here: Path
    shown: str
    task: Task
    folder: str = field(init=False)
    """The folder of the file that is read, seen from where the project begins."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", self.here.relative_to(self.root).as_posix())

    @property
    def name(self) -> str:
        """What the project's folder is called."""
        return self.root.name or "dvc"

    def id_of(self, text: str, wdir: str = "") -> str:
        """The id of what a path means, wherever in the project it is written; an address is its own."""
        if text.startswith("ds://"):  # a dataset that dvc.yaml lists; its name is the project's own
            return f"{self.name}/{text}"
        if "://" in text:
            return _USER.sub(r"\1", text)
        if posixpath.isabs(text):
            path = posixpath.normpath(text)
            inner = os.path.relpath(path, self.root)
            return path if inner.startswith("..") else posixpath.join(self.name, inner)
        return posixpath.normpath(posixpath.join(self.name, self.folder, wdir, text))

    def job_id(self, stage: str) -> str:
        """The id of a stage, which is unique in its folder only."""
        return f"{posixpath.normpath(posixpath.join(self.name, self.folder))}:{stage}"

    def path_of(self, text: str, wdir: str = "") -> Path | None:
        """Where a path of the project lies; None where that is outside of it or no path at all."""
        if "://" in text or "\0" in text:
            return None
        try:
            path = (self.here / wdir / text).resolve()
        except (OSError, RuntimeError, ValueError):
            return None
        return path if path.is_relative_to(self.root) else None

    def shown_path(self, text: str, wdir: str = "") -> str:
        """What a person calls a file of the project."""
        return os.path.normpath(Path(self.shown).parent / wdir / text)

    def values_of(self, text: str, wdir: str = "") -> YamlMapping:
        """What a YAML, JSON or TOML file of the project says; InputError where it cannot be read."""
        path, shown = self.path_of(text, wdir), self.shown_path(text, wdir)
        if path is None:
            raise InputError(tr("This lies outside of the project and is not read."), where=shown)
        suffix = path.suffix.lower()
        if suffix not in (".yaml", ".yml", ".json", ".toml", ".dvc", ".lock"):
            raise InputError(tr("Values are read from YAML, JSON and TOML only."), where=shown)
        said = decode_text(read_bytes(path, shown, MAX_SIZE, self.task.check), shown)
        value = _toml(said, shown) if suffix == ".toml" else self._document(said, shown)
        if isinstance(value, Literal) and value.value is None:
            value = YamlMapping()
            value.at = 1
        if not isinstance(value, YamlMapping):
            raise InputError(tr("This is no mapping of names to values."), where=shown)
        return value

    def _document(self, text: str, shown: str) -> Value:
        documents = read_documents(text, shown, lambda part: self.task.check())
        return documents[0][0] if documents else Literal(None, "")


def project_of(path: Path, shown: str, task: Task) -> Project:
    """The project to which a file belongs."""
    here = path.parent.resolve()
    root = here
    for folder in [here, *here.parents][:_HIGHEST]:
        if (folder / ".dvc").is_dir():
            return Project(folder, here, shown, task)
        if (folder / "dvc.yaml").is_file():
            root = folder
        if (folder / ".git").exists():
            break
    return Project(root, here, shown, task)


def _toml(text: str, shown: str) -> Value:
    try:
        return _valued(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = str(error)[:200] or type(error).__name__
        raise InputError(tr("This cannot be read as TOML: {reason}.", reason=reason), where=shown) from error


def _valued(value: object, depth: int = 1) -> Value:
    """Plain data as YAML would give it; TOML says no lines."""
    if depth > MAX_DEPTH:
        raise ValueError(tr("nested more than {count} deep", count=MAX_DEPTH))
    if isinstance(value, dict):
        mapping = YamlMapping((str(k), _valued(v, depth + 1)) for k, v in value.items())
        mapping.at = 1
        return mapping
    if isinstance(value, list):
        items = YamlList(_valued(v, depth + 1) for v in value)
        items.at = 1
        return items
    if isinstance(value, (bool, int, float)):
        return Literal(value, str(value))
    return str(value)
