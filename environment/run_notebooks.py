"""Executes the notebooks of the stages, or single experiments, and writes their reports into the run's folder.

usage: run_notebooks.py [--redraw] RUN_FOLDER [NOTEBOOK ...]

RUN_FOLDER contains configuration.yaml, written by audiotokens.pipeline.run.PrepareRun. Reports that are up to date are kept,
unless --redraw is given. The exit status is 1 if a cell failed.
"""

import fcntl
import json
import os
import signal
import sys
import time
from pathlib import Path

from kept_reports import KeptReports
from progress_line import ProgressLine

ENVIRONMENT = Path(__file__).resolve().parent
ROOT = ENVIRONMENT.parent


def stage_notebooks() -> list[Path]:
    """Returns the notebooks of the stages, in order."""
    return sorted((ROOT / "notebooks").glob("[1-6]_*.ipynb"))


def programs() -> list[Path]:
    """Returns the files and folders that generate the reports: JDK, library, kernel and this folder."""
    kernel = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "java" / "kernel.json"
    argv = json.loads(kernel.read_text())["argv"]
    class_path = argv[argv.index("-cp") + 1].split(os.pathsep)
    return [Path(argv[0]), *map(Path, class_path[1:]), *sorted(ENVIRONMENT.glob("*.py")), ENVIRONMENT / "templates",
            Path(sys.prefix) / ".made"]


