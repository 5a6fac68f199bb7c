"""The kernel's AOT cache: its classes, parsed and verified ahead of time, which saves most of a JVM's start.

The JVM makes it at the end of a whole run of the stages (KernelHost of kernel_host.py). It is good for the JVM, the options
and the jars that it was made with, which its key stands for; when they change another one is made.
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
    """Changes with the JVM, its options and each file of the class path, as the JVM's own check of the cache does.

    command: how a kernel is started, up to its main class
    """
    java = Path(command[0]).resolve()
    class_path = command[command.index("-cp") + 1].split(os.pathsep)
    options = [option for option in command[1:] if not option.startswith(OPTION)]
    files = [java, java.parents[1] / "release", *map(Path, class_path)]
    states = [(file.stat().st_size, file.stat().st_mtime_ns) if file.exists() else None for file in files]
    return hashlib.sha256(repr([str(java), options, states]).encode()).hexdigest()


def is_current(key: str) -> bool:
    """Whether there is a cache of ``key``."""
    return CACHE.exists() and KEY.exists() and KEY.read_text() == key


def keep(made: Path, key: str) -> None:
    """Takes the cache that a JVM has left at ``made`` into use; a JVM that has the old one open keeps it."""
    KEY.unlink(missing_ok=True)
    made.replace(CACHE)
    KEY.write_text(key)
