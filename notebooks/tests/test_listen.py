"""Tests ./run listen and ./run predict --picture in a real browser without a network."""

from pathlib import Path

import pytest

from conftest import SCREENSHOTS, run_pipeline
from test_reports import Page

PLAYHEAD_X = "document.querySelector('.audio-tokens-playhead').getBoundingClientRect().x"


@pytest.fixture(scope="module")
def clips(tiny_run):
    """Three recordings of the tiny run."""
    return sorted((tiny_run.parent / "audio").rglob("*.flac"))[:3]


def play(page) -> None:
    """Starts the first player and waits until its time advances."""
    page.evaluate("document.querySelector('audio').muted = true; document.querySelector('audio').play()")
    page.wait_for_function("document.querySelector('audio').currentTime > 0.5")


def test_the_cursor_follows_playback(tiny_run, clips, browser):
    completed = run_pipeline("listen", str(tiny_run / "model"), str(clips[0]))
    assert completed.returncode == 0, completed.stderr
    report = Path(completed.stdout.rsplit("report ", 1)[-1].strip())

    with Page(browser, report) as report_page:
        page = report_page.page
        start = page.evaluate(PLAYHEAD_X)
        play(page)
        after_playing = page.evaluate(PLAYHEAD_X)
        assert after_playing > start
        page.wait_for_function(f"{PLAYHEAD_X} > {after_playing}")
        text = page.inner_text("body")
        assert page.locator('a[href="index.html"]').count() == 0, "there is no index of stages to link to"
        assert clips[0].name in text and "Tokens for" in text and "distance 0." in text
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "7_listen.png", full_page=True)
        assert report_page.errors == []


def test_a_click_on_the_image_plays_from_the_clicked_time(tiny_run, clips, browser, tmp_path):
    page_file = tmp_path / "timelines.html"
    completed = run_pipeline("predict", str(tiny_run / "model"), str(clips[0]), str(clips[1]), "--picture", str(page_file))
    assert completed.returncode == 0, completed.stderr

    with Page(browser, page_file) as report_page:
        page = report_page.page
        assert page.locator("audio").count() == 2
        picture = page.locator("figure svg").first
        box = picture.bounding_box()
        picture.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
        page.wait_for_function("document.querySelector('audio').currentTime > 1")
        assert page.evaluate("document.querySelector('audio').paused") is False
        assert report_page.errors == []


def test_a_png_can_contain_only_one_recording(tiny_run, clips, tmp_path):
    picture = tmp_path / "timeline.png"
    completed = run_pipeline("predict", str(tiny_run / "model"), str(clips[0]), "--picture", str(picture))
    assert completed.returncode == 0, completed.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")

    completed = run_pipeline("predict", str(tiny_run / "model"), *map(str, clips), "--picture", str(picture))
    assert completed.returncode == 2
    assert "a .png shows one recording, but there are 3" in completed.stderr


def test_the_index_of_stages_does_not_list_the_listen_notebook(tiny_run):
    index = (tiny_run / "reports" / "index.html").read_text()
    assert "6_evaluation" in index and "7_listen" not in index
