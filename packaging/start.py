"""Sets Ripplemap up and opens it, or runs its tests. Needs nothing but Python 3.11 or newer.

    python3 packaging/start.py [FILE...]            opens FILE..., or the sample system, in a window
    python3 packaging/start.py test [ARGUMENT...]   passes the tests; ARGUMENT... go to pytest

The environment is `.venv/` in this checkout, with the exact packages of the lists beside this file. A stamp, written
last, says what it was made from: with the same stamp nothing is done again, without one an interrupted set-up is
begun anew. What Debian must add is installed when root, and otherwise named in one line.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is who this sentence is for
    print(
        "Ripplemap needs Python 3.11 or newer, and {} is Python {}.{}; run this script with a newer one.".format(
            sys.executable, *sys.version_info[:2]
        ),
        file=sys.stderr,
    )
    sys.exit(2)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "ripplemap-setup.json"
BEGUN = VENV / "ripplemap-setup-begun"  # there while a set-up runs: what it leaves behind cannot be trusted
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
COMMAND = SCRIPTS / ("ripplemap.exe" if os.name == "nt" else "ripplemap")
LOCKS = {"run": ROOT / "packaging/requirements.lock", "test": ROOT / "packaging/requirements-test.lock"}
SAMPLE = ROOT / "resources/samples/streamly.yaml"
ON_LINUX = sys.platform.startswith("linux")


class SetupError(Exception):
    """A reason why this cannot go on, in a sentence that says what to do."""


def main(arguments: list[str]) -> int:
    """Set up, then open the window or run the tests; 2 when something stands in the way."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        return test(arguments[1:]) if arguments[:1] == ["test"] else start(arguments)
    except SetupError as reason:
        _say(str(reason))
        return 2
    except KeyboardInterrupt:
        _say("Interrupted.")
        return 130


def start(files: list[str]) -> int:
    """Open the window on `files`, or on the sample system."""
    set_up("run")
    hindrances = _install_debian_packages(_missing_packages("run"))
    libraries = _load_libraries()
    if not libraries.display_available():
        hindrances.append(libraries.no_display(f"{COMMAND.relative_to(ROOT)} ask {SAMPLE.relative_to(ROOT)}"))
    if hindrances:
        raise SetupError("\n".join(hindrances))
    return _run_instead([str(COMMAND), "open", *(files or [str(SAMPLE)])])


