"""The way in, for the `ripplemap` command and for `python -m explorer` alike."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run the command line on this process's arguments and return its exit status."""
    multiprocessing.freeze_support()  # first: in a frozen program, a worker process starts here too

    try:
        from explorer.cli.main import main as run

        return run(sys.argv[1:])
    except KeyboardInterrupt:  # before the command line was there to say so
        return 130


if __name__ == "__main__":
    sys.exit(main())
