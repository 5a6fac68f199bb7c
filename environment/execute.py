"""Executes a notebook and writes it as an HTML report that opens without a network."""

import base64
import gzip
import re
from functools import cache
from pathlib import Path

import without_iri  # noqa: F401, must be first
import nbformat
import plotly
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

from kernel_host import KernelHost

ENVIRONMENT = Path(__file__).resolve().parent
PLOTLY_SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# An exception thrown by a cell, as the kernel reports it.
JAVA_EXCEPTION = re.compile(r"(?P<name>[\w.$]+), (?P<message>.*)", re.DOTALL)
FIGURE = "application/vnd.plotly.v1+json"
STATIC_IMAGE = re.compile(r'<img [^>]*src="data:image/png;base64,([^"]+)"')
LINK_TO_NOTEBOOK = re.compile(r'href="([^"/:]+)\.ipynb"')
# Links to files of the repository, which are not in the report's folder.
LINK_TO_FILE = re.compile(r'<a href="(?:[^":]+\.md|\.\./[^":]+)"[^>]*>(.*?)</a>')
STAGE = re.compile(r"[1-6]_")
TERMINAL_COLORS = re.compile(r"\x1b\[[0-9;]*m")


@cache
def report_exporter() -> HTMLExporter:
    """Returns an exporter that writes an executed notebook as one self-contained HTML file."""
    return HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(ENVIRONMENT / "templates")],
        embed_images=True,
    )


@cache
def compressed_plotly() -> str:
    """Returns Plotly's script, gzipped and base64-encoded; the page decompresses it."""
    return base64.b64encode(gzip.compress(PLOTLY_SCRIPT.read_bytes(), mtime=0)).decode()


def write_report(notebook, path: Path, title: str, exporter: HTMLExporter) -> None:
    """Writes an executed notebook as HTML, with Plotly's script included once if there are figures."""
    has_figures = any(
        FIGURE in output.get("data", {})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    script = compressed_plotly() if has_figures else ""
    # Reports of stages always get an index later; other reports may be in a folder without an index.
    has_index = bool(STAGE.match(title)) or (path.parent / "index.html").exists()
    body, _ = exporter.from_notebook_node(
        notebook, resources={"metadata": {"name": title}, "plotly_script": script, "has_index": has_index}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LINK_TO_FILE.sub(r"\1", LINK_TO_NOTEBOOK.sub(r'href="\1.html"', body)), encoding="utf-8")


def cell_message(error: CellExecutionError) -> str:
    """Returns the message of the failed cell without the client's traceback."""
    message = TERMINAL_COLORS.sub("", error.evalue or "").strip()
    thrown = JAVA_EXCEPTION.fullmatch(message)
    if thrown:
        name = thrown["name"].rsplit(".", 1)[-1]
        text = thrown["message"]
        expected = ("StageException", "ConfigurationException", "OptionException", "AudioTokensException")
        return text if name in expected else f"{name}: {text}"
    return TERMINAL_COLORS.sub("", "\n".join(error.traceback.splitlines()[-10:])).strip() or message


def execute(notebook_file: Path, run_folder: Path, host: KernelHost, log: str) -> str | None:
    """Executes one notebook and writes its report even if a cell fails; returns the failing cell's message.

    log: the file with the output of the host's JVM
    """
    notebook = nbformat.read(notebook_file, as_version=4)
    executor = ExecutePreprocessor(timeout=None, record_timing=False)
    # Asynchronous, so that the client notices a dead kernel while it waits for a cell.
    kernel = host.kernel()
    start, shut_down = run_sync(kernel.start_kernel), run_sync(kernel.shutdown_kernel)
    failure = None
    try:
        start()
        executor.preprocess(notebook, km=kernel)
    except CellExecutionError as error:
        failure = cell_message(error)
    except DeadKernelError:
        failure = (
            "the kernel exited; it may have run out of memory (environment variable AUDIO_TOKENS_HEAP, default 4g);"
            f" its output is in {log}"
        )
    except RuntimeError as error:
        failure = f"the notebook could not be executed: {error}; the kernel's output is in {log}"
    except BaseException:
        shut_down(now=True)
        raise
    shut_down(now=failure is not None)
    add_static_images(notebook)
    executed = executed_path(run_folder, notebook_file)
    executed.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, executed)
    write_report(notebook, run_folder / "reports" / f"{notebook_file.stem}.html", notebook_file.stem, report_exporter())
    return failure


def add_static_images(notebook) -> None:
    """Adds the static image in a figure's HTML as a PNG output, for viewers without JavaScript.

    The kernel does not send it, because JupyterLab would show it instead of the interactive figure until hovered.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            static_image = STATIC_IMAGE.search(data.get("text/html", ""))
            if FIGURE in data and static_image:
                data["image/png"] = static_image[1]


def executed_path(run_folder: Path, notebook_file: Path) -> Path:
    """Returns the path of the executed notebook, which can be opened in JupyterLab."""
    return run_folder / "notebooks" / notebook_file.name
