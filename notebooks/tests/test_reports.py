"""Tests the HTML reports, opened from disk in a real browser without a network."""

import re

import pytest

from conftest import SCREENSHOTS, STAGES, contrast, slow_except_first

WIDTHS = [1000, 1200, 1600]
MAX_BYTES = 15 * 2**20
MAX_BYTES_WITHOUT_AUDIO = 3_000_000
AUDIO = re.compile(r"data:audio/wav;base64,[A-Za-z0-9+/=]*")
# Text that lies outside its figure, figures with too little text, and outputs that scroll.
CUT_OFF = """
[...document.querySelectorAll('.audio-tokens-figure')].flatMap((figure, number) => {
  const bounds = figure.getBoundingClientRect();
  const area = figure.closest('.jp-OutputArea-output');
  const texts = figure.querySelectorAll('.gtitle, .xtitle, .ytitle, .y2title, .xtick text, .ytick text, .y2tick text');
  const out = [...texts].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < bounds.left - 1 || box.right > bounds.right + 1 || box.top < bounds.top - 1
      || box.bottom > bounds.bottom + 1;
  }).map(text => `${number}: ${text.textContent}`);
  if (texts.length < 4) out.push(`${number}: only ${texts.length} texts`);
  if (area.scrollWidth > area.clientWidth || area.scrollHeight > area.clientHeight) out.push(`${number}: scrolls`);
  return out;
})"""


class Page:
    """A page, its errors and its network requests."""

    def __init__(self, browser, path, width=1100, height=900, **options):
        self.context = browser.new_context(offline=True, viewport={"width": width, "height": height}, **options)
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "request",
            lambda request: request.url.startswith(("file:", "data:", "blob:")) or self.errors.append(request.url),
        )
        self.page.goto(path.as_uri())

    def wait_for_figures(self):
        """Waits until all figures are drawn; returns their number."""
        figures = self.page.locator(".audio-tokens-figure")
        for i in range(figures.count()):
            figures.nth(i).locator(".main-svg").first.wait_for(state="visible", timeout=20_000)
        return figures.count()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.context.close()


@pytest.mark.parametrize("stage", STAGES)
def test_a_report_shows_all_figures_and_players_without_a_network(tiny_run, browser, stage):
    with Page(browser, tiny_run / "reports" / f"{stage}.html") as report:
        page = report.page
        report.wait_for_figures()
        durations = page.evaluate(
            """Promise.all([...document.querySelectorAll('audio')].map(audio => new Promise(done =>
                 audio.readyState > 0 ? done(audio.duration) : audio.onloadedmetadata = () => done(audio.duration))))"""
        )
        assert all(0.5 < seconds < 11 for seconds in durations), durations
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"report_{stage}.png", full_page=True)
        assert report.errors == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_report_is_small_enough_to_email(tiny_run, stage):
    report = tiny_run / "reports" / f"{stage}.html"
    assert report.stat().st_size <= MAX_BYTES
    page = report.read_text()
    assert page.count('id="plotly-script"') <= 1, "Plotly's script is included once"
    assert len(AUDIO.sub("", page).encode()) <= MAX_BYTES_WITHOUT_AUDIO


@pytest.fixture(scope="module")
def height_of_page(tiny_run, desktop_browser):
    """Returns the height of a stage's report in a window of the given width; each report is opened once."""
    heights = {}

    def height_of_page(stage, width):
        if stage not in heights:
            with Page(desktop_browser, tiny_run / "reports" / f"{stage}.html") as report:
                report.wait_for_figures()
                heights[stage] = {each: height_in_window(report.page, each) for each in WIDTHS}
        return heights[stage][width]

    return height_of_page


def height_in_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    height, previous = None, 0
    while height != previous:  # the figures are resized one after the other
        previous = height
        page.wait_for_timeout(300)
        height = page.evaluate("document.documentElement.scrollHeight")
    return height


@pytest.mark.parametrize("width", slow_except_first(WIDTHS))
@pytest.mark.parametrize("stage", STAGES)
def test_no_figure_is_cut_off_beside_a_scrollbar(tiny_run, desktop_browser, height_of_page, stage, width):
    # In a window this tall, the scrollbar appears only when the last figure and table have been drawn.
    height = height_of_page(stage, width) - 100
    with Page(desktop_browser, tiny_run / "reports" / f"{stage}.html", width, height) as report:
        report.wait_for_figures()
        report.page.wait_for_timeout(300)
        assert report.page.evaluate("document.documentElement.clientWidth") < width, "the scrollbar takes space"
        assert report.page.evaluate(CUT_OFF) == []
        assert report.page.evaluate("document.documentElement.scrollWidth") < width


def test_a_figure_is_resized_with_the_page(tiny_run, desktop_browser):
    with Page(desktop_browser, tiny_run / "reports" / "4_tokens.html", 1600) as report:
        report.wait_for_figures()
        report.page.set_viewport_size({"width": 1000, "height": 700})
        report.page.wait_for_timeout(500)
        assert report.page.evaluate(CUT_OFF) == []


def test_the_toolbar_of_a_figure_is_visible_only_on_hover(tiny_run, browser):
    with Page(browser, tiny_run / "reports" / "5_training.html") as report:
        report.wait_for_figures()
        opacity = "bar => Number(getComputedStyle(bar).opacity)"
        bar = report.page.locator(".modebar-group").first
        assert bar.evaluate(opacity) == 0
        report.page.locator(".audio-tokens-figure .nsewdrag").first.hover()
        report.page.wait_for_timeout(600)
        assert bar.evaluate(opacity) == 1


def test_a_figure_is_a_static_image_if_javascript_is_disabled(tiny_run, browser):
    with Page(browser, tiny_run / "reports" / "3_clusters.html", java_script_enabled=False) as report:
        images = report.page.locator(".audio-tokens-figure img")
        assert images.count() == 3
        assert all(images.nth(i).bounding_box()["height"] > 100 for i in range(3))


def test_a_report_is_dark_on_a_dark_desktop(tiny_run, browser):
    with Page(browser, tiny_run / "reports" / "4_tokens.html", color_scheme="dark") as report:
        page = report.page
        page.locator(".audio-tokens-figure .main-svg").first.wait_for(state="visible", timeout=20_000)
        page.screenshot(path=SCREENSHOTS / "report_dark_4_tokens.png", full_page=True)
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        for part in ("h1", "td", "figcaption"):
            text = page.locator(part).first.evaluate("part => getComputedStyle(part).color")
            assert contrast(background, text) >= 4.5, part
        assert report.errors == []


def test_a_click_on_a_column_header_sorts_the_table(tiny_run, browser):
    with Page(browser, tiny_run / "reports" / "6_evaluation.html") as report:
        table = report.page.locator("table", has=report.page.locator("th", has_text="average precision")).first
        table.locator("th", has_text="average precision").click()
        cells = table.locator("tbody tr td:nth-child(2)").all()
        values = [float(cell.get_attribute("data-value")) for cell in cells]
        assert values == sorted(values)


def test_the_index_links_to_every_report(tiny_run, browser):
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
            assert page.locator('a[href="index.html"]').count() == 1
        assert index.errors == []
