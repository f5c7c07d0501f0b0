"""The 28 tests of the ML Test Score, in its four sections of seven.

E. Breck, S. Cai, E. Nielsen, M. Salib, D. Sculley: The ML Test Score: A Rubric for ML Production Readiness and
Technical Debt Reduction. IEEE Big Data, 2017. The words here are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from explorer.language import marked, marked_in


class Section(StrEnum):
    """What a test looks at."""

    DATA = marked_in("Section", "data")
    MODEL = marked_in("Section", "model")
    INFRASTRUCTURE = marked_in("Section", "infrastructure")
    MONITORING = marked_in("Section", "monitoring")


@dataclass(frozen=True, slots=True)
class RubricTest:
    """One of the 28: its id, as it is written in a manifest's `attested`, and what must hold, which `tr` tells."""

    id: str
    section: Section
    title: str


_TITLES = {
    Section.DATA: (
        marked("What is expected of each feature is written in a schema"),
        marked("Every feature is worth having"),
        marked("No feature costs more than it is worth"),
        marked("Features keep to the rules that hold for all of them"),
        marked("Privacy is controlled along the whole data pipeline"),
        marked("A new feature can be added quickly"),
        marked("The code that makes the features is tested"),
    ),
    Section.MODEL: (
        marked("The specification of the model is reviewed and kept"),
        marked("Metrics offline and online move together"),
        marked("All hyperparameters have been tuned"),
        marked("What a stale model costs is known"),
        marked("No simpler model is as good"),
        marked("Quality is sufficient on every slice that matters"),
        marked("The model has been tested for fairness and inclusion"),
    ),
    Section.INFRASTRUCTURE: (
        marked("Training can be reproduced"),
        marked("The specification of the model is unit tested"),
        marked("The whole pipeline is integration tested"),
        marked("Quality is validated before a model is served"),
        marked("A single example can be followed through the model"),
        marked("A model is tried on a small share of traffic first"),
        marked("A served model can be rolled back quickly"),
    ),
    Section.MONITORING: (
        marked("Changes of what it depends on are announced"),
        marked("What must hold of its inputs is watched"),
        marked("Training and serving compute the same"),
        marked("The model is not too stale"),
        marked("The model is numerically stable"),
        marked("Speed, latency and memory have not become worse"),
        marked("The quality of predictions has not become worse"),
    ),
}

RUBRIC: tuple[RubricTest, ...] = tuple(
    RubricTest(f"{section}-{number}", section, title)
    for section, titles in _TITLES.items()
    for number, title in enumerate(titles, start=1)
)
