"""Writes the index page of a run's reports: result, a thumbnail of each stage, configuration."""

import json
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).resolve().parent / "templates"
PNG = "image/png"
NO_SUMMARY = {"map": None, "stages": {}, "clips": {}, "config": {}}
FAILURE_MARKER = 'class="failure"'  # this text is in the index page of a failed run
NOT_AN_EXPERIMENT = re.compile(r"index\.html|[1-6]_")


def thumbnail(executed: Path) -> str | None:
    """Returns the image of the cell tagged ``thumbnail`` in an executed notebook, or its first image, in base64."""
    images = []
    for cell in json.loads(executed.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            if PNG in output.get("data", {}):
                tagged = "thumbnail" in cell["metadata"].get("tags", [])
                images.append((tagged, "".join(output["data"][PNG]).replace("\n", "")))
    return max(images, key=lambda image: image[0], default=(False, None))[1]


def as_command_line_value(value) -> str:
    """Formats a value as it is written on the command line."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def adopted_files(adopted: dict[str, int]) -> str:
    """Describes which stages use files from another program, given the number of files per stage in summary.json."""
    stages = [f"{stage} ({count:,} {'file' if count == 1 else 'files'})" for stage, count in adopted.items()]
    return f"files from another program: {', '.join(stages)}"


def index_of(run_folder: Path) -> Path:
    """Returns the path of a run's index page."""
    return run_folder / "reports" / "index.html"


def write_index(run_folder: Path, executed: list[Path], failure: tuple[str, str] | None = None) -> Path:
    """Writes ``reports/index.html`` for the executed notebooks of a run.

    failure: the notebook that failed, and its message
    """
    file = run_folder / "summary.json"
    summary = json.loads(file.read_text(encoding="utf-8")) if file.exists() else NO_SUMMARY
    if not executed:  # the summary belongs to an earlier run with other keys
        summary = NO_SUMMARY
    reports = []
    for notebook in executed:
        title = notebook.stem.lstrip("0123456789_").replace("_", " ")
        reports.append(
            {
                "file": f"{notebook.stem}.html",
                "title": title,
                "seconds": summary["stages"].get(title),
                "thumbnail": thumbnail(notebook),
            }
        )
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("index.html.j2")
    index = index_of(run_folder)
    experiments = [file.stem for file in sorted(index.parent.glob("*.html")) if not NOT_AN_EXPERIMENT.match(file.name)]
    index.write_text(
        template.render(
            name=run_folder.name,
            map=summary["map"],
            clips=summary["clips"],
            seconds=sum(summary["stages"].values()),
            reports=reports,
            adopted=adopted_files(summary["adopted"]) if summary.get("adopted") else None,
            failure=failure,
            experiments=experiments,
            config={key: as_command_line_value(value) for key, value in summary["config"].items()},
        ),
        encoding="utf-8",
    )
    return index
