"""The HTML reports, opened from disk in a real browser that has no network."""

import pytest

from conftest import SCREENSHOTS, STAGES, contrast

MOST_BYTES = 15 * 2**20


class Page:
    """A page and what went wrong on it."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(offline=True, viewport={"width": 1100, "height": 900}, **options)
        self.page = self.context.new_page()
        self.wrong = []
        self.page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on(
            "request",
            lambda request: request.url.startswith(("file:", "data:", "blob:")) or self.wrong.append(request.url),
        )
        self.page.goto(path.as_uri())

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.context.close()


@pytest.mark.parametrize("stage", STAGES)
def test_a_report_shows_everything_without_a_network(tiny_run, browser, stage):
    with Page(browser, tiny_run / "reports" / f"{stage}.html") as report:
        page = report.page
        figures = page.locator(".audio-tokens-figure")
        for i in range(figures.count()):
            figures.nth(i).locator(".main-svg").first.wait_for(state="visible", timeout=20_000)
        durations = page.evaluate(
            """Promise.all([...document.querySelectorAll('audio')].map(audio => new Promise(done =>
                 audio.readyState > 0 ? done(audio.duration) : audio.onloadedmetadata = () => done(audio.duration))))"""
        )
        assert all(0.5 < seconds < 11 for seconds in durations), durations
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"report_{stage}.png", full_page=True)
        assert report.wrong == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_report_is_light_enough_to_mail(tiny_run, stage):
    report = tiny_run / "reports" / f"{stage}.html"
    assert report.stat().st_size <= MOST_BYTES
    assert report.read_text().count("* plotly.js v") <= 1, "Plotly's script is in it once"


def test_a_figure_stands_still_where_scripts_do_not_run(tiny_run, browser):
    with Page(browser, tiny_run / "reports" / "3_clusters.html", java_script_enabled=False) as report:
        stills = report.page.locator(".audio-tokens-figure img")
        assert stills.count() == 3
        assert all(stills.nth(i).bounding_box()["height"] > 100 for i in range(3))


def test_a_report_is_dark_on_a_dark_desktop(tiny_run, browser):
    with Page(browser, tiny_run / "reports" / "4_tokens.html", color_scheme="dark") as report:
        page = report.page
        page.locator(".audio-tokens-figure .main-svg").first.wait_for(state="visible", timeout=20_000)
        page.screenshot(path=SCREENSHOTS / "report_dark_4_tokens.png", full_page=True)
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        for part in ("h1", "td", "figcaption"):
            text = page.locator(part).first.evaluate("part => getComputedStyle(part).color")
            assert contrast(background, text) >= 4.5, part
        assert report.wrong == []


def test_a_table_is_sorted_by_a_click_on_its_head(tiny_run, browser):
    with Page(browser, tiny_run / "reports" / "6_evaluation.html") as report:
        table = report.page.locator("table", has=report.page.locator("th", has_text="average precision")).first
        table.locator("th", has_text="average precision").click()
        cells = table.locator("tbody tr td:nth-child(2)").all()
        values = [float(cell.get_attribute("data-value")) for cell in cells]
        assert values == sorted(values)


def test_the_index_leads_to_every_report(tiny_run, browser):
    with Page(browser, tiny_run / "reports" / "index.html") as index:
        page = index.page
        assert "vocabSize" in page.content()
        page.locator("summary").click()
        page.screenshot(path=SCREENSHOTS / "index.png", full_page=True)
        for stage in STAGES:
            page.goto((tiny_run / "reports" / "index.html").as_uri())
            page.locator(f'a[href="{stage}.html"]').first.click()
            page.locator("h1").first.wait_for()
            assert page.url.endswith(f"{stage}.html")
        assert index.wrong == []
