"""README's two commands, tried on a checkout of their own whose installer is a stand-in that downloads nothing."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for the installer is a shell's script")

# Stands in for uv: notes what it is asked for, and leaves behind a `ripplemap` that says how it was called.
INSTALLER = """\
import pathlib, sys, time
root = pathlib.Path({root!r})
with (root / "calls").open("a") as log:
    log.write("begin " + " ".join(sys.argv[1:]) + "\\n")
time.sleep({seconds})
if (root / "broken").exists():
    sys.exit("no network")
command = root / ".venv/bin/ripplemap"
command.write_text("#!/bin/sh\\necho opened in $PWD: \\"$@\\"\\n")
command.chmod(0o755)
with (root / "calls").open("a") as log:
    log.write("end\\n")
"""


@pytest.fixture
def checkout(tmp_path, root):
    """A checkout of what start.py reads, in a folder whose name has a space in it."""
    made = tmp_path / "a checkout"
    for name in ("packaging", "explorer/ui"):
        (made / name).mkdir(parents=True)
    for name in ("pyproject.toml", "explorer/ui/libraries.py", "packaging/start.py"):
        shutil.copy(root / name, made / name)
    for path in (root / "packaging").glob("*.lock"):
        shutil.copy(path, made / "packaging")
    return made


@pytest.fixture
def install(checkout, tmp_path):
    """Put the stand-in on a PATH of its own, slow by so many seconds, and return the environment to start in."""

    def put(seconds: float = 0.0) -> dict[str, str]:
        return stand_in(tmp_path / "bin", checkout, seconds)

    return put


def stand_in(folder: Path, checkout: Path, seconds: float) -> dict[str, str]:
    """Write the stand-in for `checkout` into `folder`, and return an environment that finds it there."""
    folder.mkdir(exist_ok=True)
    (folder / "installer.py").write_text(INSTALLER.format(root=str(checkout), seconds=seconds))
    script = folder / "uv"
    # through the shell, because the path of this Python may be too long, or hold a space, for a first line
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "{folder}/installer.py" "$@"\n')
    script.chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    return {**environment, "QT_QPA_PLATFORM": "offscreen"}


def start(
    checkout: Path, environment: dict[str, str], *arguments: str, **options
) -> subprocess.CompletedProcess:
    """Run the script as a person does."""
    command = [sys.executable, str(checkout / "packaging/start.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)


def calls(checkout: Path) -> list[str]:
    """What the stand-in was asked for."""
    log = checkout / "calls"
    return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def script(checkout):
    """start.py of the checkout as a module, to try one function of it."""
    spec = importlib.util.spec_from_file_location("start_under_test", checkout / "packaging/start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- setting up and opening


def test_the_first_start_sets_up_and_opens_the_sample_and_the_second_only_opens(checkout, install):
    """Once set up, nothing is installed again."""
    environment = install()
    first = start(checkout, environment)
    assert first.returncode == 0
    assert "Setting up" in first.stderr
    assert first.stdout.rstrip().endswith(f"open {checkout}/resources/samples/streamly.yaml")
    asked = calls(checkout)
    second = start(checkout, environment)
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")
    assert calls(checkout) == asked


def test_packages_come_by_hash_and_as_wheels_only(checkout, install):
    """Nothing is installed that the list does not vouch for, and nothing is built from sources."""
    start(checkout, install())
    packages, product = [line for line in calls(checkout) if line.startswith("begin")]
    assert "--require-hashes --only-binary :all:" in packages
    assert "--no-deps --no-build-isolation --editable" in product


def test_files_are_opened_from_the_folder_one_is_in(checkout, install, tmp_path):
    """FILE is meant as typed, wherever the checkout lies."""
    opened = start(checkout, install(), "my system.yaml", "other.yaml", cwd=tmp_path)
    assert opened.stdout == f"opened in {tmp_path}: open my system.yaml other.yaml\n"


@pytest.mark.parametrize("changed", ["packaging/requirements.lock", "pyproject.toml"])
def test_what_decides_the_environment_brings_it_up_to_date_when_it_changes(checkout, install, changed):
    """A pulled change of the dependencies needs no thought; the environment is kept."""
    environment = install()
    start(checkout, environment)
    (checkout / ".venv/kept").touch()
    asked = calls(checkout)
    with (checkout / changed).open("a") as file:
        file.write("# changed\n")
    again = start(checkout, environment)
    assert (again.returncode, again.stderr) == (0, "Bringing the environment up to date ...\n")
    assert calls(checkout) == asked * 2
    assert (checkout / ".venv/kept").exists()


def test_an_interrupted_set_up_is_begun_anew(checkout, install):
    """What a broken-off installation left behind is not trusted."""
    environment = install(seconds=30)
    command = [sys.executable, str(checkout / "packaging/start.py")]
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while not calls(checkout):
            assert process.poll() is None
        (checkout / ".venv/half").touch()
        os.killpg(process.pid, 9)
    environment = install()
    again = start(checkout, environment)
    assert again.returncode == 0
    assert not (checkout / ".venv/half").exists()
    assert start(checkout, environment).stderr == ""


def test_a_half_made_environment_is_no_obstacle(checkout, install):
    """Broken off while Python was still making it, it is made again; links in it are not followed."""
    precious = checkout.parent / "precious"
    precious.mkdir()
    (precious / "file").touch()
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/lib64").symlink_to(precious)
    (checkout / ".venv/ripplemap-setup-begun").touch()
    assert start(checkout, install()).returncode == 0
    assert (precious / "file").exists()


def test_of_two_starts_at_once_one_sets_up_and_both_open(checkout, install):
    """The second waits for the first, and finds all done."""
    environment = install(seconds=0.5)
    command = [sys.executable, str(checkout / "packaging/start.py")]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert all(out.startswith("opened") for out, _ in said)
    assert [line.split()[0] for line in calls(checkout)] == ["begin", "end"] * 2
    assert sum("Another start is setting up" in error for _, error in said) == 1


def test_a_copied_checkout_gets_an_environment_of_its_own(checkout, install, tmp_path):
    """An environment that belongs to another folder is not run by mistake."""
    start(checkout, install())
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy, symlinks=True)
    (copy / "calls").unlink()
    again = start(copy, stand_in(tmp_path / "copied bin", copy, 0))
    assert again.returncode == 0
    assert "Setting up" in again.stderr
    assert json.loads((copy / ".venv/ripplemap-setup.json").read_text())["root"] == str(copy)


# ---- what stands in the way


def test_an_environment_made_by_hand_is_used_and_kept(checkout, install):
    """A developer's own environment is completed, never thrown away."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    (checkout / ".venv/mine").touch()
    assert start(checkout, install()).returncode == 0
    assert (checkout / ".venv/mine").exists()


