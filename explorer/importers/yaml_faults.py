"""What keeps a text from being YAML, as a sentence with a place, and what to try.

The parser is libyaml; it says what it was doing and what was wrong in phrases of its own, of which those that faults
of writing lead to can be told in other languages.
"""

from __future__ import annotations

from yaml.error import MarkedYAMLError

from explorer.language import marked, tr

PHRASES = (
    marked("while scanning for the next token"),
    marked("while scanning a simple key"),
    marked("while scanning a quoted scalar"),
    marked("while parsing a quoted scalar"),
    marked("while scanning a plain scalar"),
    marked("while scanning a block scalar"),
    marked("while scanning an alias"),
    marked("while scanning an anchor"),
    marked("while scanning a directive"),
    marked("while scanning a tag"),
    marked("while parsing a node"),
    marked("while parsing a block node"),
    marked("while parsing a flow node"),
    marked("while parsing a block mapping"),
    marked("while parsing a flow mapping"),
    marked("while parsing a block collection"),
    marked("while parsing a flow sequence"),
    marked("found character that cannot start any token"),
    marked("found unexpected end of stream"),
    marked("found unexpected document indicator"),
    marked("found unexpected ':'"),
    marked("found unknown escape character"),
    marked("found a tab character where an indentation space is expected"),
    marked("found a tab character that violates indentation"),
    marked("mapping values are not allowed in this context"),
    marked("mapping keys are not allowed in this context"),
    marked("block sequence entries are not allowed in this context"),
    marked("could not find expected ':'"),
    marked("did not find expected key"),
    marked("did not find expected node content"),
    marked("did not find expected '-' indicator"),
    marked("did not find expected ',' or '}'"),
    marked("did not find expected ',' or ']'"),
    marked("did not find expected <document start>"),
    marked("did not find expected alphabetic or numeric character"),
    marked("found duplicate %YAML directive"),
    marked("found undefined tag handle"),
    marked("found invalid Unicode character escape code"),
    marked("did not find expected comment or line break"),
    marked("did not find expected whitespace or line break"),
)
"""What libyaml says, as it says it."""


def fault_told(error: MarkedYAMLError) -> str:
    """What is wrong, and where what is wrong began."""
    problem = tr(str(error.problem or error.context or "unknown").strip().rstrip("."))
    if not (error.problem and error.context):
        return tr("This cannot be read as YAML: {problem}.", problem=problem)
    begun, ended, context = error.context_mark, error.problem_mark, tr(error.context.strip())
    if begun is None or ended is None or begun.line == ended.line:
        return tr("This cannot be read as YAML: {problem} ({context}).", problem=problem, context=context)
    return tr(
        "This cannot be read as YAML: {problem} ({context}, begun in line {line}).",
        problem=problem,
        context=context,
        line=begun.line + 1,
    )


def advice_for(error: MarkedYAMLError, rest: str) -> str:
    """What to try; `rest` is the text from the place where the parser gave up."""
    if not rest.strip():
        return tr("The file may be cut short, or something in it is left open.")
    if rest.startswith("\t"):
        return tr("Indent with spaces, not with tabs.")
    if "mapping values" in str(error.problem):
        return tr("Put a text that holds a colon in quotes.")
    return tr("Look at this line and the one above it.")
