"""Tests JupyterLab's spare JVM, which is started ahead of the next kernel."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "environment"))
import without_iri  # noqa: E402, F401
import spare_kernel  # noqa: E402

SESSION = {"JPY_SESSION_NAME": "a notebook"}


class LoopThread:
    """An event loop in a separate thread, since Playwright runs another one in the tests' thread."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def run_until_complete(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture(scope="module")
def loop():
    with contextlib.closing(LoopThread()) as loop:
        yield loop


@pytest.fixture(scope="module")
def variables():
    """The server's environment variables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST")  # differs from test to test
        yield dict(os.environ)


@pytest.fixture(scope="module")
def kernels(loop, variables, tmp_path_factory):
    """The kernels of a server whose root is an empty folder."""
    kernels = loop.run_until_complete(server(root_dir=str(tmp_path_factory.mktemp("root"))))
    yield kernels
    loop.run_until_complete(kernels.shutdown_all(now=True))


async def server(root_dir):
    return spare_kernel.SpareJvmMappingKernelManager(root_dir=root_dir)


async def start(kernels, variables, folder="") -> str:
    return await kernels.start_kernel(path=folder, kernel_name="java", env=variables | SESSION)


def process_id_of(kernels, kernel) -> int:
    return kernels.get_kernel(kernel).provisioner.process.pid


async def client_of(kernels, kernel):
    client = kernels.get_kernel(kernel).client()
    client.start_channels()
    await client.wait_for_ready(timeout=120)
    return client


async def evaluate(client, code) -> str:
    request = client.execute(code)
    while True:
        message = await client.get_iopub_msg(timeout=120)
        if message["parent_header"].get("msg_id") == request and message["msg_type"] == "execute_result":
            return message["content"]["data"]["text/plain"]


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def is_running(process_id: int) -> bool:
    state = Path(f"/proc/{process_id}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_kernel_runs_in_the_spare_jvm(loop, kernels, variables, measure):
    spare = kernels.spare.process.pid
    time.sleep(4)  # a user takes at least this long to open a notebook

    async def scenario():
        start_time = time.monotonic()
        kernel = await start(kernels, variables)
        assert kernels.spare is None and kernels.timer is not None, "the next spare JVM is started after a delay"
        client = await client_of(kernels, kernel)
        assert await evaluate(client, "1 + 1") == "2"
        measure("kernel start to first result in JupyterLab", time.monotonic() - start_time)
        assert process_id_of(kernels, kernel) == spare
        folder = await evaluate(client, 'java.nio.file.Path.of("").toAbsolutePath().toString()')
        assert folder == kernels.root_dir

        # when the kernel is restarted, then it runs in another JVM, without the variables of its cells
        assert await evaluate(client, "int x = 3; x") == "3"
        await kernels.restart_kernel(kernel)
        assert process_id_of(kernels, kernel) != spare and not is_running(spare)
        assert await evaluate(client, 'String x = "4"; x') == "4"
        restarted_process_id = process_id_of(kernels, kernel)
        client.stop_channels()
        await kernels.shutdown_kernel(kernel)
        assert not is_running(restarted_process_id)

    loop.run_until_complete(scenario())


@pytest.mark.parametrize("folder, added_variables", [("notebooks", {}), ("", {"AUDIO_TOKENS_OVERRIDES": "seed=2"})])
def test_a_kernel_with_another_folder_or_variable_gets_its_own_jvm(loop, kernels, variables, folder, added_variables):
    (Path(kernels.root_dir) / "notebooks").mkdir(exist_ok=True)

    async def scenario():
        kernels.cancel_timer()
        kernels.start_spare(spare_kernel.kernel_command(), kernels.root_dir, variables | SESSION)
        spare = kernels.spare.process
        kernel = await start(kernels, variables | added_variables, folder)
        assert process_id_of(kernels, kernel) != spare.pid
        assert spare.poll() is not None
        await kernels.shutdown_kernel(kernel, now=True)

    loop.run_until_complete(scenario())


def test_the_spare_jvm_exits_with_a_killed_server(tmp_path):
    code = "import spare_kernel, sys, time; k = spare_kernel.SpareJvmMappingKernelManager(root_dir=sys.argv[1]);"
    code += " print(k.spare.process.pid, flush=True); time.sleep(600)"
    server = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT / "environment"
    )
    spare = int(server.stdout.readline())
    assert is_running(spare)
    server.send_signal(signal.SIGKILL)
    server.wait()
    wait_until(lambda: not is_running(spare))


def test_a_spare_jvm_that_exits_when_it_is_used_is_replaced_by_a_cold_kernel(loop, kernels, variables, monkeypatch):
    async def scenario():
        kernels.cancel_timer()
        kernels.start_spare(spare_kernel.kernel_command(), kernels.root_dir, variables | SESSION)
        spare = kernels.spare.process
        spare.kill()
        spare.wait()
        # as if the JVM had exited just after the check
        monkeypatch.setattr(spare_kernel.SpareJvm, "matches", lambda *arguments: True)
        kernel = await start(kernels, variables)
        assert process_id_of(kernels, kernel) != spare.pid and is_running(process_id_of(kernels, kernel))
        assert kernels.timer is not None
        await kernels.shutdown_kernel(kernel, now=True)

    loop.run_until_complete(scenario())


def test_a_removed_jdk_does_not_stop_the_server(loop, variables, tmp_path, monkeypatch):
    monkeypatch.setattr(spare_kernel, "kernel_command", lambda: [str(tmp_path / "jdk" / "bin" / "java")])
    kernels = loop.run_until_complete(server(root_dir=str(tmp_path)))
    assert kernels.spare is None
    loop.run_until_complete(kernels.shutdown_all(now=True))


def test_the_next_spare_jvm_is_started_after_a_kernel_has_failed_to_start(loop, variables, tmp_path, monkeypatch):
    async def fail(*arguments, **settings):
        raise OSError("no such JDK")

    async def scenario():
        kernels = await server(root_dir=str(tmp_path))
        kernels.spare.kill()
        with pytest.raises(OSError, match="no such JDK"):
            await start(kernels, variables)
        assert kernels.timer is not None
        kernels.cancel_timer()

    monkeypatch.setattr(spare_kernel.ServerKernelManager, "_async_launch_kernel", fail)
    loop.run_until_complete(scenario())