def lock(file: Path):
    """Locks ``file`` until the returned file is closed; returns None if another process has the lock."""
    lock_file = file.open("a")
    try:
        fcntl.lockf(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock_file.close()
        return None
    lock_file.truncate(0)
    lock_file.write(f"{os.getpid()}\n")
    lock_file.flush()
    return lock_file


class Run:
    """Executes notebooks in a shared JVM, which is started when the first of them needs it."""

    def __init__(self, run_folder: Path):
        self.run_folder = run_folder
        self.host = None
        self.cache = None
        self.cache_lock = None

    def __enter__(self):
        self.log = (self.run_folder / "kernel.log").open("a")
        return self

    def __exit__(self, *failure):
        if self.host:
            self.host.kill()
        if self.cache:  # a JVM that was killed may have left files behind
            self.cache.unlink(missing_ok=True)
            Path(f"{self.cache}.config").unlink(missing_ok=True)
        if self.cache_lock:
            self.cache_lock.close()
        self.log.close()

    def execute(self, notebook_file: Path) -> str | None:
        """Executes one notebook, writes its report and prints its time; returns the message of a failed cell."""
        print(f"{notebook_file.stem:<16}", end=" ", flush=True)
        start = time.monotonic()
        if self.host is None:
            self.start_host(notebook_file.parent)
        import execute  # a slow import, during which the JVM starts

        with ProgressLine(notebook_file.stem, self.run_folder / ".progress"):
            failure = execute.execute(notebook_file, self.run_folder, self.host, self.log.name)
        print(f"{time.monotonic() - start:7.1f} s", flush=True)
        if failure:
            print(f"{notebook_file.stem} failed: {failure}", file=sys.stderr)
        return failure

    def start_host(self, folder: Path) -> None:
        from kernel_host import KernelHost

        self.host = KernelHost(self.log, folder, self.cache)

    def prepare_cache(self) -> None:
        """Makes the JVM write an AOT cache, unless there is a current one or another run is writing one."""
        from kernel_host import kernels_use_cache

        if not kernels_use_cache():
            self.cache_lock = lock(Path(sys.prefix) / "kernel.aot.lock")
            if self.cache_lock:
                self.cache = Path(sys.prefix) / f"kernel-{os.getpid()}.aot"

    def install_cache(self) -> None:
        """Closes the JVM, which then writes the AOT cache, and installs the cache for later kernels."""
        if self.cache and self.host:
            import kernel_cache

            print("writing the AOT cache, so that later kernels start faster ...", file=sys.stderr)
            if self.host.close() and self.cache.exists():
                kernel_cache.install(self.cache, self.host.cache_key)
            self.host = None


def main(arguments: list[str]) -> int:
    redraw = "--redraw" in arguments
    folder, *notebooks = [argument for argument in arguments if argument != "--redraw"]
    run_folder = Path(folder).resolve()
    lock_file = lock(run_folder / ".run.lock")
    if lock_file is None:
        print(f"another run is using {run_folder}; wait until it ends, or set outputPath", file=sys.stderr)
        return 1
    os.environ["AUDIO_TOKENS_CONFIG"] = str(run_folder / "configuration.yaml")
    os.environ["AUDIO_TOKENS_PROGRESS"] = str(run_folder / ".progress")
    os.environ.pop("JPY_SESSION_NAME", None)  # belongs to the notebook whose cell runs this script, if any
    try:
        with Run(run_folder) as run:
            if notebooks:
                return run_experiments(run, [Path(notebook).resolve() for notebook in notebooks])
            return run_stages(run, redraw)
    except KeyboardInterrupt:
        print("\nstopped; the same command resumes the run", file=sys.stderr)
        return 130


def run_experiments(run: Run, notebooks: list[Path]) -> int:
    from index_page import FAILURE_MARKER, index_of, write_index

    failures = []
    for notebook_file in notebooks:
        failures.append(run.execute(notebook_file))
        if failures[-1]:
            break
    index = index_of(run.run_folder)
    if index.exists() and FAILURE_MARKER not in index.read_text(encoding="utf-8"):
        executed = [run.run_folder / "notebooks" / notebook_file.name for notebook_file in stage_notebooks()]
        write_index(run.run_folder, [path for path in executed if path.exists()])
    for notebook_file in notebooks:
        print(f"report           {run.run_folder / 'reports' / notebook_file.stem}.html")
    return 1 if any(failures) else 0


def run_stages(run: Run, redraw: bool) -> int:
    """Executes the notebooks of the stages whose reports are out of date, and stops after the first that fails."""
    kept = KeptReports(run.run_folder, programs())
    index = run.run_folder / "reports" / "index.html"
    executed, n_generated = [], 0
    for notebook_file in stage_notebooks():
        if not redraw and kept.is_kept(notebook_file):
            print(f"{notebook_file.stem:<16}    kept")
        else:
            if n_generated == 0:
                index.unlink(missing_ok=True)  # so that no index of an earlier run remains if this run is stopped
                if not executed:
                    run.prepare_cache()
            kept.forget(notebook_file)
            failure = run.execute(notebook_file)
            if failure:
                write_index_page(run.run_folder, executed, (notebook_file.stem, failure))
                return 1
            n_generated += 1
            kept.keep(notebook_file)
        executed.append(run.run_folder / "notebooks" / notebook_file.name)
    if n_generated or not index.exists():
        write_index_page(run.run_folder, executed)
    else:
        print("nothing has changed since these reports were written; to write them again, use --redraw")
    print_result(run.run_folder, index)
    if n_generated == len(executed):
        run.install_cache()
    return 0


def write_index_page(run_folder: Path, executed: list[Path], failure: tuple[str, str] | None = None) -> None:
    from index_page import write_index

    write_index(run_folder, executed, failure)


def print_result(run_folder: Path, index: Path) -> None:
    import index_page

    summary = json.loads((run_folder / "summary.json").read_text())
    skipped = summary["clips"].get("skipped", 0)
    if skipped:
        print(f"skipped clips    {skipped}; the reasons are in {run_folder / 'problems.csv'}")
    adopted = summary.get("adopted")
    if adopted:
        print(f"adopted          {index_page.adopted_files(adopted)}")
    score = summary.get("map")
    if isinstance(score, float):
        print(f"validation mAP   {score:.3f}")
    print(f"reports          {index}", flush=True)


def stop_like_control_c(signal_number, frame):
    """Treats a signal like Ctrl-C, because a kernel survives its parent unless the run stops it."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop_like_control_c)
    signal.signal(signal.SIGHUP, stop_like_control_c)
    sys.exit(main(sys.argv[1:]))
