"""Installs the project's kernel and JupyterLab settings into the current virtual environment only.

usage: install_kernel.py JAVA_HOME CLASS_PATH
"""

import json
import os
import sys
from pathlib import Path

import kernel_cache

ENVIRONMENT = Path(__file__).resolve().parent
KERNEL = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "java"


def main(java_home: str, class_path: str) -> None:
    """Replaces JJava's kernel, which starts the first java on PATH, by a kernel that starts the given JDK."""
    template = json.loads((ENVIRONMENT / "kernel" / "kernel.json").read_text())
    heap = os.environ.get("AUDIO_TOKENS_HEAP", "4g")
    values = {"JAVA": str(Path(java_home) / "bin" / "java"), "CLASS_PATH": class_path, "HEAP": heap,
              "ROOT": str(ENVIRONMENT.parent)}

    def fill(text: str) -> str:
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text

    argv = [fill(argument) for argument in template["argv"]]
    # without the main class and the connection file
    command = [argument.replace("{resource_dir}", str(KERNEL)) for argument in argv[:-2]]
    if kernel_cache.is_current(kernel_cache.key_of(command)):
        argv.insert(1, f"{kernel_cache.INPUT_OPTION}{kernel_cache.CACHE}")
    template["argv"] = argv
    template["env"] = {name: fill(value) for name, value in template["env"].items()}
    write(KERNEL / "kernel.json", json.dumps(template, indent=2) + "\n")
    # JupyterLab fetches no news and no updates, and keeps figures rendered when they are scrolled out of view.
    settings = Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    write(settings, (ENVIRONMENT / "lab" / "overrides.json").read_text())


def write(file: Path, text: str) -> None:
    """Replaces a file atomically, since another run may read it, and only if the text differs."""
    if file.exists() and file.read_text() == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    new_file = file.with_name(f".{file.name}.{os.getpid()}")
    new_file.write_text(text)
    new_file.replace(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
