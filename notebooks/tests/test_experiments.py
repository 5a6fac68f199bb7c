"""Tests all experiments and 0_one_clip on the tiny run."""

import json
import os
import subprocess
import sys

import pytest

from conftest import ROOT, SCREENSHOTS, STAGES, run_pipeline, tiny_overrides
from test_reports import Page

PLOTLY = "application/vnd.plotly.v1+json"
# Run separately below, since it lists the runs of the other experiments.
COMPARE_RUNS = "compare_runs"
# Run by ./run listen in test_listen.py.
LISTEN = "7_listen"
NOTEBOOKS = {path.stem: path for path in (ROOT / "notebooks").rglob("*.ipynb")}
IN_ONE_JVM = sorted(NOTEBOOKS.keys() - set(STAGES) - {COMPARE_RUNS, LISTEN})


@pytest.fixture(scope="module")
def experiments(tiny_run):
    """Executes all experiments in one JVM."""
    notebooks = [str(NOTEBOOKS[name]) for name in IN_ONE_JVM]
    command = [sys.executable, str(ROOT / "environment" / "run_notebooks.py"), str(tiny_run), *notebooks]
    environment = os.environ | {"AUDIO_TOKENS_OVERRIDES": "\n".join(tiny_overrides(tiny_run.parent))}
    completed = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", IN_ONE_JVM)
def test_an_experiments_report_contains_a_table_and_a_plot(tiny_run, experiments, name):
    check_report(tiny_run, name)


@pytest.mark.slow
def test_an_experiment_writes_its_table_as_json(tiny_run, experiments):
    assert (tiny_run / "experiment.json").exists()
    rows = json.loads((tiny_run / "experiments" / "families" / "experiment.json").read_text())
    assert [sorted(row) for row in rows] == [["accuracy", "high", "low", "map", "name", "seconds"]]
    assert 0 < rows[0]["low"] <= rows[0]["map"] + 0.1 and rows[0]["high"] <= 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["0_one_clip", "your_own"])
def test_a_report_shows_its_figures_and_players_in_a_browser(tiny_run, experiments, browser, name):
    with Page(browser, tiny_run / "reports" / f"{name}.html") as report:
        assert report.wait_for_figures() >= 1
        assert report.page.locator("audio").count() >= 1
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        report.page.screenshot(path=SCREENSHOTS / f"report_{name}.png", full_page=True)
        assert report.errors == []


@pytest.mark.slow
def test_the_notebook_your_own_compares_its_tokenizer_and_model_with_the_defaults(tiny_run, experiments):
    notebook = (tiny_run / "notebooks" / "your_own.ipynb").read_text()
    for name in ["k-means and LSTM, the defaults", "signs and LSTM", "k-means and GRU", "signs and GRU"]:
        assert name in notebook
    folder = tiny_run / "experiments" / "your_own"
    assert json.loads((folder / "own" / "tokenizer" / "tokenizer.json").read_text())["tokenizer"] == "signs"


def test_an_experiment_is_run_by_its_name(tiny_run):
    completed = run_pipeline("experiment", COMPARE_RUNS, *tiny_overrides(tiny_run.parent))
    assert completed.returncode == 0, completed.stderr
    check_report(tiny_run, COMPARE_RUNS)


def check_report(tiny_run, name):
    report = (tiny_run / "reports" / f"{name}.html").read_text()
    assert ".md</a>" not in report and 'href="../' not in report, "no links to files outside the report's folder"
    notebook = json.loads((tiny_run / "notebooks" / f"{name}.ipynb").read_text())
    output_data = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert any(PLOTLY in data for data in output_data)
    assert any('class="audio-tokens-table"' in "".join(data.get("text/html", "")) for data in output_data)


def test_an_unknown_experiment_is_rejected_with_the_names_of_all_experiments():
    completed = run_pipeline("experiment", "no_such_question")
    assert completed.returncode == 2
    assert "vocabulary_size" in completed.stderr
