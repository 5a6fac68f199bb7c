"""The experiments, on the tiny run; sweeps are tested with the library, where they need no kernel."""

import json

import pytest

from conftest import run_pipeline, tiny_keys

PLOTLY = "application/vnd.plotly.v1+json"


@pytest.mark.parametrize("name", ["shapes_of_words", "models", "inside_a_model", "compare_runs"])
def test_an_experiment_ends_in_a_table_and_a_plot(tiny_run, name):
    done = run_pipeline("experiment", name, *tiny_keys(tiny_run.parent))
    assert done.returncode == 0, done.stderr
    assert (tiny_run / "reports" / f"{name}.html").exists()
    notebook = json.loads((tiny_run / "notebooks" / f"{name}.ipynb").read_text())
    shown = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert any(PLOTLY in data for data in shown)
    assert any('class="audio-tokens-table"' in "".join(data.get("text/html", "")) for data in shown)


def test_an_unknown_experiment_is_refused_with_the_names_of_those_there_are():
    done = run_pipeline("experiment", "no_such_question")
    assert done.returncode == 2
    assert "vocabulary_size" in done.stderr
