"""The kernel's AOT cache: classes parsed and verified ahead of time, which saves most of the JVM's start-up time.

The JVM writes it at the end of a complete run of the stages (KernelHost in kernel_host.py). It is valid for one
combination of JVM, options and jars, which its key identifies; if they change, a new cache is written.
"""

import hashlib
import os
import sys
from pathlib import Path

CACHE = Path(sys.prefix) / "kernel.aot"
KEY = CACHE.with_suffix(".key")
INPUT_OPTION = "-XX:AOTCache="
OUTPUT_OPTION = "-XX:AOTCacheOutput="


def key_of(command: list[str]) -> str:
    """Returns a hash of the JVM, its options and the files of the class path, all of which the JVM also checks.

    command: the kernel's command line, up to its main class
    """
    java = Path(command[0]).resolve()
    class_path = command[command.index("-cp") + 1].split(os.pathsep)
    options = [option for option in command[1:] if not option.startswith(INPUT_OPTION)]
    files = [java, java.parents[1] / "release", *map(Path, class_path)]
    sizes_and_times = [(file.stat().st_size, file.stat().st_mtime_ns) if file.exists() else None for file in files]
    return hashlib.sha256(repr([str(java), options, sizes_and_times]).encode()).hexdigest()


def is_current(key: str) -> bool:
    """Returns whether there is a cache with this key."""
    return CACHE.exists() and KEY.exists() and KEY.read_text() == key


def install(new_cache: Path, key: str) -> None:
    """Installs the cache that a JVM has written to ``new_cache``; a JVM that has the old cache open keeps using it."""
    KEY.unlink(missing_ok=True)
    new_cache.replace(CACHE)
    KEY.write_text(key)