def test_a_folder_of_that_name_that_is_no_environment_is_left_alone(checkout, install):
    """Whatever lies there may be precious: a sentence, and nothing touched."""
    (checkout / ".venv").mkdir()
    (checkout / ".venv/precious").touch()
    refused = start(checkout, install())
    assert refused.returncode == 2
    assert "is in the way" in refused.stderr
    assert (checkout / ".venv/precious").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
def test_without_a_display_one_sentence_names_the_command_line(checkout, install):
    """Set up all the same, and no crash."""
    environment = install()
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    refused = start(checkout, environment)
    assert refused.returncode == 2
    assert "There is no display" in refused.stderr
    assert ".venv/bin/ripplemap ask resources/samples/streamly.yaml" in refused.stderr
    assert (checkout / ".venv/ripplemap-setup.json").exists()


def test_the_sample_that_opens_is_there(script, root):
    """The first command opens on a file of this checkout."""
    assert (root / script.SAMPLE.relative_to(script.ROOT)).is_file()


def test_an_older_python_is_told_so_in_a_sentence(checkout):
    """No traceback for whoever has Python 3.9."""
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    command = [sys.executable, "-c", pretend, str(checkout / "packaging/start.py")]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr == (
        f"Ripplemap needs Python 3.11 or newer, and {sys.executable} is Python 3.9; "
        "run this script with a newer one.\n"
    )


# ---- Debian's packages


@pytest.fixture
def apt(tmp_path, monkeypatch):
    """A stand-in for apt-get that notes its arguments and ends with the status in the file `status`."""
    folder = tmp_path / "sbin"
    folder.mkdir()
    script = folder / "apt-get"
    script.write_text(
        f'#!/bin/sh\necho "$@" >> {folder}/log\necho said by apt\nexit $(cat {folder}/status)\n'
    )
    script.chmod(0o755)
    (folder / "status").write_text("0")
    (folder / "log").touch()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def test_root_installs_what_is_missing_without_being_asked(script, apt, monkeypatch, capfd):
    """Quietly, and after a look at what the mirror has now."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert script._install_debian_packages(["libgl1", "xvfb", "libgl1"]) == []
    update, install = (apt / "log").read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends libgl1 xvfb")
    assert "said by apt" not in capfd.readouterr().err


def test_what_apt_says_is_shown_when_it_fails(script, apt, monkeypatch, capfd):
    """A failure is told, with the line to try by hand."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (apt / "status").write_text("100")
    (sentence,) = script._install_debian_packages(["libgl1"])
    assert sentence.endswith("Try: sudo apt-get install -y libgl1")
    assert "said by apt" in capfd.readouterr().err


def test_anybody_else_is_given_one_line(script, apt, monkeypatch):
    """Exactly what is missing, each once, and nothing run."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert script._install_debian_packages(["libgl1", "xvfb", "libgl1"]) == [
        "sudo apt-get install -y libgl1 xvfb"
    ]
    assert (apt / "log").read_text() == ""


# ---- the tests' command


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [([], ["-n", "2", "--dist", "worksteal"]), (["tests/ui", "-k", "a b"], ["tests/ui", "-k", "a b"])],
)
def test_the_second_command_runs_all_tests_in_parallel_or_what_it_is_told(
    script, monkeypatch, arguments, expected
):
    """Pytest's own arguments are passed on as they are; a missing X server is then a failure, not a skip."""
    ran = []
    monkeypatch.setattr(script, "set_up", lambda purpose: ran.append(purpose))
    monkeypatch.setattr(script, "_install_debian_packages", lambda packages: [])
    monkeypatch.setattr(script, "_run_instead", lambda command: ran.append(command) or 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "chdir", ran.append)
    monkeypatch.setattr(script, "ON_LINUX", True)
    monkeypatch.setenv("RIPPLEMAP_REQUIRE_WINDOW", "0")
    assert script.main(["test", *arguments]) == 0
    assert ran == ["test", script.ROOT, [str(script.PYTHON), "-m", "pytest", *expected]]
    assert os.environ["RIPPLEMAP_REQUIRE_WINDOW"] == "1"


def test_ci_runs_the_second_command_and_nothing_else(root):
    """What CI says is what a person is told at a desk."""
    lines = (root / ".ci/run").read_text("utf-8").splitlines()
    steps = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert steps == ["exec python3 packaging/start.py test"]
