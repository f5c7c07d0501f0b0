"""`ripplemap histories SOURCE… --history FILE`: whether each objective follows its metric, and since when not."""

from __future__ import annotations

import argparse
from datetime import date

from explorer.analysis.histories.comparison import Comparison
from explorer.analysis.histories.evidence import NONE_FIT, Compared, Pair
from explorer.analysis.histories.rank_correlation import LagCorrelation
from explorer.cli.console import Console
from explorer.cli.sources import add_json, add_sources, load, problem_to_plain, tell_problems
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.session.histories import ask_histories


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.epilog = (
        "A CSV file has a column of days and one column a metric, headed by the metric's name or id; or the columns "
        "day, metric and value. A database is read as MLflow's, or asked with --query."
    )
    add_sources(parser)
    add_history(parser, required=True)
    parser.add_argument("--metric", metavar="NODE", help="only this metric, with --objective")
    parser.add_argument("--objective", metavar="NODE", help="only this objective, with --metric")
    add_json(parser)


def add_history(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """The arguments --history and --query."""
    parser.add_argument(
        "--history", metavar="FILE", action="append", default=[], required=required,
        help="what metrics and objectives were: a CSV file, MLflow's database, or a database for --query",
    )  # fmt: skip
    parser.add_argument("--query", metavar="SELECT", help="a SELECT of days and numbers, asked of --history")


def require_histories(arguments: argparse.Namespace) -> None:
    """UsageError where --query has nothing to be asked of."""
    if arguments.query is not None and not arguments.history:
        raise UsageError("--query goes with --history DATABASE.")


def compare_given(arguments: argparse.Namespace, console: Console, graph: SystemGraph) -> Compared | None:
    """What the histories that were named say, with what is wrong in them told; None where none was."""
    if not arguments.history:
        return None
    compared = ask_histories(graph, arguments.history, query=arguments.query, task=console.task())
    tell_problems(console, compared.problems)
    return compared


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what the histories say."""
    if (arguments.metric is None) != (arguments.objective is None):
        raise UsageError("--metric and --objective go together.")
    pair = None if arguments.metric is None else (arguments.metric, arguments.objective)
    loaded = load(console, arguments.sources, arguments.forced)
    graph = loaded.project.graph
    found = ask_histories(graph, arguments.history, query=arguments.query, pair=pair, task=console.task())
    tell_problems(console, (*loaded.problems, *found.problems))
    both = list(zip(found.comparisons, found.pairs, strict=True))
    if arguments.json:
        console.json(
            {
                "schema": 1,
                "comparisons": [_plain(c, p) for c, p in both],
                "problems": [problem_to_plain(p) for p in found.problems],
            }
        )
        return 0
    if not both:
        console.paragraph(NONE_FIT)
    for comparison, ends in both:
        if comparison is not both[0][0]:
            console.line()
        _print(console, graph, comparison, ends)
    return 0


def _print(console: Console, graph: SystemGraph, comparison: Comparison, ends: Pair) -> None:
    metric, objective = graph.nodes[ends.metric].name, graph.nodes[ends.objective].name
    console.line(f"{metric} and {objective}: {comparison.course}")
    for sentence in comparison.sentences:
        console.paragraph(sentence, first="  · ")


def _plain(comparison: Comparison, ends: Pair) -> dict[str, object]:
    return {
        "metric": ends.metric,
        "objective": ends.objective,
        "course": comparison.course.value,
        "since": _day(comparison.since),
        "earliest": _day(comparison.earliest),
        "latest": _day(comparison.latest),
        "p": comparison.parting.p,
        "period": None if comparison.period is None else comparison.period.counted(1),
        "lag": comparison.lag,
        "of_changes": [_correlation(c) for c in comparison.on_changes],
        "of_values": [_correlation(c) for c in comparison.on_values],
        "sentences": list(comparison.sentences),
        "points": [
            {"day": p.day.isoformat(), "metric": p.metric, "objective": p.objective}
            for p in comparison.points
        ],
    }


def _correlation(found: LagCorrelation) -> dict[str, object]:
    return {"lag": found.lag, "rho": found.rho, "low": found.low, "high": found.high, "pairs": found.pairs}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
