"""Reading small dbt projects."""

import json

import pytest

from explorer.domain.assembly import assemble
from explorer.importers.adapter import Location, Task
from explorer.importers.dbt.reading import ADAPTER


@pytest.fixture
def read(tmp_path):
    """Reads a manifest given as a mapping or as bytes, with the files that lie beside it, and assembles it."""

    def reading(content, **beside):
        files = {"manifest": content, **beside}
        for name, said in files.items():
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            (tmp_path / f"{name}.json").write_bytes(data)
        return assemble([ADAPTER.read(Location("manifest.json", tmp_path / "manifest.json"), Task())])

    return reading
