"""The rules of the house, as tests: the linters' and our own, each with its reason."""

import ast
import fnmatch
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = sorted((ROOT / "explorer").rglob("*.py"))
TOP_LEVEL = {
    *(".git", ".gitignore", ".ci", "README.md", "pyproject.toml"),
    *("explorer", "packaging", "resources", "tests"),
}


def content(*command: str) -> None:
    """Fail with everything that a linter complains of."""
    result = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        pytest.fail(result.stdout + result.stderr, pytrace=False)


def test_ruff_finds_no_fault():
    """The linter's chosen rules hold everywhere; an exception stands beside its reason."""
    content("-m", "ruff", "check", "--quiet", ".")


def test_every_file_is_formatted():
    """Layout is the formatter's business, so that no review is spent on it."""
    content("-m", "ruff", "format", "--quiet", "--diff", ".")


def test_every_type_fits():
    """mypy, strict, has nothing to say about the package."""
    content("-m", "mypy", "--no-error-summary", "explorer")


def test_every_import_keeps_to_the_layers():
    """Higher may import lower, never the reverse; foreign libraries stay where the architecture puts them."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    content("-c", code)


def test_every_foreign_import_is_a_declared_dependency():
    """What only happens to be installed here is missing on the next machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {canonicalize_name(Requirement(each).name) for each in project["dependencies"]} | {"shiboken6"}
    holders = packages_distributions()
    undeclared = set()
    for path in PACKAGE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for top in (
                {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"explorer", "__future__"}
            ):
                if not declared & {canonicalize_name(holder) for holder in holders.get(top, [])}:
                    undeclared.add(f"{path.relative_to(ROOT)}: {top}")
    assert undeclared == set()


def test_the_top_level_holds_only_what_the_map_names():
    """A newcomer sees the whole in one look, so nothing is left lying at the top."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()]
    names = {path.name for path in ROOT.iterdir()}
    kept = {name for name in names if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)}
    assert kept - TOP_LEVEL == set()


def test_no_file_outgrows_one_noun():
    """A module is one noun; one of more than 450 lines is two."""
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in PACKAGE}
    assert {name: length for name, length in lengths.items() if length > 450} == {}


# ---- text in widgets: Qt guesses whether a string is HTML, and a hostile name then hangs the window

# Made in explorer/ui/plain.py and nowhere else.
PLAIN_ONLY = {
    "QLabel": "plain.label",
    "QMessageBox": "plain.message or plain.question",
    "QStaticText": "plain.static_text",
}
# Not wanted at all: each shows rich text, or guesses.
UNWANTED = {
    "QErrorMessage": "plain.message",
    "QInputDialog": "a dialog with plain.label, or a title and label that are written in the code",
    "setLabelText": "QProgressDialog.setLabel(plain.label(...))",
    "setWhatsThis": "plain.tooltip",
    "setHtml": "setPlainText",
    "insertHtml": "insertPlainText",
    "setMarkdown": "setPlainText",
    "insertMarkdown": "insertPlainText",
    "setTextFormat": "plain.label, which never guesses",
}
# What guesses too, and cannot be told not to: the text given must have come through plain.escaped.
ESCAPED_ONLY = {"setToolTip", "showText"}


def text_faults(source: str) -> list[str]:
    """Where a file of the window lets Qt guess: line, name, and what to use instead."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        for name in called_or_inherited(node):
            instead = {**PLAIN_ONLY, **UNWANTED}.get(name)
            if instead and not (name == "QInputDialog" and label_is_written_here(node)):
                faults.append(f"{node.lineno}: {name}: use {instead}")
            if name in ESCAPED_ONLY and not any(
                ast.unparse(each).startswith("plain.escaped(") for each in node.args
            ):
                faults.append(f"{node.lineno}: {name}: use plain.tooltip or plain.escaped")
    lines = source.splitlines()
    for number, line in enumerate(lines, start=1):
        answer = "\n".join(lines[number - 1 : number + 5])
        if re.search(r"\bToolTipRole\b", line) and "plain.escaped(" not in answer:
            faults.append(f"{number}: ToolTipRole: use plain.escaped")
    return faults


def label_is_written_here(node: ast.AST) -> bool:
    """Whether the title and label of QInputDialog.getText and its like are texts of our own."""
    given = node.args[1:3] if isinstance(node, ast.Call) else []
    return len(given) == 2 and all(is_own_text(each) for each in given)


def is_own_text(node: ast.AST) -> bool:
    """Whether it is a text that stands here, or its translation without a gap that could hold a stranger's."""
    if isinstance(node, ast.Call):
        is_told = isinstance(node.func, ast.Name) and node.func.id == "tr"
        return is_told and not node.keywords and all(isinstance(each, ast.Constant) for each in node.args)
    return isinstance(node, ast.Constant)


def called_or_inherited(node: ast.AST) -> list[str]:
    """The names that a call or a class statement rests on, without the modules and objects before the dot."""
    if isinstance(node, ast.Call):
        used = [node.func]
        # QMessageBox.warning(...) is a QMessageBox as well
        if isinstance(node.func, ast.Attribute):
            used.append(node.func.value)
    elif isinstance(node, ast.ClassDef):
        used = node.bases
    else:
        return []
    return [each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in used]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("QLabel(name)", True),
        ("QtWidgets.QLabel()", True),
        ("class Title(QLabel): ...", True),
        ("QMessageBox.warning(self, 'a', name)", True),
        ("node.setToolTip(name)", True),
        ("item.setToolTip(0, plain.escaped(name))", False),
        ("view.setHtml(name)", True),
        ("QToolTip.showText(where, name)", True),
        ("QToolTip.showText(where, plain.escaped(name))", False),
        ("if role == ToolTipRole:\n    return plain.escaped(name)", False),
        ("if role == ToolTipRole:\n    return name", True),
        ("plain.label(name)", False),
        ("QInputDialog.getText(self, 'Rename', 'Name', mode, name)", False),
        ("QInputDialog.getText(self, 'Rename', name)", True),
        ("QInputDialog.getText(self, tr('Rename'), tr('Name'), mode, name)", False),
        ("QInputDialog.getText(self, tr('Rename'), tr('Name of {name}', name=name))", True),
        ("QInputDialog.getText(self, tr('Rename'), tr(name))", True),
        ("def title(self) -> QLabel: ...", False),
    ],
)
def test_the_rule_about_text_sees_what_it_should(source, fault):
    """The rule itself is tested, because a rule that sees nothing is always kept."""
    assert bool(text_faults(source)) == fault


def test_text_in_widgets_is_never_guessed_to_be_html():
    """Names are hostile: every text of the window goes through explorer/ui/plain.py."""
    files = [path for path in PACKAGE if path.parts[len(ROOT.parts) + 1] == "ui" and path.name != "plain.py"]
    faults = {str(path.relative_to(ROOT)): text_faults(path.read_text("utf-8")) for path in files}
    assert {name: found for name, found in faults.items() if found} == {}


# ---- data from strangers


def test_nothing_runs_code_that_came_as_data():
    """No file from a stranger is ever unpickled, evaluated or executed."""
    faults = []
    for path in PACKAGE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', '?')}"
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
                faults += [
                    f"{where}: {name}" for name in sorted(names & {"pickle", "marshal", "shelve", "dill"})
                ]
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"eval", "exec"}
            ):
                faults.append(f"{where}: {node.func.id}")
    assert faults == []
