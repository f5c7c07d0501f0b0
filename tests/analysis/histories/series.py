"""Made-up histories for tests, from a seed."""

from datetime import date, timedelta

import numpy as np

from explorer.domain.histories import History

START = date(2024, 1, 1)  # a Monday
CHAIN = """\
ripplemap: 1
models:
  ranker: {success_metric: clicks}
metrics:
  clicks: {role: proxy, direction: up, drives: [{to: retention, sign: +, relation: influence}]}
objectives:
  retention: {direction: up}
"""


def weekly(name, values, start=START):
    """One value a week."""
    return History(
        name, tuple(start + timedelta(weeks=i) for i in range(len(values))), tuple(map(float, values))
    )


def steady(rng, count, hold):
    """Noise in which each value keeps a part of the one before."""
    shocks = rng.normal(size=count + 50)
    made = np.zeros(count + 50)
    for i in range(1, count + 50):
        made[i] = hold * made[i - 1] + shocks[i]
    return made[50:]


def parting(rng, count, at, rise=6.0):
    """A proxy and an objective that wander together until `at`; then only the proxy rises."""
    common = np.cumsum(rng.normal(size=count) * 0.3)
    objective = common.copy()
    objective[at:] = objective[at] + steady(rng, count - at, 0.3) * 0.2
    ramp = np.maximum(0, np.arange(count) - at + 1) * (rise / count)
    return objective + steady(rng, count, 0.3) * 0.3 + ramp, objective


def table_of_parting(folder):
    """A CSV file in which clicks leave retention after 40 weeks."""
    pairs = zip(*(s.tolist() for s in parting(np.random.default_rng(1), 80, 40)), strict=True)
    rows = [f"{START + timedelta(weeks=i)},{a!r},{b!r}" for i, (a, b) in enumerate(pairs)]
    path = folder / "history.csv"
    path.write_text("week,clicks,retention\n" + "\n".join(rows))
    return path
