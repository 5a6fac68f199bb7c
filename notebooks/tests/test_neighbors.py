"""Tests the map of unlabeled recordings that ./run neighbors writes, in a real browser without a network."""

import csv
import re
import shutil

import pytest

from conftest import SCREENSHOTS, run_pipeline
from test_reports import Page

POINTS = "#neighbors svg[role=group] path"


@pytest.fixture(scope="module")
def sounds(tiny_run, tmp_path_factory):
    """A folder with recordings of the tiny run, one of them with a name that looks like markup."""
    folder = tmp_path_factory.mktemp("sounds")
    files = sorted((tiny_run.parent / "audio").rglob("*.flac"))[:16]
    for index, file in enumerate(files):
        shutil.copy(file, folder / ("a&b <b>loud<!-- 'x'.flac" if index == 0 else file.name))
    return folder


@pytest.fixture(scope="module")
def map_folder(tiny_run, sounds, tmp_path_factory):
    """The output folder of ./run neighbors, moved after it was written."""
    folder = tmp_path_factory.mktemp("map") / "written"
    completed = run_pipeline("neighbors", str(tiny_run / "model"), str(sounds), "--output", str(folder), "--clusters", "3")
    assert completed.returncode == 0, completed.stderr
    return folder.rename(folder.with_name("moved"))


def test_a_point_shows_its_file_name_and_a_click_plays_it(map_folder, sounds, browser):
    with Page(browser, map_folder / "index.html") as map_page:
        page = map_page.page
        points = page.locator(POINTS)
        assert points.count() == 16
        page.evaluate("document.querySelector('audio').muted = true")
        for index in range(2):
            name = re.sub(r": \S.*", "", points.nth(index).get_attribute("aria-label"), count=1)
            points.nth(index).hover(force=True)
            assert name in page.inner_text("#hovered")
            points.nth(index).dispatch_event("click")
            page.wait_for_function("document.querySelector('audio').currentTime > 0.3")
            assert page.inner_text("#chosen") == name and (sounds / name).exists()
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "neighbors.png", full_page=True)
        assert map_page.errors == []


def test_a_click_on_a_neighbor_selects_it_and_a_click_on_a_cluster_dims_the_others(map_folder, browser):
    with Page(browser, map_folder / "index.html") as map_page:
        page = map_page.page
        page.locator(POINTS).first.focus()
        page.keyboard.press("Enter")
        assert page.locator("#nearest li").count() == 5
        nearest = page.locator("#nearest button").first
        name = nearest.inner_text()
        nearest.click()
        assert page.inner_text("#chosen") == name

        cluster = page.locator("#clusters > li > button").first
        size = int(re.search(r"\((\d+)\)$", cluster.inner_text())[1])
        cluster.click()
        assert page.locator(f"{POINTS}.dim").count() == 16 - size
        cluster.click()
        assert page.locator(f"{POINTS}.dim").count() == 0
        assert map_page.errors == []


def test_the_table_has_one_row_per_recording(map_folder, sounds):
    with (map_folder / "sounds.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["file"] for row in rows) == sorted(str(file) for file in sounds.iterdir())
    assert {row["cluster"] for row in rows} <= {"1", "2", "3"}
    for row in rows:
        distances = [float(row[f"distance_{index}"]) for index in (1, 2, 3)]
        assert distances == sorted(distances) and 0 <= distances[0] and distances[-1] <= 1
        assert row["nearest_1"] != row["file"] and row["reason"] == ""
