"""Measures the time to a notebook's first result in a cold Java kernel, JupyterLab's spare JVM, and a Python kernel.

    ./run bench --start [--repeats 3]

Prints the medians of elapsed and CPU time from the request for a kernel to its first result, and from that result to the
first figure of notebook 1, on demo data of 32 clips that have been synthesized before.
"""

import argparse
import asyncio
import json
import os
import queue
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "environment"))
import without_iri  # noqa: E402, F401
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager  # noqa: E402

from spare_kernel import SpareJvmMappingKernelManager  # noqa: E402

FIGURE = "application/vnd.plotly.v1+json"
# name, kernel, and the server's kernel manager class
BENCHMARKS = [
    ("Java, cold", "java", AsyncMappingKernelManager),
    ("Java, in JupyterLab", "java", SpareJvmMappingKernelManager),
    ("Python, cold", "python3", AsyncMappingKernelManager),
]


def cpu_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def wait_until_idle(process_id: int) -> None:
    previous = -1.0
    while cpu_seconds(process_id) - previous > 0.05:
        previous = cpu_seconds(process_id)
        await asyncio.sleep(3)


async def wait_until_ready(client) -> None:
    """Asks for the kernel's description every 0.5 s until it replies on both channels, as JupyterLab's server does.

    jupyter_client's ``wait_for_ready`` would add 0.2 s, in which it waits for further output.
    """
    has_replied = is_subscribed = False
    for attempt in range(10_000):
        if attempt % 10 == 0:
            client.kernel_info()
        is_subscribed = is_subscribed or await received(client.get_iopub_msg)
        has_replied = has_replied or await received(client.get_shell_msg)
        if has_replied and is_subscribed:
            return
    raise RuntimeError("the kernel does not reply")


async def received(get_message) -> bool:
    try:
        await get_message(timeout=0.025)
        return True
    except queue.Empty:
        return False


async def run(client, code: str) -> list[str]:
    """Runs a cell; returns the MIME types of its outputs."""
    request = client.execute(code)
    mime_types = []
    while True:
        message = await client.get_iopub_msg(timeout=600)
        if message["parent_header"].get("msg_id") != request:
            continue
        content = message["content"]
        if message["msg_type"] == "error":
            raise RuntimeError("\n".join(content["traceback"]))
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            return mime_types
        mime_types += content.get("data", {})


def cells_of_notebook_1(folder: Path) -> list[str]:
    """The code cells of notebook 1, with a configuration that writes below ``folder``."""
    overrides = ["demoClips=32", "hopLength=512", f"outputPath={folder / 'run'}", f"audioPath={folder / 'audio'}",
                 f"segments={folder / 'audio' / 'segments.csv'}"]
    arguments = ", ".join(json.dumps(override) for override in overrides)
    cells = json.loads((ROOT / "notebooks" / "1_dataset.ipynb").read_text())["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [cell.replace("= configuration()", f"= configuration({arguments})") for cell in code]


async def measure(kernel: str, manager_class, cells: list[str]) -> list[float]:
    """Measures elapsed and CPU time to the first result, and from that result to the first figure."""
    kernels = manager_class(root_dir=str(ROOT / "notebooks"))
    spare = getattr(kernels, "spare", None)
    initial_cpu_seconds = 0.0
    if spare:
        await wait_until_idle(spare.process.pid)
        initial_cpu_seconds = cpu_seconds(spare.process.pid)
    try:
        start = time.monotonic()
        kernel_id = await kernels.start_kernel(path="", kernel_name=kernel, env=os.environ | {"JPY_SESSION_NAME": "bench"})
        manager = kernels.get_kernel(kernel_id)
        client = manager.client()
        client.start_channels()
        await wait_until_ready(client)
        await run(client, "1 + 1")
        process_id = manager.provisioner.process.pid
        result_time, result_cpu_seconds = time.monotonic(), cpu_seconds(process_id)
        times = [result_time - start, result_cpu_seconds - initial_cpu_seconds]
        for cell in cells if kernel == "java" else []:
            if FIGURE in await run(client, cell):
                times += [time.monotonic() - result_time, cpu_seconds(process_id) - result_cpu_seconds]
                break
        client.stop_channels()
        return times
    finally:
        await kernels.shutdown_all(now=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3, help="runs per kernel")
    repeats = parser.parse_args().repeats
    print(f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}")
    print(f"{'kernel':22} {'first result':>13} {'CPU':>10} {'first figure':>13} {'CPU':>10}")
    with tempfile.TemporaryDirectory(prefix="audio-tokens-bench-") as folder:
        cells = cells_of_notebook_1(Path(folder))
        asyncio.run(measure("java", AsyncMappingKernelManager, cells))  # synthesizes the demo
        times_by_name = {name: [] for name, _, _ in BENCHMARKS}
        for _ in range(repeats):
            for name, kernel, manager_class in BENCHMARKS:
                (Path(folder) / "run" / "stages" / "dataset.json").unlink(missing_ok=True)
                times_by_name[name].append(asyncio.run(measure(kernel, manager_class, cells)))
        for name, all_times in times_by_name.items():
            medians = [statistics.median(column) for column in zip(*all_times)]
            print(f"{name:22}" + "".join(f" {seconds:{width}.2f} s" for seconds, width in zip(medians, [11, 8, 11, 8])))


if __name__ == "__main__":
    main()
