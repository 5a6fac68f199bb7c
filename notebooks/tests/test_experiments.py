"""The experiments, on the tiny run; sweeps are tested with the library, where they need no kernel."""

import json
import os
import subprocess
import sys

import pytest

from conftest import ROOT, run_pipeline, tiny_keys

PLOTLY = "application/vnd.plotly.v1+json"
IN_ONE_JVM = ["shapes_of_words", "models", "inside_a_model", "families"]


@pytest.fixture(scope="module")
def experiments(tiny_run):
    """Several experiments one after another, as ./run does one, in one JVM."""
    notebooks = [str(ROOT / "notebooks" / "experiments" / f"{name}.ipynb") for name in IN_ONE_JVM]
    call = [sys.executable, str(ROOT / "environment" / "run_notebooks.py"), str(tiny_run), *notebooks]
    environment = os.environ | {"AUDIO_TOKENS_GIVEN": "\n".join(tiny_keys(tiny_run.parent))}
    done = subprocess.run(call, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", IN_ONE_JVM)
def test_an_experiment_ends_in_a_table_and_a_plot(tiny_run, experiments, name):
    check_report(tiny_run, name)


def test_an_experiment_leaves_its_table_as_json(tiny_run, experiments):
    rows = json.loads((tiny_run / "experiment.json").read_text())
    assert rows == json.loads((tiny_run / "experiments" / "families" / "experiment.json").read_text())
    assert [sorted(row) for row in rows] == [["accuracy", "high", "low", "map", "name", "seconds"]]
    assert 0 < rows[0]["low"] <= rows[0]["map"] + 0.1 and rows[0]["high"] <= 1


def test_an_experiment_is_run_by_its_name(tiny_run):
    done = run_pipeline("experiment", "compare_runs", *tiny_keys(tiny_run.parent))
    assert done.returncode == 0, done.stderr
    check_report(tiny_run, "compare_runs")


def check_report(tiny_run, name):
    assert (tiny_run / "reports" / f"{name}.html").exists()
    notebook = json.loads((tiny_run / "notebooks" / f"{name}.ipynb").read_text())
    shown = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert any(PLOTLY in data for data in shown)
    assert any('class="audio-tokens-table"' in "".join(data.get("text/html", "")) for data in shown)


def test_an_unknown_experiment_is_refused_with_the_names_of_those_there_are():
    done = run_pipeline("experiment", "no_such_question")
    assert done.returncode == 2
    assert "vocabulary_size" in done.stderr