def test(arguments: list[str]) -> int:
    """Run the tests: all of them, on two to four processes, unless `arguments` say otherwise."""
    set_up("test")
    hindrances = _install_debian_packages(_missing_packages("test"))
    if hindrances:
        raise SetupError("\n".join(hindrances))
    if ON_LINUX and not shutil.which("mariadbd", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"):
        for hindrance in _install_debian_packages(["mariadb-server-core"]):
            _say(f"What is tested on a MariaDB server is skipped. {hindrance}")
    if ON_LINUX:
        os.environ["RIPPLEMAP_REQUIRE_WINDOW"] = "1"
    os.chdir(ROOT)
    processes = str(min(4, max(2, os.cpu_count() or 2)))
    return _run_instead(
        [str(PYTHON), "-m", "pytest", *(arguments or ["-n", processes, "--dist", "worksteal"])]
    )


# ---- the environment


def set_up(purpose: str) -> None:
    """Make `.venv/` hold what `purpose` needs; one start at a time does it, and the others wait."""
    if _stamped(purpose):
        return
    with _only_one_at_a_time():
        if _stamped(purpose):
            return
        try:
            _make_environment(purpose)
        except OSError as error:
            raise SetupError(
                f"The environment {VENV} cannot be written ({error.strerror}: {error.filename}); "
                "make room, or run this as the owner of the checkout or from a copy of your own."
            ) from error


def _stamped(purpose: str) -> bool:
    """Whether the environment was made, to its end, from what lies in the checkout now."""
    stamp = _read_stamp()
    return _usable(stamp) and stamp.get(purpose) == _fingerprint(purpose)


def _read_stamp() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _usable(stamp: dict[str, str]) -> bool:
    """Whether the stamped environment is still this checkout's, and its Python the one it was made with."""
    return (
        stamp.get("root") == str(ROOT)
        and stamp.get("python") == os.path.realpath(PYTHON)
        and PYTHON.exists()
        and not BEGUN.exists()
    )


def _fingerprint(purpose: str) -> str:
    """A hash of all that decides what the environment holds."""
    digest = hashlib.sha256()
    for path in (LOCKS[purpose], ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _make_environment(purpose: str) -> None:
    stamp = _read_stamp()
    ours = bool(stamp) or BEGUN.exists()  # else somebody made it by hand: nothing of it is thrown away
    if _usable(stamp) or (not ours and _runs_python(PYTHON)):
        _say(
            "Bringing the environment up to date ..."
        )  # also one that somebody made by hand: nothing is thrown away
    else:
        if VENV.exists() and not ours and any(VENV.iterdir()):
            raise SetupError(f"{VENV} is in the way, and no Python 3.11 or newer runs in it; move it away.")
        _say("Setting up (once): the environment .venv/, 0.5 GB on disk ...")
        _create_venv(purpose)
    BEGUN.touch()
    STAMP.unlink(missing_ok=True)
    _install_packages(purpose)
    stamp = {"root": str(ROOT), "python": os.path.realpath(PYTHON), purpose: _fingerprint(purpose)}
    if purpose == "test":
        stamp["run"] = _fingerprint("run")  # the tests' list holds all of the other's, in the same versions
    STAMP.write_text(json.dumps(stamp), "utf-8")
    BEGUN.unlink()


def _runs_python(python: Path) -> bool:
    """Whether `python` starts, is that of our environment, and new enough."""
    check = f"import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix != {str(VENV)!r})"
    try:
        return (
            subprocess.run([python, "-I", "-c", check], stderr=subprocess.DEVNULL, check=False).returncode
            == 0
        )
    except OSError:
        return False


def _create_venv(purpose: str) -> None:
    """An environment without pip: Debian's Python cannot put one in, and uv or the pip outside installs into it."""
    if importlib.util.find_spec("venv") is None:
        _install_debian_venv(purpose)
    VENV.mkdir(exist_ok=True)
    BEGUN.touch()  # before anything else, so that breaking off at any moment leaves it behind
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != BEGUN:
            path.unlink()
    base = (
        getattr(sys, "_base_executable", None) or sys.executable
    )  # this may be the environment's own Python
    _run([base, "-I", "-m", "venv", "--without-pip", str(VENV)], "Python could not make an environment")


def _install_packages(purpose: str) -> None:
    """The exact packages of a list, by hash and as wheels only; then this checkout itself, without copying it."""
    from_lock = ["--require-hashes", "--only-binary", ":all:", "-r", str(LOCKS[purpose])]
    from_checkout = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    failed = "The packages could not be installed (is there a network?); what pip said stands above"
    uv = shutil.which("uv")
    if uv:
        install = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        if _run_quietly([*install, *from_lock]) and _run_quietly([*install, *from_checkout]):
            return
        _say("uv could not install the packages; trying pip.")
    install = [*_find_pip(purpose), "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    _run([*install, *from_lock], failed)
    _run([*install, *from_checkout], "This checkout could not be installed; what pip said stands above")


def _find_pip(purpose: str) -> list[str]:
    """The command of a pip that installs into our environment."""
    own = [str(PYTHON), "-m", "pip"]
    if _succeeds([*own, "--version"]):
        return own
    borrowed = [sys.executable, "-m", "pip", "--python", str(PYTHON)]  # an option of pip 22.3 and newer
    if _succeeds([*borrowed, "--version"]):
        return borrowed
    if importlib.util.find_spec("ensurepip") is None:
        _install_debian_venv(purpose)
    _run([str(PYTHON), "-m", "ensurepip"], "Python could not put pip into the environment")
    return own


def _install_debian_venv(purpose: str) -> None:
    # with all else that is missing, so that nobody has to come back for a second line
    hindrances = _install_debian_packages(
        [f"python3.{sys.version_info[1]}-venv", *_missing_packages(purpose)]
    )
    if hindrances:
        raise SetupError("\n".join(hindrances))
    importlib.invalidate_caches()


@contextlib.contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    """Hold the lock of this checkout; the lock is on this very file, so that none is left lying about."""
    with Path(__file__).open("rb+" if os.name == "nt" else "rb") as handle:
        if not _try_lock(handle):
            _say("Another start is setting up; waiting for it ...")
            _lock(handle)
        yield  # closing the file lets the lock go, and so does the end of the process


if os.name == "nt":
    import msvcrt
    import time

    BEYOND_THE_END = 1 << 30  # the lock would keep others from reading what it covers

    def _try_lock(handle: BinaryIO) -> bool:
        handle.seek(BEYOND_THE_END)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _lock(handle: BinaryIO) -> None:
        while not _try_lock(handle):
            time.sleep(1)

else:
    import fcntl

    def _try_lock(handle: BinaryIO) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: then two starts at once must be the people's own care
        return True

    def _lock(handle: BinaryIO) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


# ---- the system's packages


def _load_libraries() -> ModuleType:
    """The list of shared libraries, from the package's own file: the package need not be importable for it."""
    path = ROOT / "explorer/ui/libraries.py"
    spec = importlib.util.spec_from_file_location("ripplemap_libraries", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _missing_packages(purpose: str) -> list[str]:
    """The Debian packages without which the window, or the tests, cannot run here."""
    libraries = _load_libraries()
    graphviz = libraries.missing_packages(libraries.GRAPHVIZ)
    if purpose == "run":
        return graphviz + libraries.missing_libraries()
    # The tests open their windows on an X server of their own, whatever this desktop is.
    window = libraries.missing_packages(libraries.QT) + libraries.missing_packages(libraries.X_WINDOW)
    tools = {"Xvfb": "xvfb", "xdotool": "xdotool", "evilwm": "evilwm"} if ON_LINUX else {}
    return graphviz + window + [package for tool, package in tools.items() if not shutil.which(tool)]


def _install_debian_packages(packages: list[str]) -> list[str]:
    """Install `packages` when root on Debian; otherwise, or where that fails, the line that names them."""
    packages = list(dict.fromkeys(packages))
    if not packages:
        return []
    apt = shutil.which("apt-get")
    line = f"sudo apt-get install -y {' '.join(packages)}"
    if apt is None:
        return [f"This system lacks libraries; their packages are called on Debian: {' '.join(packages)}"]
    if os.geteuid() != 0:
        return [line]
    _say(f"Installing Debian packages: {' '.join(packages)} ...")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    options = ["-q", "-y", "-o", "DPkg::Lock::Timeout=600"]
    _run_quietly(
        [apt, *options, "update"]
    )  # one source of several may be away: installing shows whether it mattered
    if _run_quietly([apt, *options, "install", "--no-install-recommends", *packages]):
        return []
    return [f"Debian's packages could not be installed; what apt-get said stands above. Try: {line}"]


# ---- processes


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _environment() -> dict[str, str]:
    """This environment without what would lead an installer to other places than `.venv/`."""
    astray = {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV"}
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    return {**kept, "PIP_ROOT_USER_ACTION": "ignore"}


def _succeeds(command: list[str]) -> bool:
    result = subprocess.run(command, env=_environment(), cwd=ROOT, capture_output=True, check=False)
    return result.returncode == 0


def _run_quietly(command: list[str]) -> bool:
    """Run `command`; show what it said only when it fails."""
    try:
        result = subprocess.run(
            command,
            env=_environment(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except (
        OSError
    ) as error:  # found, but not to be run: an installer of another machine, or without its interpreter
        _say(f"{command[0]}: {error.strerror}")
        return False
    if result.returncode:
        sys.stderr.buffer.write(result.stdout)
        sys.stderr.flush()
    return result.returncode == 0


def _run(command: list[str], failed: str) -> None:
    """Run `command`, or say `failed` after what it said itself."""
    if not _run_quietly(command):
        raise SetupError(f"{failed}.")


def _run_instead(command: list[str]) -> int:
    """Go on as `command`; where a process cannot be replaced, run it and return its exit status."""
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
