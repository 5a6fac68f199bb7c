"""Decides which tests ./run test does not repeat, because nothing that they depend on has changed since they passed.

usage: unchanged_tests.py compare FOLDER        prints the unchanged parts, one per line, with the time they passed
       unchanged_tests.py passed FOLDER PART... records that these parts have passed

The parts are the modules of the library and the tests of the notebooks. FOLDER receives the records. A part depends on the
content of files, on the JDK, on Python and on the programs that the tests start. If the project is not a git checkout, all
parts count as changed. A file that changes while the tests run makes its parts count as changed, too.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = "notebooks"
# Each module and the modules it depends on.
MODULES = {
    "core": [],
    "demo": ["core"],
    "pipeline": ["core", "demo"],
    "notebook": ["core", "demo", "pipeline"],
    "spark": ["core", "demo", "pipeline"],
}
# What the library's tests read outside lib: files, and folders that end with a slash.
READ_BY_ALL_MODULES = (
    "pom.xml",
    ".mvn/",
    "lib/pom.xml",
    "lib/testing/",
    "metadata/",
    "environment/setup.sh",
    "environment/test.sh",
    "environment/requirements-mlflow.txt",
)
READ_BY_MODULE = {
    "core": ("README.md",),
    "demo": (),
    "pipeline": ("notebooks/configs/",),
    "notebook": ("README.md", "notebooks/configs/"),
    "spark": (),
}
PROGRAMS = ["mvn", "chromium", "google-chrome", "ffmpeg", "strace"]
# Outside the repository: recordings and a Python environment with PyTorch, without which some tests are skipped.
OPTIONAL_FOLDERS = [ROOT.parent / "shared" / "data", ROOT / ".venv-bench"]


def depends_on(part: str, file: str) -> bool:
    """Whether the tests of ``part`` depend on ``file``, a path relative to the repository."""
    folders = file.split("/")
    module = folders[1] if folders[0] == "lib" and folders[1] in MODULES else None
    own_tests = module is not None and folders[2:4] == ["src", "test"]
    if part == NOTEBOOKS:
        return not own_tests and not file.startswith(("lib/testing/core/", "lib/testing/pipeline/"))
    if module is not None:
        return module == part or module in MODULES[part] and not own_tests
    return file.startswith(READ_BY_ALL_MODULES + READ_BY_MODULE[part])


def project_files() -> list[str]:
    """Returns all files of the checkout that git does not ignore; raises an error if it is not a checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    )
    return sorted({name for name in os.fsdecode(listed.stdout).split("\0") if name and (ROOT / name).is_file()})


def machine() -> str:
    """Describes everything outside the repository that tests depend on."""
    java_home = Path(os.environ.get("JAVA_HOME", ""))
    release = java_home / "release"
    paths = [path for name in PROGRAMS if (path := shutil.which(name))]
    programs = [(path, os.stat(path).st_size, os.stat(path).st_mtime_ns) for path in paths]
    folders = [str(folder) for folder in OPTIONAL_FOLDERS if folder.exists()]
    jdk = release.read_text() if release.exists() else ""
    return repr((platform.platform(), os.cpu_count(), sys.version, str(java_home), jdk, programs, folders))


def digests() -> dict[str, str]:
    """Returns a digest of what each part depends on; empty if the project is not a git checkout."""
    try:
        files = project_files()
    except (OSError, subprocess.CalledProcessError):
        return {}
    content = {file: hashlib.sha256((ROOT / file).read_bytes()).hexdigest() for file in files}
    outside = machine()
    result = {}
    for part in [*MODULES, NOTEBOOKS]:
        inputs = [(file, content[file]) for file in files if depends_on(part, file)]
        result[part] = hashlib.sha256(repr((outside, inputs)).encode(errors="surrogateescape")).hexdigest()
    return result


def read(file: Path) -> dict:
    try:
        content = json.loads(file.read_text())
        return content if isinstance(content, dict) else {}
    except (OSError, ValueError):
        return {}


def write(file: Path, content: dict) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new_file = file.with_suffix(".new")
    new_file.write_text(json.dumps(content, indent=1))
    new_file.replace(file)


def compare(folder: Path) -> None:
    """Prints the parts whose digest is that of their last pass, and stores all digests for ``record_passes``."""
    started = digests()
    write(folder / "started.json", started)
    passed = read(folder / "passed.json")
    for part, digest in started.items():
        record = passed.get(part)
        if isinstance(record, dict) and record.get("digest") == digest:
            print(part, record.get("time", ""))


def record_passes(folder: Path, parts: list[str]) -> None:
    """Records parts whose digest is still the one with which their tests started."""
    started, current = read(folder / "started.json"), digests()
    now = time.strftime("%Y-%m-%d %H:%M")
    new = {part: {"digest": current[part], "time": now} for part in parts if part in current and started.get(part) == current[part]}
    write(folder / "passed.json", read(folder / "passed.json") | new)


def main(command: str, folder: str, *parts: str) -> None:
    if command == "compare":
        compare(Path(folder))
    else:
        record_passes(Path(folder), list(parts))


if __name__ == "__main__":
    main(*sys.argv[1:])
