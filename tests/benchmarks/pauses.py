"""How long the window's thread keeps a person waiting: a clock that is looked at every 5 ms, and what it was doing.

A stall is the longest time between two turns of the clock: the thread's own work, and waiting for the interpreter
while another thread holds it, or for a processor while other programs have them. "used" is the processor time that
all threads of the process used between two turns, at most: the stall as it would be on a machine that does nothing
else. "own" is the part of the window's own thread, at most.

Set RIPPLEMAP_STALLS to a file's path to have the stack of the window's thread written there, every 10 ms, once it has
itself worked for 40 ms (or for RIPPLEMAP_STALL_S seconds) without a turn.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from time import clock_gettime, perf_counter, process_time, pthread_getcpuclockid, sleep, thread_time

from PySide6.QtCore import Qt, QTimer

TURN_MS = 5
_STALLS = os.environ.get("RIPPLEMAP_STALLS")
_TRACED_FROM_S = float(os.environ.get("RIPPLEMAP_STALL_S", "0.04"))
_IDLE = """
import sys, time
print("ready", flush=True)
import threading
longest, last = 0.0, time.perf_counter()
asked = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), asked.set()), daemon=True).start()
while not asked.is_set():
    time.sleep(0.005)
    now = time.perf_counter()
    longest, last = max(longest, now - last), now
print(longest)
"""


class Watchdog:
    """Looks at the clock every 5 ms on the window's thread; its times are in seconds."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._last = (0.0, 0.0, 0.0)
        self.stall, self.used, self.own = 0.0, 0.0, 0.0
        self._watches = False
        self.doing = ""
        """What a person does now, for the traces."""
        if _STALLS:
            clock = pthread_getcpuclockid(threading.get_ident())
            threading.Thread(
                target=self._sample, args=(clock, threading.get_ident(), _STALLS), daemon=True
            ).start()

    def start(self) -> None:
        """From now on."""
        self.stall, self.used, self.own = 0.0, 0.0, 0.0
        self._last = (perf_counter(), process_time(), thread_time())
        self._watches = True
        self._timer.start(TURN_MS)

    def stop(self) -> None:
        """Until now."""
        self._watches = False
        self._timer.stop()
        self._turn()

    def _turn(self) -> None:
        now = (perf_counter(), process_time(), thread_time())
        stall, used, own = (new - old for new, old in zip(now, self._last, strict=True))
        self.stall, self.used, self.own = max(self.stall, stall), max(self.used, used), max(self.own, own)
        self._last = now

    def _sample(self, clock: int, thread: int, path: str) -> None:
        with Path(path).open("a") as file:
            while True:
                sleep(0.01)
                worked = clock_gettime(clock) - self._last[2]
                if self._watches and worked > _TRACED_FROM_S:
                    stack = "".join(traceback.format_stack(sys._current_frames()[thread]))
                    file.write(f"{self.doing}: {1000 * worked:.0f} ms\n{stack}\n")
                    file.flush()


class Idle:
    """A process that does nothing but wait, in the same seconds: what the machine itself adds to a stall."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _IDLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def longest(self) -> float:
        """Seconds of its longest stall; it ends with this."""
        return float(self._process.communicate("\n")[0])


def megabytes() -> float:
    """Of memory that this process holds; no number where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
