"""The command as a whole: commands, usage, errors, and what becomes of a bug."""

import os
import sys
from pathlib import Path

import pytest

from explorer.cli import graph, main
from explorer.errors import Cancelled


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_explains_itself(ripplemap, command):
    """--help prints to standard output and is no failure."""
    ran = ripplemap(command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert f"usage: ripplemap {command}" in ran.out


def test_the_overview_names_every_command(ripplemap):
    """One line each."""
    ran = ripplemap("--help")
    assert ran.status == 0
    assert all(f"  {word} " in ran.out for word in main.COMMANDS)


def test_the_version_is_told(ripplemap):
    """With the product's name."""
    assert ripplemap("--version").out.startswith("Ripplemap 0.")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["fidnings"], "Did you mean “findings”?"),
        (["x" * 500], "is no command. There are open, import"),
        (["{shop}"], "To look at it: `ripplemap open {shop}`."),
        (["postgresql://me:hunter2@host/db"], "`ripplemap open postgresql://…@host/db`"),
        (["graph"], "required: SOURCE. See `ripplemap graph --help`."),
        (["graph", "{shop}", "--jsn"], "nrecognized arguments: --jsn"),
        (["findings", "{shop}", "--fail-on", "bad"], "invalid choice: 'bad'"),
        (["what-if", "{shop}"], "A what-if needs a change. Give --change KIND:NODE"),
        (["import", "{shop}"], "required: -o/--output"),
        (["ask", "2"], "Question 2 of what?"),
        (["graph", "nowhere.yaml"], "nowhere.yaml"),
        (["graph", "{shop}", "--as", "magic"], "no importer “magic”"),
        (["graph", ""], "A source has no name."),
        (["graph", "x" * 5000], "cannot be looked at: file name too long"),
        (["graph", "a\0b"], "cannot be looked at: embedded null"),
        (["--nonsense"], "nrecognized arguments"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_usage_is_one_sentence_on_standard_error(ripplemap, shop, arguments, part):
    """Exit status 2, nothing on standard output, no traceback."""
    ran = ripplemap(*(a.replace("{shop}", str(shop)) for a in arguments))
    assert (ran.status, ran.out) == (2, "")
    assert part.replace("{shop}", str(shop)) in ran.err
    assert ran.err.count("\n") == 1
    assert "hunter2" not in ran.err


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:hunter2@127.0.0.1:1/db",
        "postgresql://me:hun ter2@127.0.0.1:1/db",
        "postgresql://127.0.0.1:1/db?password=hunter2",
        "mysql://me:hunter2@127.0.0.1/db",
        "nonsense://hunter2@hunter2:hunter2@x",
    ],
)
@pytest.mark.parametrize(
    "command",
    [["graph"], ["adapters"], ["ask", "1"], ["graph", "--json"], ["import", "-o", "x.yaml"], ["fly"]],
)
def test_a_password_is_never_repeated(ripplemap, tmp_path, monkeypatch, command, address):
    """Wherever an address stands, and whatever is wrong with the rest."""
    monkeypatch.chdir(tmp_path)
    ran = ripplemap(*command, address)
    assert ran.status == 2
    assert "hunter2" not in ran.out + ran.err
    assert "ter2" not in ran.out + ran.err


def test_a_bug_is_one_sentence_and_its_details_lie_in_a_file(ripplemap, shop, monkeypatch, tmp_path):
    """Exit status 2; with RIPPLEMAP_DEBUG=1 the traceback is shown instead."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    secret = "postgresql://me:hunter2@host/db"

    def broken(*arguments):
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(graph, "load", broken)
    ran = ripplemap("graph", shop)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("ripplemap: Something went wrong in Ripplemap itself (ZeroDivisionError).")
    details = Path(ran.err.split("The details are in ")[1].strip().removesuffix("."))
    assert "broken" in details.read_text()
    assert "hunter2" not in details.read_text()
    monkeypatch.setenv("RIPPLEMAP_DEBUG", "1")
    shown = ripplemap("graph", shop)
    assert shown.status == 2
    assert "Traceback" in shown.err
    assert "hunter2" not in shown.err


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, Cancelled])
def test_an_interrupt_ends_with_130_and_no_traceback(ripplemap, shop, monkeypatch, interrupt):
    """As every shell expects."""

    def interrupted(*arguments):
        raise interrupt

    monkeypatch.setattr(graph, "load", interrupted)
    ran = ripplemap("graph", shop)
    assert (ran.status, ran.out, ran.err) == (130, "", "Interrupted.\n")


def test_alone_it_opens_the_window(monkeypatch):
    """As `open` does, with the sources and the adapter that were named."""
    opened = []
    fake = type(sys)("explorer.ui.app")
    fake.run = lambda sources, *, forced: opened.append((list(sources), forced)) or 0
    monkeypatch.setitem(sys.modules, "explorer.ui.app", fake)
    monkeypatch.setattr("explorer.cli.opening.obstacle", lambda: None)
    assert main.main([]) == 0
    assert main.main(["open", "a.yaml", "b.yaml", "--as", "manifest"]) == 0
    assert opened == [([], None), (["a.yaml", "b.yaml"], "manifest")]


def test_without_a_display_a_sentence_says_what_to_do(ripplemap, monkeypatch):
    """Exit status 2, before Qt is touched, because Qt would end the process."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if not sys.platform.startswith("linux"):
        pytest.skip("Elsewhere there is always a display.")
    ran = ripplemap("open")
    assert (ran.status, ran.out) == (2, "")
    assert "no display" in ran.err
    assert "ripplemap ask" in ran.err


def test_a_worker_of_a_packaged_program_starts_here(monkeypatch):
    """One word, answered by the layout's worker; nothing else is read from the command line."""
    served = []
    monkeypatch.setattr("explorer.layout.graphviz_worker.serve", served.append)
    monkeypatch.setitem(os.environ, "RIPPLEMAP_LAYOUT_MEMORY", "123")
    assert main.main(["layout-worker"]) == 0
    assert served == [123]
