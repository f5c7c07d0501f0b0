"""What lies beside a Feast dump or registry: feature_store.yaml; and what is said where there is neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from explorer.domain.assembly import Statements
from explorer.errors import InputError
from explorer.importers.reading import decode_text, read_bytes, read_head
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import YamlMapping, read_documents
from explorer.language import tr

REGISTRY_NAMES = ("registry.db", "registry.pb")
STORE_NAMES = ("feature_store.yaml", "feature_store.yml")
_MAX_SIZE = 1_000_000
_MOST_SIBLINGS = 200
_SECTION = re.compile(
    rb'"(?:dataSources|(?:feature|onDemandFeature|streamFeature)Views|featureServices)"\s*:\s*\['
)
_WORD = re.compile(rb'"(?:joinKey|valueType|timestampField|batchSource|featureViewName|projectMetadata)"\s*:')


@dataclass(frozen=True, slots=True)
class Store:
    """What is shown of a feature_store.yaml: never an address, for it may hold a password."""

    project: str | None
    online: str | None


def is_dump(path: Path, head: bytes) -> bool:
    """Whether a file looks like what `feast registry-dump` prints."""
    is_json = path.suffix.lower() == ".json" and head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    return is_json and _SECTION.search(head) is not None and _WORD.search(head) is not None


def store_beside(dump: Path) -> Store | None:
    """The feature_store.yaml in the dump's folder, where there is one that can be read."""
    for name in STORE_NAMES:
        try:
            return _store(dump.parent / name, name)
        except InputError:  # it is only shown; whoever opens it by itself hears what is wrong with it
            continue
    return None


def read_store(path: Path, shown: str) -> Statements:
    """Nothing, where the registry or a dump of it lies beside; else InputError that tells how to make one."""
    _store(path, shown)
    siblings = sorted(path.parent.glob("*.json"))[:_MOST_SIBLINGS]
    registries = (folder / name for folder in (path.parent, path.parent / "data") for name in REGISTRY_NAMES)
    if not any(map(Path.is_file, registries)) and not any(map(_looks_like_dump, siblings)):
        raise not_a_dump(shown)
    return Statements()


def not_a_dump(shown: str) -> InputError:
    """What is said of everything of Feast's but a dump."""
    return InputError(
        tr("This belongs to Feast, but the features stand in its registry, which this is not."),
        where=shown,
        hint=tr(
            "Run “feast registry-dump > registry.json” where feature_store.yaml lies, and open that file."
        ),
    )


def _looks_like_dump(path: Path) -> bool:
    try:
        return not path.is_symlink() and is_dump(path, read_head(path, path.name))
    except InputError:
        return False


def _store(path: Path, shown: str) -> Store:
    text = decode_text(read_bytes(path, shown, _MAX_SIZE), shown)
    for root, line in read_documents(text, shown):
        if isinstance(root, YamlMapping):
            faults = Faults(shown)
            record = Record(root, faults.source(line), tr("Feature store"), faults)
            online = root.get("online_store")
            inner = (
                record.record("online_store", tr("Online store")) if isinstance(online, YamlMapping) else None
            )
            return Store(record.name("project"), inner.name("type") if inner else record.name("online_store"))
    raise not_a_dump(shown)
