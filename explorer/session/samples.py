"""The sample systems that come along, in a checkout and in an installed program alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import explorer.resources
from explorer.errors import InputError
from explorer.language import marked, tr


@dataclass(frozen=True, slots=True)
class Sample:
    """A system to look at."""

    name: str
    description: str
    path: Path


_KNOWN = (
    (
        "streamly.yaml",
        "Streamly",
        marked("A video-streaming service: recommendations with the debts of real systems."),
    ),
    ("tidy.yaml", "Tidy", marked("A small system in good order, without a finding.")),
)


def samples() -> tuple[Sample, ...]:
    """The samples that are there, the big one first."""
    folder = resources() / "samples"
    found = (Sample(name, tr(text), folder / file) for file, name, text in _KNOWN)
    return tuple(sample for sample in found if sample.path.is_file())


def resources() -> Path:
    """The folder of what comes along: samples, themes, the manifest's schema; InputError where it is missing."""
    place = explorer.resources.resources()
    if place.is_dir():
        return place
    raise InputError(tr("The files that come with Ripplemap are missing."), hint=tr("Install it again."))
