"""Tests that labels, ids, file and folder names that look like markup are shown literally and never executed."""

import csv
import html
import json
import math
import random
import os
import re
import wave
from array import array

import pytest

from conftest import EXPECTED_OUTPUTS, HOSTILE, STAGES, TINY, run_pipeline
from test_reports import CUT_OFF, Page

pytestmark = pytest.mark.slow

# Text in SVG images, such as timelines, that lies outside the image.
TEXT_OUTSIDE_ITS_IMAGE = """
[...document.querySelectorAll('svg[role=img]')].flatMap(image => {
  const bounds = image.getBoundingClientRect();
  return [...image.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < bounds.left - 1 || box.right > bounds.right + 1 || box.top < bounds.top - 1
      || box.bottom > bounds.bottom + 1;
  }).map(text => text.textContent);
})"""
CLIPS_PER_LABEL = 4
RATE = 16_000
SOUND_SECONDS = 2


def write_sound(file, pitch: float) -> None:
    """Writes a tone of this pitch in hertz, with a little noise."""
    generator = random.Random(pitch)
    samples = array(
        "h",
        (
            int(9000 * math.sin(2 * math.pi * pitch * i / RATE) + generator.gauss(0, 200))
            for i in range(SOUND_SECONDS * RATE)
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
        writer = csv.writer(table)
        writer.writerow(["filename", "category", "fold"])
        for number, label in enumerate(HOSTILE):
            for fold in range(CLIPS_PER_LABEL):
                name = f"<img src=x onerror=window.owned=1> & \"{number}\" '{fold}'.wav"
                write_sound(sounds / name, 200 * 1.25**number + 5 * fold)
                writer.writerow([name, label, fold])
    run = folder / "run <i>& 'y' \"z\""
    completed = run_pipeline(
        *TINY[1:],
        "sourceType=folds",
        f"audioPath={sounds}",
        f"clipTable={sounds / 'clips.csv'}",
        "splitType=fold",
        "validationFold=0",
        f"outputPath={run}",
    )
    assert completed.returncode == 0, completed.stderr
    return run


def notebook_of(run, stage):
    return json.loads((run / "notebooks" / f"{stage}.ipynb").read_text(encoding="utf-8"))


def headings(notebook) -> list[str]:
    """Returns the headings of a notebook, in order."""
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return [re.sub("`", "", found) for found in re.findall(r"^#+ (.*)$", text, re.MULTILINE)]


@pytest.mark.parametrize("stage", STAGES)
def test_a_report_with_hostile_names_is_complete_and_executes_nothing(hostile_run, browser, stage):
    with Page(browser, hostile_run / "reports" / f"{stage}.html") as report:
        page = report.page
        figures = report.wait_for_figures()
        assert figures == EXPECTED_OUTPUTS[stage]["figures"]
        displayed = [text.rstrip("¶") for text in page.locator("h1, h2, h3").all_inner_texts()]
        assert displayed == headings(notebook_of(hostile_run, stage))
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
            prefix = re.sub(r"[\u2028\u2029]", " ", label)[:40].strip()
            assert any(" ".join(name.split()).startswith(prefix) for name in names), (label, names)
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


@pytest.fixture(scope="module")
def sounds(hostile_run):
    """The folder of the recordings with hostile names."""
    return next(hostile_run.parent.glob("sounds*"))


@pytest.fixture(scope="module")
def pages(hostile_run, sounds):
    """A folder with the pages that commands write: a map, pictures of two recordings, and a report on one."""
    folder = hostile_run.parent / "pages <u>& 'z'"
    folder.mkdir()
    unreadable = folder / "<!--<script>$x$ & unreadable.wav"
    unreadable.write_text("no sound")
    model, files = str(hostile_run / "model"), [str(file) for file in sorted(sounds.glob("*.wav"))]
    neighbors = run_pipeline(
        "neighbors", model, str(sounds), str(unreadable), "--output", str(folder / "map"), "--clusters", "3"
    )
    assert neighbors.returncode == 1, neighbors.stderr
    predicted = run_pipeline("predict", model, *files[:2], "--picture", str(folder / "pictures.html"))
    assert predicted.returncode == 0, predicted.stderr
    environment = os.environ | {"AUDIO_TOKENS_MODEL": model, "AUDIO_TOKENS_RECORDING": files[0]}
    listened = run_pipeline("experiment", "7_listen", f"outputPath={folder / 'listen'}", env=environment)
    assert listened.returncode == 0, listened.stderr
    return folder


def test_a_map_of_hostile_names_shows_them_literally(pages, sounds, browser):
    names = {file.name for file in sounds.glob("*.wav")}
    with Page(browser, pages / "map" / "index.html") as report_page:
        page = report_page.page
        points = [point.get_attribute("aria-label") for point in page.locator("#neighbors svg[role=group] path").all()]
        assert {name for name in names if any(point.startswith(f"{name}: ") for point in points)} == names
        page.locator("#clusters small button").first.click()
        assert page.locator("#chosen").text_content() in names
        displayed = page.locator("#clusters > li > button").all_text_contents()
        assert any(label in text for text in displayed for label in [*HOSTILE, *names])
        assert "$x$ & unreadable.wav" in page.locator("td").first.text_content()
        assert page.locator("main, img, u, body b, body i, script:not([id])").count() == 1, "only the page's own script"
        assert page.evaluate("window.owned") is None
        assert report_page.errors == []


def test_hostile_names_survive_a_round_trip_through_a_csv_table(pages, sounds):
    with (pages / "map" / "sounds.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["reason"]]
    assert {row["file"] for row in rows} == {str(file) for file in sounds.glob("*.wav")}
    assert {row["label"] for row in rows} <= {label.strip() for label in HOSTILE}


def test_pictures_of_hostile_names_show_them_literally(pages, sounds, browser):
    with Page(browser, pages / "pictures.html") as report_page:
        page = report_page.page
        displayed = {caption.strip() for caption in page.locator("figcaption").all_text_contents()}
        assert displayed <= {file.name for file in sounds.glob("*.wav")} and len(displayed) == 2
        assert page.locator("audio").count() == 2
        assert page.locator("img, figcaption b, svg b").count() == 0
        assert page.evaluate("window.owned") is None
        assert report_page.errors == []


@pytest.mark.parametrize("width", [1000, 1200, 1600])
@pytest.mark.parametrize("report", ["1_dataset", "4_tokens", "6_evaluation", "7_listen"])
def test_no_figure_with_long_names_is_cut_off_beside_a_scrollbar(hostile_run, pages, desktop_browser, report, width):
    folder = pages / "listen" if report == "7_listen" else hostile_run
    with Page(desktop_browser, folder / "reports" / f"{report}.html", width) as report_page:
        assert report_page.wait_for_figures() > 0
        report_page.page.wait_for_timeout(300)
        assert report_page.page.evaluate("document.documentElement.clientWidth") < width, "the scrollbar takes space"
        assert report_page.page.evaluate(CUT_OFF) == []
        assert report_page.page.evaluate(TEXT_OUTSIDE_ITS_IMAGE) == []
        assert report_page.page.evaluate("window.owned") is None
        assert report_page.errors == []


def test_a_comparison_of_runs_shows_a_hostile_name_literally(hostile_run, browser):
    folder = hostile_run.parent / "comparison"
    compared = run_pipeline("experiment", "compare_runs", f"outputPath={folder}")
    assert compared.returncode == 0, compared.stderr
    with Page(browser, folder / "reports" / "compare_runs.html") as report:
        assert report.wait_for_figures() > 0
        assert any(hostile_run.name in cell for cell in report.page.locator("td").all_text_contents())
        assert report.page.locator("td i, text i").count() == 0
        assert report.errors == []
