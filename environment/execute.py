"""Executes the stage notebooks of a run, in order, into HTML reports that open without a network.

usage: execute.py RUN_FOLDER [NOTEBOOK ...]

RUN_FOLDER holds configuration.yaml, as written by audiotokens.run.PrepareRun. Exit status 1 where a cell failed.
"""

import html
import json
import os
import re
import sys
import time
from pathlib import Path

import nbformat
import plotly
from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

ENVIRONMENT = Path(__file__).resolve().parent
ROOT = ENVIRONMENT.parent
PLOTLY_SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
LINK_TO_NOTEBOOK = re.compile(r'href="([^"/:]+)\.ipynb"')
TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def stage_notebooks() -> list[Path]:
    """The notebooks of the stages, in the order of their numbers."""
    return sorted((ROOT / "notebooks").glob("[0-9]_*.ipynb"))


def report_exporter() -> HTMLExporter:
    """Turns an executed notebook into one HTML file with everything in it."""
    return HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(ENVIRONMENT / "templates")],
        embed_images=True,
    )


def write_report(notebook, path: Path, title: str, exporter: HTMLExporter) -> None:
    """Writes the HTML form of an executed notebook, with Plotly's script in it once where a figure needs it."""
    has_figures = any(
        "application/vnd.plotly.v1+json" in output.get("data", {})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    script = PLOTLY_SCRIPT.read_text() if has_figures else ""
    body, _ = exporter.from_notebook_node(
        notebook, resources={"metadata": {"name": title}, "plotly_script": script}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LINK_TO_NOTEBOOK.sub(r'href="\1.html"', body))


def cell_message(error: CellExecutionError) -> str:
    """What the failing cell itself said, without the client's trace around it."""
    message = TERMINAL_COLOURS.sub("", error.evalue or "").strip()
    name = (error.ename or "").rsplit(".", 1)[-1]
    if not message:
        message = TERMINAL_COLOURS.sub("", error.traceback or "").strip()
    return message if name in ("StageException", "ConfigurationException") else f"{name}: {message}".strip(": ")


def execute(notebook_file: Path, run_folder: Path, exporter: HTMLExporter) -> str | None:
    """Executes one notebook and writes its report, whatever comes; gives the message of the cell that failed."""
    notebook = nbformat.read(notebook_file, as_version=4)
    executor = ExecutePreprocessor(timeout=None, record_timing=False)
    kernel = KernelManager(kernel_name="java")
    failure = None
    with (run_folder / "kernel.log").open("a") as log:
        try:
            kernel.start_kernel(cwd=str(notebook_file.parent), stdout=log, stderr=log)
            executor.preprocess(notebook, km=kernel)
        except CellExecutionError as error:
            failure = cell_message(error)
        except DeadKernelError:
            failure = (
                "the kernel ended; it may have run out of memory (environment variable AUDIO_TOKENS_HEAP, default 4g);"
                f" its last words are in {log.name}"
            )
        finally:
            kernel.shutdown_kernel(now=failure is not None)
    write_report(notebook, run_folder / "reports" / f"{notebook_file.stem}.html", notebook_file.stem, exporter)
    return failure


def main(arguments: list[str]) -> int:
    run_folder = Path(arguments[0]).resolve()
    notebooks = [Path(name).resolve() for name in arguments[1:]] or stage_notebooks()
    os.environ["AUDIO_TOKENS_CONFIG"] = str(run_folder / "configuration.yaml")
    exporter = report_exporter()
    for notebook_file in notebooks:
        stage = notebook_file.stem
        print(f"{stage:<16}", end=" ", flush=True)
        start = time.monotonic()
        failure = execute(notebook_file, run_folder, exporter)
        print(f"{time.monotonic() - start:7.1f} s", flush=True)
        if failure:
            print(f"{stage} failed: {failure}", file=sys.stderr)
            return 1
    summary = json.loads((run_folder / "summary.json").read_text())
    index = write_index(run_folder, notebooks, summary)
    if summary.get("map") is not None:
        print(f"validation mAP   {summary['map']:.3f}")
    print(f"reports          {index}")
    return 0


def write_index(run_folder: Path, notebooks: list[Path], summary: dict) -> Path:
    """Writes the page that links the reports."""
    links = "\n".join(
        f'<li><a href="{file.stem}.html">{html.escape(file.stem.replace("_", " "))}</a></li>' for file in notebooks
    )
    index = run_folder / "reports" / "index.html"
    index.write_text(
        f"<!doctype html><meta charset=utf-8><title>{html.escape(run_folder.name)}</title>"
        f"<h1>{html.escape(run_folder.name)}</h1><ul>{links}</ul>"
        f"<pre>{html.escape(json.dumps(summary, indent=2))}</pre>"
    )
    return index


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
