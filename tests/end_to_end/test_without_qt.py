"""The command line answers where Qt's and Graphviz's system libraries are absent, and asks for neither."""

import os
import subprocess
import sys

import pytest

# Read by every Python that starts, worker processes too: what is named here cannot be imported, as on a computer
# without the system's libraries; who tries is noted.
SITE = """\
import os, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "pygraphviz", "sqlalchemy"):
            with open({log!r}, "a") as file:
                file.write(f"{{os.getpid()}} {{name}}\\n")
            raise ImportError(f"{{name}}: libGL.so.1: cannot open shared object file")

sys.meta_path.insert(0, Absent())
"""


@pytest.fixture
def ripplemap(tmp_path, root):
    """Run a command on the sample system; return what it printed, and who tried to import what was not to be."""
    log = tmp_path / "log"
    log.touch()
    (tmp_path / "sitecustomize.py").write_text(SITE.format(log=str(log)))
    path = os.pathsep.join([str(tmp_path), str(root)])
    environment = {**os.environ, "PYTHONPATH": path}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)

    def run(*arguments: str) -> tuple[str, str, set[str], set[str]]:
        command = [sys.executable, "-m", "explorer", *arguments]
        with subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            out, error = process.communicate(timeout=300)
        assert process.returncode == 0, error
        tries = [line.split() for line in log.read_text().splitlines()]
        own = {name for pid, name in tries if int(pid) == process.pid}
        return out, error, own, {name.split(".")[0] for pid, name in tries} - own

    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ["graph", "{sample}", "--json"],
        ["ask", "{sample}"],
        ["what-if", "{sample}", "--change", "new-version:image-embedding"],
        ["findings", "{sample}"],
        ["adapters"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_question_is_answered_without_asking_for_qt_graphviz_or_a_database(ripplemap, root, arguments):
    """Nothing of them is imported, not even in vain: it would cost the time of every call."""
    sample = str(root / "resources/samples/streamly.yaml")
    out, _, own, others = ripplemap(*(each.format(sample=sample) for each in arguments))
    assert out.strip()
    assert (own, others) == (set(), set())


def test_an_svg_is_drawn_with_the_own_layout_where_graphviz_cannot_be_loaded(ripplemap, root, tmp_path):
    """Graphviz is tried in its worker only; without it the picture is drawn all the same, and a line says so."""
    target = tmp_path / "picture.svg"
    _, error, own, others = ripplemap(
        "export", str(root / "resources/samples/streamly.yaml"), "-o", str(target)
    )
    assert target.read_text("utf-8").startswith(("<?xml", "<svg"))
    assert own == set()
    assert others <= {"pygraphviz"}
    assert not others or "Graphviz" in error
