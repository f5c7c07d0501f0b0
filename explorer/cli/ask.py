"""`ripplemap ask [1|2|3] SOURCE…`: the answers to the three questions, printed or as a sheet for others."""

from __future__ import annotations

import argparse
from pathlib import Path

from explorer.analysis.histories.evidence import with_histories
from explorer.cli.console import Console
from explorer.cli.histories import add_history, compare_given, require_histories
from explorer.cli.sheets import write_sheet_of
from explorer.cli.sources import add_json, add_sources, load, tell_problems
from explorer.domain.answers import QUESTIONS, Answer, Missing, Sentence, Sureness
from explorer.domain.attributes import edge_key_to_plain
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.errors import UsageError
from explorer.session.asking import ask_questions
from explorer.session.exporting import require_sheet_ending
from explorer.session.histories import require_answerable


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.usage = "%(prog)s [-h] [--as NAME] [--json] [-o FILE] [1|2|3] SOURCE [SOURCE ...]"
    parser.epilog = " ".join(f"{number}: {text}" for number, text in QUESTIONS.items())
    add_sources(parser)
    add_json(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write the sheet, one page with its evidence: .html or .md"
    )
    add_history(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the answers, or write the sheet."""
    numbers, sources = _split(arguments.sources)
    if arguments.history:
        require_answerable(numbers)
    require_histories(arguments)
    if arguments.output is not None:
        return _write(arguments, console, numbers, sources)
    loaded = load(console, sources, arguments.forced)
    graph = loaded.project.graph
    tell_problems(console, loaded.problems)
    answers = ask_questions(graph, numbers, console.task())
    compared = compare_given(arguments, console, graph)
    if compared is not None:
        answers = with_histories(answers, compared)
    if arguments.json:
        console.json({"schema": 1, "answers": [_plain(a) for a in answers]})
        return 0
    for answer in answers:
        if answer is not answers[0]:
            console.line()
        _print(console, graph, answer)
    return 0


def _write(
    arguments: argparse.Namespace, console: Console, numbers: tuple[int, ...], sources: list[str]
) -> int:
    if arguments.json:
        raise UsageError("--json prints the answers and -o writes the sheet.", hint="Choose one of them.")
    target = Path(arguments.output)
    require_sheet_ending(target)
    loaded = load(console, sources, arguments.forced)
    tell_problems(console, loaded.problems)
    compared = compare_given(arguments, console, loaded.project.graph)
    write_sheet_of(console, loaded, target, numbers, histories=compared)
    return 0


def _split(words: list[str]) -> tuple[tuple[int, ...], list[str]]:
    """The questions asked and the sources; a file that is called 1, 2 or 3 is a source."""
    if words[0] in {"1", "2", "3"} and not Path(words[0]).exists():
        if len(words) == 1:
            raise UsageError(
                f"Question {words[0]} of what?", hint=f"Write `ripplemap ask {words[0]} SOURCE…`."
            )
        return (int(words[0]),), words[1:]
    return tuple(QUESTIONS), words


def _print(console: Console, graph: SystemGraph, answer: Answer) -> None:
    console.paragraph(QUESTIONS[answer.question], first=f"{answer.question}. ")
    console.line(f"   {answer.verdict.value.upper()}")
    for sentence in answer.sentences:
        console.paragraph(f"{sentence.text}{_how_sure(sentence)}", first="   · ")
    if answer.missing:
        console.line("   What is missing:")
        for gap in answer.missing:
            console.paragraph(
                f"{gap.field.replace('_', ' ')}: {named(graph, gap.nodes, most=6)}", first="   – "
            )


def _how_sure(sentence: Sentence) -> str:
    return "" if sentence.sureness is Sureness.DECLARED else f" ({sentence.sureness.value})"


def _plain(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question,
        "verdict": answer.verdict.value,
        "sentences": [_plain_sentence(s) for s in answer.sentences],
        "missing": [_plain_gap(m) for m in answer.missing],
    }


def _plain_sentence(sentence: Sentence) -> dict[str, object]:
    return {
        "text": sentence.text,
        "nodes": list(sentence.nodes),
        "edges": [edge_key_to_plain(key) for key in sentence.edges],
        "sureness": sentence.sureness.value,
    }


def _plain_gap(gap: Missing) -> dict[str, object]:
    return {"field": gap.field, "nodes": list(gap.nodes)}
