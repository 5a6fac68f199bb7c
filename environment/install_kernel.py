"""Installs the project's kernel and JupyterLab's settings into the virtual environment this runs in, and nowhere else.

usage: install_kernel.py JAVA_HOME CLASS_PATH
"""

import json
import os
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent


def main(java_home: str, class_path: str) -> None:
    """JJava's own kernel starts whatever java is first on PATH; this one takes its place with the JDK that was found."""
    template = json.loads((ENVIRONMENT / "kernel" / "kernel.json").read_text())
    heap = os.environ.get("AUDIO_TOKENS_HEAP", "4g")
    places = {"JAVA": str(Path(java_home) / "bin" / "java"), "CLASS_PATH": class_path, "HEAP": heap,
              "ROOT": str(ENVIRONMENT.parent), "VENV": sys.prefix}

    def fill(text: str) -> str:
        for name, value in places.items():
            text = text.replace(f"@{name}@", value)
        return text

    template["argv"] = [fill(argument) for argument in template["argv"]]
    template["env"] = {name: fill(value) for name, value in template["env"].items()}
    kernel = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "java" / "kernel.json"
    text = json.dumps(template, indent=2) + "\n"
    if not kernel.exists() or kernel.read_text() != text:
        kernel.write_text(text)
    install_lab_settings()


def install_lab_settings() -> None:
    """No news and no look for updates over a network; figures stay drawn when they are scrolled out of view."""
    settings = Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text((ENVIRONMENT / "lab" / "overrides.json").read_text())


if __name__ == "__main__":
    main(*sys.argv[1:])
