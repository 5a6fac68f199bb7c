"""Labels, ids, file and folder names that look like markup are shown literally and never executed."""

import csv
import html
import json
import math
import random
import re
import wave
from array import array

import pytest

from conftest import HOSTILE, EXPECTED_OUTPUTS, STAGES, TINY, run_pipeline
from test_reports import Page

CLIPS_PER_LABEL = 4
RATE = 16_000
SECONDS = 2


def write_sound(file, pitch: float) -> None:
    """A different tone for each label, with a little noise."""
    noise = random.Random(pitch)
    samples = array(
        "h",
        (
            int(9000 * math.sin(2 * math.pi * pitch * i / RATE) + noise.gauss(0, 200))
            for i in range(SECONDS * RATE)
        ),
    )
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory):
    """A run on recordings with hostile names, in a folder with a hostile name."""
    folder = tmp_path_factory.mktemp("hostile")
    sounds = folder / "sounds <b>&amp; 'x'"
    sounds.mkdir()
    with (sounds / "clips.csv").open("w", newline="", encoding="utf-8") as table:
        rows = csv.writer(table)
        rows.writerow(["filename", "category", "fold"])
        for number, label in enumerate(HOSTILE):
            for fold in range(CLIPS_PER_LABEL):
                name = f"<img src=x onerror=window.owned=1> & \"{number}\" '{fold}'.wav"
                write_sound(sounds / name, 200 * 1.25**number + 5 * fold)
                rows.writerow([name, label, fold])
    run = folder / "run <i>& 'y' \"z\""
    done = run_pipeline(
        *TINY[1:],
        "sourceType=folds",
        f"audioPath={sounds}",
        f"clipTable={sounds / 'clips.csv'}",
        "splitType=fold",
        "validationFold=0",
        f"outputPath={run}",
    )
    assert done.returncode == 0, done.stderr
    return run


def notebook_of(run, stage):
    return json.loads((run / "notebooks" / f"{stage}.ipynb").read_text(encoding="utf-8"))


def headings(notebook) -> list[str]:
    """The headings of a notebook, in order."""
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return [re.sub("`", "", found) for found in re.findall(r"^#+ (.*)$", text, re.MULTILINE)]


@pytest.mark.parametrize("stage", STAGES)
def test_a_report_with_hostile_names_is_complete_and_executes_nothing(hostile_run, browser, stage):
    with Page(browser, hostile_run / "reports" / f"{stage}.html") as report:
        page = report.page
        figures = report.wait_for_figures()
        assert figures == EXPECTED_OUTPUTS[stage]["figures"]
        shown = [text.rstrip("¶") for text in page.locator("h1, h2, h3").all_inner_texts()]
        assert shown == headings(notebook_of(hostile_run, stage))
        assert page.locator("main").count() == 1
        assert page.evaluate("document.querySelector('main').contains([...document.querySelectorAll('.jp-Cell')].at(-1))")
        assert page.evaluate("window.owned") is None
        assert page.locator("figcaption img, td img, text img, td b, figcaption b").count() == 0
        assert report.errors == []


@pytest.mark.parametrize("stage", ["1_dataset", "6_evaluation"])
def test_a_figure_shows_each_label_literally(hostile_run, browser, stage):
    with Page(browser, hostile_run / "reports" / f"{stage}.html") as report:
        report.wait_for_figures()
        names = [text.replace("\xa0", " ") for text in report.page.locator(".ytick text").all_text_contents()]
        for label in HOSTILE:
            beginning = re.sub(r"[\u2028\u2029]", " ", label)[:40].strip()
            assert any(" ".join(name.split()).startswith(beginning) for name in names), (label, names)
        assert report.page.locator(".ytick tspan[style*='bold']").count() == 0


def test_a_table_shows_each_label_literally(hostile_run):
    pages = "".join(
        "".join(output.get("data", {}).get("text/html", ""))
        for cell in notebook_of(hostile_run, "6_evaluation")["cells"]
        for output in cell.get("outputs", [])
    )
    cells = [html.unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", pages, re.DOTALL)]
    assert {label.strip() for label in HOSTILE} <= {cell.strip() for cell in cells}


def test_the_index_of_a_hostile_folder_links_to_every_report(hostile_run, browser):
    with Page(browser, hostile_run / "reports" / "index.html") as index:
        assert index.page.locator("h1").inner_text() == hostile_run.name
        assert index.page.evaluate("window.owned") is None
        for stage in STAGES:
            index.page.goto((hostile_run / "reports" / "index.html").as_uri())
            index.page.locator(f'a[href="{stage}.html"]').first.click()
            index.page.locator("h1").first.wait_for()
        assert index.errors == []
