"""Tests the kernel: first result, exceptions, interruption."""

import time

import pytest
from jupyter_client.manager import start_new_kernel

from conftest import ROOT, tiny_overrides

IMPORTS = "import static audiotokens.notebook.Notebook.*; import audiotokens.pipeline.run.*; import audiotokens.pipeline.training.*;"


class Cells:
    """Runs cells in a kernel and collects their outputs."""

    def __init__(self):
        start = time.monotonic()
        self.manager, self.client = start_new_kernel(kernel_name="java", cwd=str(ROOT / "notebooks"))
        assert self.run("1 + 1")[0]["content"]["data"]["text/plain"] == "2"
        self.seconds_to_first_result = time.monotonic() - start

    def run(self, code: str, on_message=None) -> list[dict]:
        """Runs a cell; returns its messages except for status. ``on_message`` is called with each of them."""
        request = self.client.execute(code)
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages
            if message["msg_type"] not in ("status", "execute_input"):
                messages.append(message)
                if on_message is not None:
                    on_message(message)

    def error(self, code: str) -> list[str]:
        """Runs a failing cell; returns the lines of its error output."""
        (message,) = [message for message in self.run(code) if message["msg_type"] == "error"]
        return "\n".join(message["content"]["traceback"]).splitlines()


@pytest.fixture(scope="module")
def cells():
    cells = Cells()
    cells.run(IMPORTS)
    yield cells
    cells.client.stop_channels()
    cells.manager.shutdown_kernel(now=True)


def test_the_kernel_evaluates_a_first_cell(cells, measure):
    measure("kernel start to first result", cells.seconds_to_first_result)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ('configuration("vocabSise=100");', "vocabSize"),
        ('configuration("vocabSize=many");', "whole number"),
        ('new ModelTrainer(configuration("outputPath=/tmp/audio-tokens-nothing-here")).run(progress());', "notebook"),
        ("Object nothing = null; nothing.toString();", "NullPointerException"),
    ],
)
def test_an_exception_is_reported_in_at_most_three_lines(cells, code, message):
    lines = cells.error(code)
    assert 1 <= len(lines) <= 3
    assert message in "\n".join(lines)


def test_the_stack_trace_of_an_exception_is_collapsed(cells):
    shown = cells.run('configuration("vocabSise=100");')
    folded = [message["content"]["data"].get("text/html", "") for message in shown if "data" in message["content"]]
    assert any(html.startswith("<details>") and "\tat audiotokens.pipeline.config" in html for html in folded)


def test_a_log_line_goes_to_the_runs_log_and_not_to_a_cell(cells, tmp_path):
    run = tmp_path / "run"
    shown = cells.run(
        f'var logged = configuration("outputPath={run}"); org.slf4j.LoggerFactory.getLogger("test").warn("first line");'
        ' java.util.logging.Logger.getLogger("test").warning("second line");'
    )
    assert shown == []
    log = (run / "notebook.log").read_text()
    assert "first line" in log and "second line" in log


def test_an_interrupted_stage_stops_and_the_kernel_survives(cells, tmp_path, measure):
    overrides = ", ".join(f'"{override}"' for override in [*tiny_overrides(tmp_path), "demoClips=4000"])
    interrupted = []

    def interrupt(message):
        if not interrupted and "clips" in str(message["content"].get("data")):
            interrupted.append(time.monotonic())
            cells.manager.interrupt_kernel()

    shown = cells.run(
        f"new audiotokens.pipeline.dataset.DatasetSplitter(configuration({overrides})).run(progress());",
        on_message=interrupt,
    )
    measure("interrupt to the end of the cell", time.monotonic() - interrupted[0])
    assert shown[-1]["msg_type"] == "error"
    bars = [message["content"]["data"]["text/plain"] for message in shown if message["msg_type"] == "update_display_data"]
    assert "stopped" in bars[-1]
    assert cells.run("2 + 3")[0]["content"]["data"]["text/plain"] == "5"
