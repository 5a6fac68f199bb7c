"""Fixtures: a tiny run of all stages, browsers, and measurements printed after the tests."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "output" / "tests" / "screenshots"
STAGES = ["1_dataset", "2_spectrograms", "3_clusters", "4_tokens", "5_training", "6_evaluation"]
# Expected outputs of each notebook: Plotly figures, spectrograms, tables, players, finished progress bars.
EXPECTED_OUTPUTS = {
    "1_dataset": {"figures": 2, "spectrograms": 0, "tables": 3, "players": 6, "bars": 2},
    "2_spectrograms": {"figures": 0, "spectrograms": 6, "tables": 3, "players": 6, "bars": 1},
    "3_clusters": {"figures": 3, "spectrograms": 6, "tables": 2, "players": 6, "bars": 4},
    "4_tokens": {"figures": 4, "spectrograms": 3, "tables": 3, "players": 3, "bars": 2},
    "5_training": {"figures": 1, "spectrograms": 0, "tables": 3, "players": 0, "bars": 1},
    "6_evaluation": {"figures": 3, "spectrograms": 0, "tables": 4, "players": 1, "bars": 1},
}
TINY = [
    "demoClips=32",
    "hopLength=512",
    "vocabSize=40",
    "niter=5",
    "epochs=2",
    "lstmEmbedDim=16",
    "lstmHiddenDim=16",
]
# Labels with special meaning in HTML, JavaScript, Plotly, templates or spreadsheets.
HOSTILE = [
    "<!--<script>x",
    "</script><script>window.owned = 1</script>",
    '<img src="x" onerror="window.owned = 1">',
    "<svg onload=window.owned=1>",
    "<b>bold</b><br>line",
    "&lt;i&gt; &amp; &copy;",
    "\"double\" 'single' `back`",
    "${window.owned = 1} {{ 7 * 7 }} %{x} {% raw %}",
    "$\\alpha$ [link](javascript:window.owned=1)",
    "]]> --> */ //",
    "two\u2028lines\u2029here",
    "Straßenbahn 電車 🚋 " + "long " * 20,
]
MEASURED = "measured"


def slow_except_first(values: list) -> list:
    """Returns values for ``parametrize`` of which all but the first are marked slow."""
    return [values[0], *(pytest.param(value, marks=pytest.mark.slow) for value in values[1:])]


def tiny_overrides(folder: Path) -> list[str]:
    """Overrides that make the demo tiny and write all files below ``folder``."""
    return TINY + [
        f"outputPath={folder / 'run'}",
        f"audioPath={folder / 'audio'}",
        f"segments={folder / 'audio' / 'segments.csv'}",
    ]


def run_pipeline(*arguments: str, under: tuple[str, ...] = (), **options) -> subprocess.CompletedProcess:
    """Calls ./run as a user does, optionally ``under`` a tracing command."""
    command = [*under, str(ROOT / "run"), *arguments]
    return subprocess.run(command, **({"capture_output": True, "text": True, "cwd": ROOT} | options))


def strace(log: Path, call: str) -> tuple[str, ...]:
    """A command that traces the system call ``call`` of its children; empty if strace cannot run."""
    command = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", f"trace={call}", "-e", "signal=none", "-o", str(log))
    works = shutil.which("strace") and subprocess.run([*command, "true"], capture_output=True).returncode == 0
    return command if works else ()


@pytest.fixture(scope="session")
def connections(tmp_path_factory) -> Path:
    """The log of all connections that the tiny run opens; the file does not exist if strace cannot run."""
    return tmp_path_factory.mktemp("connections") / "connect.log"


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory, connections) -> Path:
    """The folder of a complete run on a tiny dataset."""
    folder = tmp_path_factory.mktemp("tiny")
    completed = run_pipeline(*tiny_overrides(folder), under=strace(connections, "connect"))
    assert completed.returncode == 0, completed.stderr
    assert "validation mAP" in completed.stdout
    return folder / "run"


@pytest.fixture(scope="session")
def chromium():
    """Launches Chromium, preferably its headless shell, which takes about half the CPU time.

    Tests that need a browser are skipped if none is installed.
    """
    from playwright.sync_api import sync_playwright

    installed = (shutil.which(name) for name in ("chromium-headless-shell", "chromium", "google-chrome"))
    executable = os.environ.get("CHROMIUM") or next(filter(None, installed), None)
    if executable is None:
        pytest.skip("no chromium on PATH; apt install chromium-headless-shell")
    with sync_playwright() as playwright:
        yield lambda **options: playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox"], **options
        )


@pytest.fixture(scope="session")
def browser(chromium):
    """A browser with hidden scrollbars, the default when headless."""
    browser = chromium()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def desktop_browser(chromium):
    """A browser whose scrollbars take space, as on a desktop."""
    browser = chromium(ignore_default_args=["--hide-scrollbars"])
    yield browser
    browser.close()


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two CSS colors, from 1 to 21."""

    def luminance(color: str) -> float:
        channels = [int(channel) / 255 for channel in re.findall(r"\d+", color)[:3]]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted([luminance(first), luminance(second)])
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def measure(record_property):
    """Records a time for the summary after the tests. Not asserted, since machines differ."""
    return lambda name, seconds: record_property(MEASURED, (name, f"{seconds:.1f} s"))


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: left out by ./run test, run by ./run test --all and in CI")


def pytest_terminal_summary(terminalreporter):
    # the test reports of all pytest workers
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    measured = [value for report in reports for name, value in report.user_properties if name == MEASURED]
    if measured:
        terminalreporter.section("measured")
        for name, value in measured:
            terminalreporter.write_line(f"{name:<60} {value:>8}")
