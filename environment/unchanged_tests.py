"""Decides which tests ./run test does not repeat, because nothing that they depend on has changed since they passed.

usage: unchanged_tests.py compare FOLDER RUN         prints the unchanged parts, one per line, with the time they passed
       unchanged_tests.py forget FOLDER PART...      removes the records of parts whose tests are about to run
       unchanged_tests.py passed FOLDER RUN PART...  records that these parts have passed

The parts are the modules of the library and the tests of the notebooks. FOLDER contains the records; RUN identifies one call
of ./run test. A part depends on the content of files and on the machine, as described by machine() below. If the project is
not a git checkout, all parts count as changed. If a file is different at the end of the tests, its parts are not recorded.
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
    "environment/bench/requirements.txt",
)
READ_BY_MODULE = {
    "core": ("README.md",),
    "demo": (),
    "pipeline": ("notebooks/configs/",),
    "notebook": ("README.md", "notebooks/configs/"),
    "spark": (),
}
PROGRAMS = ["mvn", "chromium-headless-shell", "chromium", "google-chrome", "ffmpeg", "strace"]
# Names of environment variables, or their beginnings, that select or configure what the tests start.
VARIABLES = (
    "AUDIO_TOKENS_", "AWS_", "CHROMIUM", "DJL_", "HADOOP_", "JAVA_", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "LANG", "LC_",
    "LD_LIBRARY_PATH", "MAVEN_", "MLFLOW_", "OMP_", "PYTORCH_", "REFERENCE_PYTHON", "SPARK_", "TZ", "YARN_",
)
# Recordings outside the repository, without which some tests are skipped.
DATA = ROOT.parent / "shared" / "data"
# Written when optional Python environments are complete.
INSTALLED = [".venv-bench/.made", ".venv-gpu/libtorch"]


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
    """Returns all files of the checkout that git does not ignore; raises an error if ROOT is not a checkout."""
    top = git("rev-parse", "--show-toplevel").strip()
    if Path(top).resolve() != ROOT.resolve():
        raise FileNotFoundError(f"{ROOT} is a folder of another repository, {top}")
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-per-directory=.gitignore")
    return sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def git(*arguments: str) -> str:
    return os.fsdecode(subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout)


def machine() -> str:
    """Describes what is compared of the machine: system, processor, user, JDK, Python, programs, variables and data."""
    processor = Path("/proc/cpuinfo")
    lines = processor.read_text().splitlines() if processor.exists() else []
    features = {line for line in lines if line.startswith(("model name", "flags"))}
    gpus = sorted(path.name for path in Path("/dev").glob("nvidia*"))
    java_home = Path(os.environ.get("JAVA_HOME", ""))
    variables = sorted((name, value) for name, value in os.environ.items() if name.startswith(VARIABLES))
    programs = [path for name in PROGRAMS if (path := shutil.which(name))]
    contents = [content(file) for file in [java_home / "release", *(ROOT / name for name in INSTALLED)]]
    data = [version(path) for path in sorted(DATA.rglob("*")) if path.is_file()]
    user = os.geteuid()
    return repr((platform.platform(), os.cpu_count(), sorted(features), gpus, user, sys.version, str(java_home), variables,
                 [version(path) for path in programs], contents, data))


def content(file: Path) -> str | None:
    return file.read_text() if file.is_file() else None


def version(path: str | Path) -> tuple:
    status = os.stat(path)
    return str(path), status.st_size, status.st_mtime_ns


def digests() -> dict[str, str]:
    """Returns a digest of what each part depends on; empty if the project is not a git checkout."""
    try:
        files = {file: (hashlib.sha256((ROOT / file).read_bytes()).hexdigest(), os.access(ROOT / file, os.X_OK))
                 for file in project_files()}
    except (OSError, subprocess.CalledProcessError):
        return {}
    outside = machine()
    result = {}
    for part in [*MODULES, NOTEBOOKS]:
        inputs = [item for item in files.items() if depends_on(part, item[0])]
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


def compare(folder: Path, run: str) -> None:
    """Prints the parts whose digest is that of their last pass, and stores all digests for ``record_passes``."""
    started = digests()
    write(folder / f"started-{run}.json", started)
    passed = read(folder / "passed.json")
    for part, digest in started.items():
        record = passed.get(part)
        if isinstance(record, dict) and record.get("digest") == digest:
            print(part, record.get("time", ""))


def forget(folder: Path, parts: list[str]) -> None:
    """Removes the records of parts, so that a failure does not leave an earlier pass."""
    passed = read(folder / "passed.json")
    write(folder / "passed.json", {part: record for part, record in passed.items() if part not in parts})


def record_passes(folder: Path, run: str, parts: list[str]) -> None:
    """Records parts whose digest is the one with which their tests started."""
    file = folder / f"started-{run}.json"
    started, current = read(file), digests()
    file.unlink(missing_ok=True)
    now = time.strftime("%Y-%m-%d %H:%M")
    new = {part: {"digest": current[part], "time": now}
           for part in parts if part in current and started.get(part) == current[part]}
    write(folder / "passed.json", read(folder / "passed.json") | new)


def main(command: str, folder: str, *arguments: str) -> None:
    if command == "compare":
        compare(Path(folder), arguments[0])
    elif command == "forget":
        forget(Path(folder), list(arguments))
    else:
        record_passes(Path(folder), arguments[0], list(arguments[1:]))


if __name__ == "__main__":
    main(*sys.argv[1:])
