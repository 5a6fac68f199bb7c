"""Tests the notebooks in JupyterLab, in a real browser."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

from conftest import HOSTILE, EXPECTED_OUTPUTS, ROOT, SCREENSHOTS, STAGES, contrast, slow_except_first, tiny_overrides

TOKEN = "a-token-of-the-tests"
# Records every state of every progress bar.
WATCH_BARS = """
window.bars = new Set();
new MutationObserver(() => document.querySelectorAll('.audio-tokens-progress')
  .forEach(bar => window.bars.add(bar.textContent))).observe(document, {childList: true, subtree: true});
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on copies of the notebooks with a separate run; yields its address and their folder."""
    folder = tmp_path_factory.mktemp("lab")
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for stage in STAGES:
        shutil.copy(ROOT / "notebooks" / f"{stage}.ipynb", notebooks)
    configuration = prepare_run(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "AUDIO_TOKENS_CONFIG": str(configuration),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTERLAB_DIR": str(Path(sys.prefix) / "share" / "jupyter" / "lab"),
    }
    command = [sys.executable, str(ROOT / "environment" / "lab.py"), "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={notebooks}", "--allow-root"]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        wait_for(address, server)
        yield address, notebooks
        server.terminate()
        server.wait(20)


def prepare_run(folder: Path) -> Path:
    """Validates and writes the configuration, as ./run does before it starts the notebooks."""
    kernel = json.loads((Path(sys.prefix) / "share/jupyter/kernels/java/kernel.json").read_text())
    class_path = kernel["argv"][kernel["argv"].index("-cp") + 1]
    command = [kernel["argv"][0], "-cp", class_path, "audiotokens.pipeline.run.PrepareRun", "run", str(ROOT)]
    subprocess.run(command + [str(ROOT / "notebooks/configs/demo.yaml"), *tiny_overrides(folder)], check=True)
    return folder / "run" / "configuration.yaml"


def wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "JupyterLab exited"
        try:
            urllib.request.urlopen(f"{address}/api?token={TOKEN}")
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("JupyterLab does not respond")


class LabPage:
    """One notebook, open in JupyterLab."""

    def __init__(self, browser, address, stage, color_scheme="light"):
        self.context = browser.new_context(viewport={"width": 1300, "height": 1000}, color_scheme=color_scheme)
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("console", self.record_error)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self.record_external_request)
        self.address = address
        self.page.add_init_script(WATCH_BARS)
        self.page.goto(f"{address}/doc/tree/{stage}.ipynb?token={TOKEN}")
        self.wait_until_open()

    def wait_until_open(self):
        self.page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
        # JupyterLab reports an unknown kernel state until the first cell has run.
        connected = self.page.locator(".jp-StatusBar-TextItem", has_text=re.compile(r"^Java.*[|] (Idle|Unknown)"))
        connected.wait_for(state="attached", timeout=60_000)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.context.close()

    def record_error(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def record_external_request(self, request):
        if not request.url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.errors.append(request.url)

    def menu(self, name, entry):
        self.page.get_by_role("menuitem", name=name, exact=True).first.click()
        self.page.get_by_role("menuitem", name=entry, exact=True).first.click()

    def run_all(self):
        self.menu("Run", "Run All Cells")

    def wait_until_executed(self):
        """Waits until every code cell has an execution count and none is running."""
        self.page.wait_for_function(
            """() => {
                 const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent);
                 return prompts.length > 2 && prompts.every(prompt => /\\[\\d+\\]/.test(prompt));
               }""",
            timeout=180_000,
        )

    def screenshot(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        height = self.page.evaluate(
            "Math.max(...[...document.querySelectorAll('.jp-NotebookPanel-notebook, .jp-NotebookPanel-notebook *')]"
            ".map(part => part.scrollHeight))"
        )
        self.page.set_viewport_size({"width": 1300, "height": min(int(height) + 200, 8000)})
        self.page.evaluate("document.querySelectorAll('.jp-NotebookPanel *').forEach(part => part.scrollTop = 0)")
        self.page.wait_for_timeout(800)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.mark.parametrize("stage", slow_except_first(STAGES))
def test_a_notebook_runs_in_jupyterlab(lab, browser, stage, measure):
    address, notebooks = lab
    start = time.monotonic()
    with LabPage(browser, address, stage) as notebook:
        page = notebook.page
        notebook.run_all()
        if stage == "1_dataset":
            page.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached", timeout=120_000)
            measure("opening notebook 1 to its first figure (demo of 32 clips)", time.monotonic() - start)
        notebook.wait_until_executed()
        assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").count() == 0
        assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        assert len(page.evaluate("[...window.bars]")) >= 2, "the progress bar moved"
        check_figures_and_players(page, stage, ".main-svg")
        notebook.screenshot(f"lab_{stage}")
        check_figures_and_players(page, stage, ".main-svg")
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1500)
        page.reload()
        notebook.wait_until_open()
        # JupyterLab saves a static image in the file and shows it until the figure is hovered.
        check_figures_and_players(page, stage, ".main-svg, .plot-img")
        assert notebook.errors == []


def check_figures_and_players(page, stage, selector):
    """Waits until every figure contains an element that matches ``selector`` and every player has a duration."""
    page.wait_for_function(
        """([count, selector]) => [...document.querySelectorAll('.jp-RenderedPlotly')].filter(plot =>
             [...plot.querySelectorAll(selector)].some(picture => picture.clientHeight > 100)
           ).length === count""",
        arg=[EXPECTED_OUTPUTS[stage]["figures"], selector],
        timeout=30_000,
    )
    page.wait_for_function("[...document.querySelectorAll('audio')].every(audio => audio.readyState > 0)")
    durations = page.evaluate("[...document.querySelectorAll('audio')].map(audio => audio.duration)")
    assert all(0.5 < seconds < 11 for seconds in durations), durations
    assert len(durations) == EXPECTED_OUTPUTS[stage]["players"]


@pytest.mark.slow
def test_a_finished_stages_notebook_can_be_run_again(lab, browser, measure):
    address, notebooks = lab
    with LabPage(browser, address, "3_clusters") as notebook:
        notebook.run_all()
        notebook.wait_until_executed()
        notebook.menu("Edit", "Clear Outputs of All Cells")
        start = time.monotonic()
        notebook.run_all()
        notebook.wait_until_executed()
        measure("running a finished stage's notebook again", time.monotonic() - start)


def choose_theme(address, theme):
    """Selects a theme, as in JupyterLab's menu Settings > Theme."""
    request = urllib.request.Request(
        f"{address}/lab/api/settings/@jupyterlab/apputils-extension:themes",
        data=json.dumps({"raw": json.dumps({"theme": theme})}).encode(),
        headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(request).close()


@pytest.mark.slow
def test_the_figures_are_legible_on_a_dark_page(lab, browser):
    address, notebooks = lab
    choose_theme(address, "JupyterLab Dark")
    with LabPage(browser, address, "1_dataset") as notebook:
        page = notebook.page
        page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
        notebook.run_all()
        notebook.wait_until_executed()
        notebook.screenshot("lab_dark_1_dataset")
        background = page.evaluate("getComputedStyle(document.querySelector('.jp-Notebook')).backgroundColor")
        text = page.locator(".jp-RenderedPlotly .gtitle").first.evaluate("title => getComputedStyle(title).fill")
        assert contrast(background, text) >= 3.5
    choose_theme(address, "JupyterLab Light")


def test_hostile_labels_are_shown_literally(lab, browser):
    address, notebooks = lab
    labels = ", ".join(json.dumps(label) for label in HOSTILE)
    cells = [
        "import audiotokens.audio.*; import audiotokens.notebook.figure.*; import java.util.*; import tech.tablesaw.api.*;"
        f" var labels = List.of({labels});",
        'Chart.of(labels.get(4), Axis.linear("clips"), Axis.rows("", labels), Series.Bars.of("<b>bars", '
        "labels.stream().mapToDouble(String::length).toArray()))",
        'Table.create(StringColumn.create("<b>label", labels))',
        "new PlayerList(labels.stream().map(label ->"
        " new PlayerList.PlayableClip(label, new Waveform(new float[8000], 8000))).toList())",
    ]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "java", "display_name": "Java", "language": "java"}},
    )
    nbformat.write(notebook, notebooks / "hostile.ipynb")
    with LabPage(browser, address, "hostile") as notebook:
        page = notebook.page
        notebook.run_all()
        notebook.wait_until_executed()
        page.locator(".jp-RenderedPlotly .main-svg").first.wait_for(state="attached", timeout=30_000)
        assert page.locator(".jp-RenderedPlotly .ytick").count() == len(HOSTILE)
        assert page.locator(".ytick tspan[style*='bold'], .gtitle tspan[style*='bold']").count() == 0
        assert "<b>bold</b>" in page.locator(".gtitle").first.text_content()
        shown = {text.strip() for text in page.locator(".audio-tokens-table td").all_text_contents()}
        assert {label.strip() for label in HOSTILE} <= shown
        captions = {text.strip() for text in page.locator("figcaption").all_text_contents()}
        assert {label.strip() for label in HOSTILE} <= captions
        assert page.evaluate("window.owned") is None
        notebook.screenshot("lab_hostile")
        assert notebook.errors == []
