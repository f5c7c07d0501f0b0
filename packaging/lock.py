"""Renews the two lists of exact packages, with the hashes of their files, from pyproject.toml.

Run it as `python packaging/lock.py` to follow a change of pyproject.toml, or with `--upgrade` to take the newest
versions that pyproject.toml allows. It needs `uv` on the PATH; setting up and running the product do not.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = "packaging/requirements.lock"
TEST = "packaging/requirements-test.lock"

HEADER = """\
# {purpose}, for Python 3.11 and newer on Linux, macOS and Windows: exact versions and their hashes.
# Made from pyproject.toml by `python packaging/lock.py`; do not edit.
"""

# "fewest": one version for every Python, so that two people who share a project file run the same code.
# "no-config" and "no-emit-index-url": nothing of the machine that renews the lists may end up in them.
COMPILE = ["pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes"]
COMPILE += ["--fork-strategy", "fewest", "--no-config", "--no-emit-index-url", "--no-header", "--no-annotate"]


def main(arguments: list[str]) -> int:
    """Write both lists; `arguments` go to uv as they are."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("Renewing the lists needs uv, which is not on the PATH: pipx install uv")
    _compile(uv, RUN, "What Ripplemap runs on", ["--group", "build", *arguments])
    groups = ["--group", "build", "--group", "test", "--constraint", RUN]
    _compile(uv, TEST, "What Ripplemap runs on and is tested with", [*groups, *arguments])
    return 0


def _compile(uv: str, target: str, purpose: str, options: list[str]) -> None:
    path = ROOT / target
    subprocess.run([uv, *COMPILE, *options, "--quiet", "--output-file", target], cwd=ROOT, check=True)
    path.write_text(HEADER.format(purpose=purpose) + path.read_text("utf-8"), "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
