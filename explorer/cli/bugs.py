"""What a person is told of a bug: one sentence, and where the details lie for who mends it."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from pathlib import Path

import explorer

_SECRET = re.compile(r"(\w[\w+.-]*://)[^\s'\"]*@")


def told(error: BaseException) -> str:
    """The sentence; the traceback is written to a file of the person's own, or shown with RIPPLEMAP_DEBUG=1."""
    if os.environ.get("RIPPLEMAP_DEBUG") == "1":
        return "\n".join(details(error).splitlines())
    return f"ripplemap: Something went wrong in Ripplemap itself ({type(error).__name__}). {_kept(error)}"


def details(error: BaseException) -> str:
    """The traceback with the versions, without what may be a password."""
    lines = traceback.format_exception(error)
    head = f"Ripplemap {explorer.__version__}, Python {sys.version.split()[0]}, {sys.platform}\n"
    return head + _SECRET.sub(r"\1…@", "".join(lines))


def _kept(error: BaseException) -> str:
    again = "Set RIPPLEMAP_DEBUG=1 and run it again to see the details."
    try:
        number, name = tempfile.mkstemp(prefix="ripplemap-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="replace") as file:
            file.write(details(error))
    except OSError:
        return again
    return f"The details are in {Path(name)}."
