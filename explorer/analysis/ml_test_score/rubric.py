"""The 28 tests of the ML Test Score, in its four sections of seven.

E. Breck, S. Cai, E. Nielsen, M. Salib, D. Sculley: The ML Test Score: A Rubric for ML Production Readiness and
Technical Debt Reduction. IEEE Big Data, 2017. The words here are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """What a test looks at."""

    DATA = "data"
    MODEL = "model"
    INFRASTRUCTURE = "infrastructure"
    MONITORING = "monitoring"


@dataclass(frozen=True, slots=True)
class RubricTest:
    """One of the 28: its id, as it is written in a manifest's `attested`, and what must hold."""

    id: str
    section: Section
    title: str


_TITLES = {
    Section.DATA: (
        "What is expected of each feature is written in a schema",
        "Every feature is worth having",
        "No feature costs more than it is worth",
        "Features keep to the rules that hold for all of them",
        "Privacy is controlled along the whole data pipeline",
        "A new feature can be added quickly",
        "The code that makes the features is tested",
    ),
    Section.MODEL: (
        "The specification of the model is reviewed and kept",
        "Metrics offline and online move together",
        "All hyperparameters have been tuned",
        "What a stale model costs is known",
        "No simpler model is as good",
        "Quality is sufficient on every slice that matters",
        "The model has been tested for fairness and inclusion",
    ),
    Section.INFRASTRUCTURE: (
        "Training can be reproduced",
        "The specification of the model is unit tested",
        "The whole pipeline is integration tested",
        "Quality is validated before a model is served",
        "A single example can be followed through the model",
        "A model is tried on a small share of traffic first",
        "A served model can be rolled back quickly",
    ),
    Section.MONITORING: (
        "Changes of what it depends on are announced",
        "What must hold of its inputs is watched",
        "Training and serving compute the same",
        "The model is not too stale",
        "The model is numerically stable",
        "Speed, latency and memory have not become worse",
        "The quality of predictions has not become worse",
    ),
}

RUBRIC: tuple[RubricTest, ...] = tuple(
    RubricTest(f"{section}-{number}", section, title)
    for section, titles in _TITLES.items()
    for number, title in enumerate(titles, start=1)
)
