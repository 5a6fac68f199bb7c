"""The kernel's AOT cache: its classes, parsed and verified ahead of time, which saves most of a JVM's start.

The JVM makes it at the end of a whole run of the stages (KernelHost of kernel_host.py). It holds for the JVM and the jars
it was made with, which its key names; another one is made when they change.
"""

import hashlib
import os
import sys
from pathlib import Path

CACHE = Path(sys.prefix) / "kernel.aot"
KEY = CACHE.with_suffix(".key")
OPTION = "-XX:AOTCache="
OPTION_TO_MAKE = "-XX:AOTCacheOutput="


def key_of(java: str, class_path: str) -> str:
    """Changes with the JVM and with each file of the class path, as the JVM's own check of the cache does."""
    release = Path(java).resolve().parents[1] / "release"
    files = [Path(java).resolve(), release, *map(Path, class_path.split(os.pathsep))]
    states = [(str(file), state.st_size, state.st_mtime_ns) for file in files if file.exists() for state in [file.stat()]]
    return hashlib.sha256(repr(states).encode()).hexdigest()


def is_current(key: str) -> bool:
    """Whether there is a cache of ``key``."""
    return CACHE.exists() and KEY.exists() and KEY.read_text() == key


def keep(made: Path, key: str) -> None:
    """Takes the cache that a JVM has left at ``made`` into use; a JVM that has the old one open keeps it."""
    KEY.unlink(missing_ok=True)
    made.replace(CACHE)
    KEY.write_text(key)
