"""All notebooks executed without a browser, as a server would."""

import json

import pytest

from conftest import STAGES

PLOTLY = "application/vnd.plotly.v1+json"

# Of every notebook: Plotly figures, tables, players, finished progress bars.
PROMISED = {
    "1_dataset": (2, 2, 6, 1),
    "2_spectrograms": (0, 2, 6, 1),
    "3_clusters": (3, 2, 0, 1),
    "4_tokens": (3, 2, 0, 1),
    "5_training": (1, 3, 0, 1),
    "6_evaluation": (2, 3, 1, 1),
}


def outputs(run, stage):
    notebook = json.loads((run / "notebooks" / f"{stage}.ipynb").read_text())
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def html(output) -> str:
    return "".join(output.get("data", {}).get("text/html", ""))


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_runs_without_an_error_or_a_spilled_log(tiny_run, stage):
    kinds = {(output["output_type"], output.get("name")) for output in outputs(tiny_run, stage)}
    assert kinds <= {("execute_result", None), ("display_data", None)}


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_shows_the_pictures_it_promises(tiny_run, stage):
    shown = outputs(tiny_run, stage)
    figures, tables, players, bars = PROMISED[stage]
    assert sum(PLOTLY in output.get("data", {}) for output in shown) == figures
    assert sum('class="audio-tokens-table"' in html(output) for output in shown) >= tables
    assert sum(html(output).count("<audio") for output in shown) == players
    assert sum("audio-tokens-progress" in html(output) for output in shown) >= bars


@pytest.mark.parametrize("stage", STAGES)
def test_a_figure_has_a_title_named_axes_and_a_still_form(tiny_run, stage):
    for output in outputs(tiny_run, stage):
        figure = output.get("data", {}).get(PLOTLY)
        if figure is None:
            continue
        layout = figure["layout"]
        assert layout["title"]["text"]
        assert layout["xaxis"]["title"]["text"], layout["title"]["text"]
        assert layout["yaxis"]["title"]["text"] or layout["yaxis"]["type"] == "category"
        assert "image/png" in output["data"], "a machine with a font draws the still form"


@pytest.mark.parametrize("stage", STAGES)
def test_the_saved_bars_are_at_their_end(tiny_run, stage):
    for output in outputs(tiny_run, stage):
        if "audio-tokens-progress" in html(output):
            assert "took" in html(output) and " left" not in html(output)


def test_the_summary_holds_the_run_in_figures(tiny_run):
    summary = json.loads((tiny_run / "summary.json").read_text())
    assert 0 < summary["map"] <= 1
    assert list(summary["stages"]) == [stage[2:] for stage in STAGES]
    assert summary["clips"]["train"] + summary["clips"]["validation"] == 32
    assert summary["config"]["vocabSize"] == 40
