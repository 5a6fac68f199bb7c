"""Tests the outputs of all stage notebooks, executed without a browser."""

import array
import base64
import io
import json
import re
import wave

import pytest

from conftest import EXPECTED_OUTPUTS, STAGES

PLOTLY = "application/vnd.plotly.v1+json"

PLAYER = re.compile(r'<audio [^>]*src="data:audio/wav;base64,([^"]+)"')
SPECTROGRAM = re.compile(r'<image [^>]*href="data:image/png;base64,([^"]+)"')


def outputs(run, stage):
    notebook = json.loads((run / "notebooks" / f"{stage}.ipynb").read_text())
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def html(output) -> str:
    return "".join(output.get("data", {}).get("text/html", ""))


def numbers_in_rows(run, stage, name):
    """Returns the numbers in table rows that start with ``name``."""
    row = re.compile(f'<td>{re.escape(name)}[^<]*</td><td class="number" data-value="([^"]+)"')
    return [float(value) for output in outputs(run, stage) for value in row.findall(html(output))]


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_runs_without_errors_and_without_log_output(tiny_run, stage):
    kinds = {(output["output_type"], output.get("name")) for output in outputs(tiny_run, stage)}
    assert kinds <= {("execute_result", None), ("display_data", None)}


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_shows_the_expected_outputs(tiny_run, stage):
    shown = outputs(tiny_run, stage)
    pages = [html(output) for output in shown]
    assert {
        "figures": sum(PLOTLY in output.get("data", {}) for output in shown),
        "spectrograms": sum(len(SPECTROGRAM.findall(page)) for page in pages),
        "tables": sum('class="audio-tokens-table"' in page or page == "<p>None.</p>" for page in pages),
        "players": sum(len(PLAYER.findall(page)) for page in pages),
        "bars": sum("audio-tokens-progress" in page for page in pages),
    } == EXPECTED_OUTPUTS[stage]


@pytest.mark.parametrize("stage", STAGES)
def test_every_player_contains_audio(tiny_run, stage):
    for output in outputs(tiny_run, stage):
        for player in PLAYER.findall(html(output)):
            with wave.open(io.BytesIO(base64.b64decode(player))) as sound:
                assert sound.getnframes() > sound.getframerate() / 2, "longer than half a second"
                samples = array.array("h", sound.readframes(sound.getnframes()))
            assert max(samples) > 300, "loud enough to be heard"


@pytest.mark.parametrize("stage", STAGES)
def test_every_spectrogram_has_light_and_dark_pixels(tiny_run, stage):
    for output in outputs(tiny_run, stage):
        for image in SPECTROGRAM.findall(html(output)):
            assert len(base64.b64decode(image)) > 2000, "an image of one color compresses to less"


def test_the_clusters_have_a_silhouette(tiny_run):
    (value,) = numbers_in_rows(tiny_run, "3_clusters", "silhouette of a sample")
    assert -1 < value < 1


def test_the_reconstruction_from_tokens_reports_its_error(tiny_run):
    pages = "".join(html(output) for output in outputs(tiny_run, "4_tokens"))
    from_spectrogram, from_tokens = (float(error) for error in re.findall(r"from its \w+: error ([\d.]+) dB", pages))
    assert 0 < from_spectrogram < from_tokens < 30


@pytest.mark.parametrize("stage", STAGES)
def test_a_figure_has_a_title_axis_titles_and_a_static_image(tiny_run, stage):
    for output in outputs(tiny_run, stage):
        figure = output.get("data", {}).get(PLOTLY)
        if figure is None:
            continue
        layout = figure["layout"]
        assert layout["title"]["text"]
        assert layout["xaxis"]["title"]["text"], layout["title"]["text"]
        assert layout["yaxis"]["title"]["text"] or layout["yaxis"]["type"] == "category"
        assert "image/png" in output["data"], "the static image is missing; it requires a font on this machine"


@pytest.mark.parametrize("stage", STAGES)
def test_the_saved_progress_bars_are_complete(tiny_run, stage):
    for output in outputs(tiny_run, stage):
        if "audio-tokens-progress" in html(output):
            assert "took" in html(output) and " left" not in html(output)


def test_the_summary_contains_the_results(tiny_run):
    summary = json.loads((tiny_run / "summary.json").read_text())
    assert 0 < summary["map"] <= 1
    assert list(summary["stages"]) == [stage[2:] for stage in STAGES]
    assert summary["clips"]["train"] + summary["clips"]["validation"] == 32
    assert summary["config"]["vocabSize"] == 40
