"""Shows the progress of a notebook's stage on the terminal, from a file that the kernel updates."""

import sys
import threading
from pathlib import Path

SECONDS_BETWEEN_REDRAWS = 0.5
SECONDS_BETWEEN_LINES = 30


class ProgressLine:
    """Redraws one line in place if the output is a terminal; otherwise prints a line every 30 s.

    Use it in a with statement, after printing the stage's name without a newline; later output continues that line.
    """

    def __init__(self, stage: str, file: Path, out=sys.stdout, interval_seconds: float | None = None):
        self.label = f"{stage:<16} "
        self.file = file
        self.out = out
        self.in_place = out.isatty()
        default_seconds = SECONDS_BETWEEN_REDRAWS if self.in_place else SECONDS_BETWEEN_LINES
        self.interval_seconds = interval_seconds or default_seconds
        self.shown = False
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self):
        self.file.unlink(missing_ok=True)
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.stopped.set()
        self.thread.join()
        self.file.unlink(missing_ok=True)
        if self.shown:
            self.out.write(f"\r\033[K{self.label}" if self.in_place else f"\n{self.label}")
            self.out.flush()

    def _follow(self):
        while not self.stopped.wait(self.interval_seconds):
            line = self._read()
            if line:
                self.shown = True
                self.out.write(f"\r\033[K{self.label}{line}" if self.in_place else f"\n{'':<16} {line}")
                self.out.flush()

    def _read(self) -> str:
        try:
            return self.file.read_text().strip()
        except (OSError, UnicodeDecodeError):
            return ""
