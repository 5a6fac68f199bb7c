"""Executes the stage notebooks of a run, in order, into HTML reports that open without a network.

usage: execute.py RUN_FOLDER [NOTEBOOK ...]

RUN_FOLDER holds configuration.yaml, as written by audiotokens.pipeline.run.PrepareRun. Exit status 1 where a cell failed.
"""

import fcntl
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import nbformat
import plotly
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

from index_page import FAILED, index_of, write_index
from progress_line import ProgressLine

ENVIRONMENT = Path(__file__).resolve().parent
ROOT = ENVIRONMENT.parent
PLOTLY_SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# The kernel's words for an exception that a cell threw.
JAVA_EXCEPTION = re.compile(r"(?P<name>[\w.$]+), (?P<message>.*)", re.DOTALL)
FIGURE = "application/vnd.plotly.v1+json"
STILL = re.compile(r'<img [^>]*src="data:image/png;base64,([^"]+)"')
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
        FIGURE in output.get("data", {})
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
    thrown = JAVA_EXCEPTION.fullmatch(message)
    if thrown:
        name = thrown["name"].rsplit(".", 1)[-1]
        said = thrown["message"]
        return said if name in ("StageException", "ConfigurationException", "OptionException", "AudioTokensException") else f"{name}: {said}"
    return TERMINAL_COLOURS.sub("", "\n".join(error.traceback.splitlines()[-10:])).strip() or message


def execute(notebook_file: Path, run_folder: Path, exporter: HTMLExporter) -> str | None:
    """Executes one notebook and writes its report, whatever comes; gives the message of the cell that failed."""
    notebook = nbformat.read(notebook_file, as_version=4)
    executor = ExecutePreprocessor(timeout=None, record_timing=False)
    # Asynchronous, since a client that waits for a cell's answer must see meanwhile that the kernel still lives.
    kernel = AsyncKernelManager(kernel_name="java")
    start, shut_down = run_sync(kernel.start_kernel), run_sync(kernel.shutdown_kernel)
    failure = None
    with (run_folder / "kernel.log").open("a") as log:
        try:
            start(cwd=str(notebook_file.parent), stdout=log, stderr=log)
            executor.preprocess(notebook, km=kernel)
        except CellExecutionError as error:
            failure = cell_message(error)
        except DeadKernelError:
            failure = (
                "the kernel ended; it may have run out of memory (environment variable AUDIO_TOKENS_HEAP, default 4g);"
                f" its last words are in {log.name}"
            )
        except RuntimeError as error:
            failure = f"it could not be executed: {error}; the kernel's last words are in {log.name}"
        except BaseException:
            shut_down(now=True)
            raise
        shut_down(now=failure is not None)
    keep_still_forms(notebook)
    executed = executed_place(run_folder, notebook_file)
    executed.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, executed)
    write_report(notebook, run_folder / "reports" / f"{notebook_file.stem}.html", notebook_file.stem, exporter)
    return failure


def keep_still_forms(notebook) -> None:
    """Puts the picture that a figure's HTML form holds beside it as a PNG, for viewers that run no scripts.

    The kernel sends none: JupyterLab would show it in place of the live figure until the mouse is over it.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            still = STILL.search(data.get("text/html", ""))
            if FIGURE in data and still:
                data["image/png"] = still[1]


def executed_place(run_folder: Path, notebook_file: Path) -> Path:
    """Where the notebook with its outputs is kept, to be opened again in JupyterLab."""
    return run_folder / "notebooks" / notebook_file.name


def lock(run_folder: Path):
    """Keeps other runs out of the folder while the file it returns is open; None where another run is at work there."""
    held = (run_folder / ".run.lock").open("a")
    try:
        fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        return None
    held.truncate(0)
    held.write(f"{os.getpid()}\n")
    held.flush()
    return held


def main(arguments: list[str]) -> int:
    run_folder = Path(arguments[0]).resolve()
    held = lock(run_folder)
    if held is None:
        print(f"another run is at work in {run_folder}; wait until it ends, or set outputPath", file=sys.stderr)
        return 1
    os.environ["AUDIO_TOKENS_CONFIG"] = str(run_folder / "configuration.yaml")
    os.environ["AUDIO_TOKENS_PROGRESS"] = str(run_folder / ".progress")
    experiments = [Path(name).resolve() for name in arguments[1:]]
    index = index_of(run_folder)
    if not experiments:
        index.unlink(missing_ok=True)  # where this run is stopped, the page of another would tell of it
    try:
        executed, failure = execute_all(experiments or stage_notebooks(), run_folder)
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on from here", file=sys.stderr)
        return 130
    if experiments:
        if index.exists() and FAILED not in index.read_text():
            places = [executed_place(run_folder, notebook_file) for notebook_file in stage_notebooks()]
            write_index(run_folder, [place for place in places if place.exists()])
        for notebook_file in experiments:
            print(f"report           {run_folder / 'reports' / notebook_file.stem}.html")
        return 1 if failure else 0
    write_index(run_folder, executed, failure)
    if failure:
        return 1
    summary = json.loads((run_folder / "summary.json").read_text())
    skipped = summary["clips"].get("skipped", 0)
    if skipped:
        print(f"skipped clips    {skipped}, each with its reason in {run_folder / 'problems.csv'}")
    score = summary.get("map")
    if isinstance(score, float):
        print(f"validation mAP   {score:.3f}")
    print(f"reports          {index}")
    return 0


def execute_all(notebooks: list[Path], run_folder: Path) -> tuple[list[Path], tuple[str, str] | None]:
    """Executes notebooks in order, a line each, up to the first that fails.

    Gives those that did not fail, executed, and the name of the one that did with its message.
    """
    exporter = report_exporter()
    executed = []
    for notebook_file in notebooks:
        stage = notebook_file.stem
        print(f"{stage:<16}", end=" ", flush=True)
        start = time.monotonic()
        with ProgressLine(stage, run_folder / ".progress"):
            failure = execute(notebook_file, run_folder, exporter)
        print(f"{time.monotonic() - start:7.1f} s", flush=True)
        if failure:
            print(f"{stage} failed: {failure}", file=sys.stderr)
            return executed, (stage, failure)
        executed.append(executed_place(run_folder, notebook_file))
    return executed, None


def stop_like_control_c(signal_number, frame):
    """A kernel outlives its parent: a run that is told to end must end its kernel first."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop_like_control_c)
    signal.signal(signal.SIGHUP, stop_like_control_c)
    sys.exit(main(sys.argv[1:]))
