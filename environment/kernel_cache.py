"""The kernel's AOT cache: classes parsed and verified ahead of time, which saves most of the JVM's start-up time.

The JVM writes it at the end of a complete run of the stages (KernelHost in kernel_host.py). It is valid for one JVM, set of
options and set of jars, which its key identifies; when they change, a new cache is written.
"""

import hashlib
import os
import sys
from pathlib import Path

CACHE = Path(sys.prefix) / "kernel.aot"
KEY = CACHE.with_suffix(".key")
OPTION = "-XX:AOTCache="
OPTION_TO_MAKE = "-XX:AOTCacheOutput="


def key_of(command: list[str]) -> str:
    """A hash of the JVM, its options and the files of the class path, which the JVM also checks.

    command: the kernel's command line, up to its main class
    """
    java = Path(command[0]).resolve()
    class_path = command[command.index("-cp") + 1].split(os.pathsep)
    options = [option for option in command[1:] if not option.startswith(OPTION)]
    files = [java, java.parents[1] / "release", *map(Path, class_path)]
    states = [(file.stat().st_size, file.stat().st_mtime_ns) if file.exists() else None for file in files]
    return hashlib.sha256(repr([str(java), options, states]).encode()).hexdigest()


def is_current(key: str) -> bool:
    """Whether there is a cache with this key."""
    return CACHE.exists() and KEY.exists() and KEY.read_text() == key


def keep(made: Path, key: str) -> None:
    """Installs the cache that a JVM wrote to ``made``; a JVM that has the old one open keeps using it."""
    KEY.unlink(missing_ok=True)
    made.replace(CACHE)
    KEY.write_text(key)
