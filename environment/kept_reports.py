"""Decides which reports of a run are up to date.

A report is up to date if nothing it depends on has changed: its notebook, the programs that generate it, the records and
files of its stage and of earlier stages, the data, and the configuration, except for keys that only later stages depend on.
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
            drawn = json.loads(self.file.read_text())
            self.drawn = {name: {part: of[part] for part in ("files", "configuration")} for name, of in drawn.items()}
        except (OSError, ValueError, AttributeError, KeyError, TypeError):
            self.drawn = {}  # missing or unreadable

    def is_kept(self, notebook: Path) -> bool:
        """Whether the report of a stage's notebook is up to date."""
        drawn = self.drawn.get(notebook.stem)
        if drawn is None or drawn["files"] != self.state_of_files(notebook):
            return False
        before, now = drawn["configuration"], self.configuration()
        changed = {key for key in before | now if before.get(key) != now.get(key)}
        return changed <= self.keys_of_later_stages(notebook)

    def keep(self, notebook: Path) -> None:
        """Records that the report has just been generated."""
        self.drawn[notebook.stem] = {"files": self.state_of_files(notebook), "configuration": self.configuration()}
        self.write()

    def forget(self, notebook: Path) -> None:
        """Forgets the report, which is about to be regenerated."""
        if self.drawn.pop(notebook.stem, None):
            self.write()

    def write(self) -> None:
        self.file.parent.mkdir(exist_ok=True)
        whole = self.file.with_suffix(".new")
        whole.write_text(json.dumps(self.drawn))
        whole.replace(self.file)

    def configuration(self) -> dict:
        """The configuration keys and the MLflow server of the run."""
        keys = yaml.safe_load((self.run_folder / "configuration.yaml").read_text())
        return keys | {"MLFLOW_TRACKING_URI": os.environ.get("MLFLOW_TRACKING_URI")}

    def state_of_files(self, notebook: Path) -> str:
        """A digest of the report's files and of all its input files."""
        digest = hashlib.sha256()
        for value in self.configuration().values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str) and item.startswith("/") and Path(item) != self.run_folder:
                    add(digest, Path(item))
        stages = stages_up_to(notebook)
        for stage in stages:
            record = self.record(stage)
            digest.update(record.read_bytes() if record.exists() else b"none")
            for output in OUTPUTS[stage]:
                add(digest, self.run_folder / output)
        digest.update(repr(self.problems(stages)).encode(errors="surrogateescape"))
        for file in [notebook, *self.programs]:
            add(digest, file)
        add(digest, self.run_folder / "notebooks" / notebook.name)
        add(digest, self.run_folder / "reports" / f"{notebook.stem}.html")
        return digest.hexdigest()

    def record(self, stage: str) -> Path:
        return self.run_folder / "stages" / f"{stage}.json"

    def keys_of_later_stages(self, notebook: Path) -> set[str]:
        """The keys that only stages after the notebook's depend on, according to the stages' records."""
        of_stages, of_later = set(), set()
        for stage in STAGES:
            try:
                keys = json.loads(self.record(stage).read_text()).get("keys") or {}
            except (OSError, ValueError):
                keys = {}
            (of_stages if stage in stages_up_to(notebook) else of_later).update(keys)
        return of_later - of_stages

    def problems(self, stages: list[str]) -> list[list[str]]:
        """The rows of problems.csv for ``stages``; each stage rewrites the file."""
        file = self.run_folder / "problems.csv"
        if not file.exists():
            return []
        with file.open(newline="", errors="replace") as rows:
            return [row for row in csv.reader(rows) if len(row) > 2 and row[2] in stages]


def stages_up_to(notebook: Path) -> list[str]:
    """The stage of a notebook and all earlier stages."""
    return STAGES[: STAGES.index(notebook.stem.split("_", 1)[1]) + 1]


def add(digest, path: Path) -> None:
    """Adds name, size and modification time of a file, or of every file below a folder."""
    try:
        state = path.stat()
    except OSError:
        digest.update(f"{path}: none\n".encode(errors="surrogateescape"))
        return
    if path.is_dir():
        for entry in sorted(os.listdir(path)):
            add(digest, path / entry)
    else:
        digest.update(f"{path}: {state.st_size} {state.st_mtime_ns}\n".encode(errors="surrogateescape"))
