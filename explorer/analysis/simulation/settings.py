"""The settings of the loop simulation: what a person may move, and the made-up world behind it.

The figures that this mechanism is known by fix the made-up world. With a threshold of 0.5, 52 rounds and no
exploration: clicks on what is shown .667 → .726, good items hidden 12 → 31 %, value delivered −23 %, the 50–60 % band
18 → 4 %; with an exploration of 0.10 .653 → .680, 18 % hidden in the end, and −9 %; without a filter everything stays
flat. What gives them: a logit of the appeal of mean 0.35 and standard deviation 0.8 (appeals around 0.58, two thirds
between 0.39 and 0.76), a model that starts out with an error of 0.1, a learning rate of 0.3 (a memory of about three
rounds), 20 showings of a pair in a round, and a confidence in what is not shown that stays where it was (no fading).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from explorer.errors import UsageError
from explorer.language import marked, tr

_LIMITS: dict[str, tuple[float, float, str]] = {
    "threshold": (0.0, 1.0, marked("The threshold")),
    "exploration": (0.0, 1.0, marked("The exploration share")),
    "rounds": (1, 1_000, marked("The number of rounds")),
    "seeds": (1, 200, marked("The number of seeds")),
    "seed": (0, 2**63 - 1, marked("The first seed")),
    "pairs": (1, 50_000, marked("The number of pairs")),
    "drift": (0.0, 5.0, marked("The drift")),
    "appeal_mean": (-10.0, 10.0, marked("The mean appeal")),
    "appeal_spread": (0.0, 10.0, marked("The spread of the appeal")),
    "first_error": (0.0, 1.0, marked("The model's first error")),
    "learning_rate": (0.0, 1.0, marked("The learning rate")),
    "fading": (0.0, 1.0, marked("The fading")),
    "showings": (1, 100_000, marked("The number of showings")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopSettings:
    """One simulation; UsageError for a number that makes no sense.

    threshold: the confidence from which an item is shown. exploration: the chance of being shown all the same.
    pairs: of a segment of users and an item. drift: how much the logit of the appeal wanders in a round (standard
    deviation). appeal_mean, appeal_spread: of the logit of the true appeal. first_error: standard deviation of the
    model's first confidence around the truth. learning_rate: the weight of what was just observed. fading: the part
    of the learning rate by which the confidence in what was not shown fades. showings: a round, of each pair shown.
    """

    threshold: float = 0.5
    exploration: float = 0.0
    rounds: int = 52
    seeds: int = 20
    seed: int = 0
    pairs: int = 5_000
    drift: float = 0.0
    appeal_mean: float = 0.35
    appeal_spread: float = 0.8
    first_error: float = 0.1
    learning_rate: float = 0.3
    fading: float = 0.0
    showings: int = 20

    def __post_init__(self) -> None:
        for each in fields(self):
            least, most, name = _LIMITS[each.name]
            value = getattr(self, each.name)
            if not least <= value <= most:  # also true of nan
                raise UsageError(
                    tr("{name} cannot be {value:g}.", name=tr(name), value=value),
                    hint=tr("It lies between {least:,g} and {most:,g}.", least=least, most=most),
                )
