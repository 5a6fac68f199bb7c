"""Decides which reports of a run are up to date; ./run keeps these and regenerates the others.

A report is up to date if nothing it depends on has changed: its notebook, the programs that generate it, the records and
files of its stage and of earlier stages, the data, and the configuration keys, except those that only later stages use.
Files are compared by size and modification time, as make does.
"""

import csv
import hashlib
import json
import os
from pathlib import Path

import yaml

# Files that each stage writes into the run's folder; see RunFolder.
OUTPUTS = {
    "dataset": ["split.json", "audio_index.csv"],
    "spectrograms": ["spectrograms"],
    "clusters": ["centroids.npy", "frame_features", "tokenizer"],
    "tokens": ["tokenized_audio"],
    "training": ["training"],
    "evaluation": ["evaluation", "model"],
}
STAGES = list(OUTPUTS)


class KeptReports:
    """The reports of the run in ``run_folder``, each with a fingerprint of its inputs.

    programs: files that generate the reports, such as the library's jars
    """

    def __init__(self, run_folder: Path, programs: list[Path]):
        self.run_folder = run_folder
        self.programs = programs
        self.file = run_folder / "notebooks" / ".kept_reports.json"
        try:
            entries = json.loads(self.file.read_text())
            self.inputs = {name: {"files": entry["files"], "configuration": entry["configuration"]}
                           for name, entry in entries.items()}
        except (OSError, ValueError, AttributeError, KeyError, TypeError):
            self.inputs = {}  # the file is missing or unreadable

    def is_kept(self, notebook: Path) -> bool:
        """Whether the report of a stage's notebook is up to date."""
        inputs = self.inputs.get(notebook.stem)
        if inputs is None or inputs["files"] != self.digest_of_files(notebook):
            return False
        recorded, current = inputs["configuration"], self.configuration()
        changed = {key for key in recorded | current if recorded.get(key) != current.get(key)}
        return changed <= self.keys_of_later_stages(notebook)

    def keep(self, notebook: Path) -> None:
        """Records the inputs of a report that has just been generated."""
        self.inputs[notebook.stem] = {"files": self.digest_of_files(notebook), "configuration": self.configuration()}
        self.write()

    def forget(self, notebook: Path) -> None:
        """Removes the inputs of a report that is about to be regenerated."""
        if self.inputs.pop(notebook.stem, None):
            self.write()

    def write(self) -> None:
        self.file.parent.mkdir(exist_ok=True)
        new_file = self.file.with_suffix(".new")
        new_file.write_text(json.dumps(self.inputs))
        new_file.replace(self.file)

    def configuration(self) -> dict:
        """Returns the configuration keys and the MLflow server of the run."""
        keys = yaml.safe_load((self.run_folder / "configuration.yaml").read_text())
        return keys | {"MLFLOW_TRACKING_URI": os.environ.get("MLFLOW_TRACKING_URI")}

    def digest_of_files(self, notebook: Path) -> str:
        """Returns a digest of the report's own files and of all its input files."""
        digest = hashlib.sha256()
        for value in self.configuration().values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str) and item.startswith("/") and Path(item) != self.run_folder:
                    add_to_digest(digest, Path(item))
        stages = stages_up_to(notebook)
        for stage in stages:
            record_file = self.record_file(stage)
            digest.update(record_file.read_bytes() if record_file.exists() else b"none")
            for output in OUTPUTS[stage]:
                add_to_digest(digest, self.run_folder / output)
        digest.update(repr(self.problems(stages)).encode(errors="surrogateescape"))
        for file in [notebook, *self.programs]:
            add_to_digest(digest, file)
        add_to_digest(digest, self.run_folder / "notebooks" / notebook.name)
        add_to_digest(digest, self.run_folder / "reports" / f"{notebook.stem}.html")
        return digest.hexdigest()

    def record_file(self, stage: str) -> Path:
        return self.run_folder / "stages" / f"{stage}.json"

    def keys_of_later_stages(self, notebook: Path) -> set[str]:
        """Returns the keys that are used only by stages after the notebook's, according to the stages' records."""
        needed_keys, later_keys = set(), set()
        for stage in STAGES:
            try:
                keys = json.loads(self.record_file(stage).read_text()).get("keys") or {}
            except (OSError, ValueError):
                keys = {}
            (needed_keys if stage in stages_up_to(notebook) else later_keys).update(keys)
        return later_keys - needed_keys

    def problems(self, stages: list[str]) -> list[list[str]]:
        """Returns the rows of problems.csv for ``stages``; each stage rewrites the whole file."""
        file = self.run_folder / "problems.csv"
        if not file.exists():
            return []
        with file.open(newline="", errors="replace") as rows:
            return [row for row in csv.reader(rows) if len(row) > 2 and row[2] in stages]


def stages_up_to(notebook: Path) -> list[str]:
    """Returns the stage of a notebook and all earlier stages."""
    return STAGES[: STAGES.index(notebook.stem.split("_", 1)[1]) + 1]


def add_to_digest(digest, path: Path) -> None:
    """Adds name, size and modification time of a file, or of every file in a folder tree, to ``digest``."""
    try:
        status = path.stat()
    except OSError:
        digest.update(f"{path}: none\n".encode(errors="surrogateescape"))
        return
    if path.is_dir():
        for entry in sorted(os.listdir(path)):
            add_to_digest(digest, path / entry)
    else:
        digest.update(f"{path}: {status.st_size} {status.st_mtime_ns}\n".encode(errors="surrogateescape"))
