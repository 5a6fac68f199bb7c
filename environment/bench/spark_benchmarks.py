"""Measures stages 1 to 4 on threads, and on Apache Spark with one and two workers; estimates the time for AudioSet.

This is the benchmark `spark` of ./run bench --scale. It runs the stages with `spectrogramStore=none tokenStore=parquet` on
each of ENGINES in turn. Each term of the table for 2,084,320 clips is marked as measured (m) or computed from measured
terms (c).
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
ALL_CLIPS = 2_084_320
STORES = ["spectrogramStore=none", "tokenStore=parquet"]
STAGES = ["dataset", "spectrograms", "clusters", "tokens"]
TICKS = os.sysconf("SC_CLK_TCK")
# Configuration overrides and number of Spark workers of each engine; the last engine processes half of the clips.
ENGINES = {
    "local-2": (["threads=2"], 0),
    "spark-local-2": (["engine=spark", "sparkMaster=local[2]", "threads=2"], 0),
    "one-worker": (["threads=2"], 1),
    "two-workers": (["threads=2"], 2),
    "local-2-half": (["threads=2"], 0),
}


# ---- resource usage


class Meter(threading.Thread):
    """Samples processes and their descendants: CPU seconds, bytes read and written, peak memory of the largest process."""

    def __init__(self, root_ids: list[int]):
        super().__init__(daemon=True)
        self.root_ids = root_ids
        self.stopped = threading.Event()
        self.last = {}  # the latest sample by process id: CPU seconds, bytes read, bytes written
        self.first = {}
        self.peak_bytes = 0
        self.sample()
        self.first = dict(self.last)

    def run(self):
        while not self.stopped.wait(0.2):
            self.sample()

    def sample(self):
        parent_and_cpu = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                parent_and_cpu[int(folder.name)] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS)
            except OSError:
                pass
        largest_bytes = 0
        for process_id in parent_and_cpu:
            ancestor = process_id
            while ancestor not in self.root_ids and ancestor in parent_and_cpu:
                ancestor = parent_and_cpu[ancestor][0]
            if ancestor in self.root_ids:
                try:
                    io = dict(line.split(": ") for line in Path(f"/proc/{process_id}/io").read_text().splitlines())
                    status = Path(f"/proc/{process_id}/status").read_text()
                except OSError:
                    continue
                resident_kib = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
                largest_bytes = max(largest_bytes, resident_kib * 1024)
                self.last[process_id] = (parent_and_cpu[process_id][1], int(io["rchar"]), int(io["wchar"]))
        self.peak_bytes = max(self.peak_bytes, largest_bytes)

    def stop(self) -> dict:
        self.stopped.set()
        cpu, read, written = (sum(last[i] - self.first.get(process_id, (0, 0, 0))[i]
                                  for process_id, last in self.last.items()) for i in range(3))
        return {"cpu": cpu, "peak": self.peak_bytes, "read": read, "written": written}


# ---- engines


class Cluster:
    """A standalone Spark master and workers with one core each, on this machine."""

    def __init__(self, runner, workers: int, folder: Path):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "jars").mkdir(parents=True)
        for jar in runner.spark_class_path:
            link = folder / "jars" / Path(jar).name
            if not link.exists() and not link.name.startswith("audio-tokens"):
                link.symlink_to(jar)
        self.folder = folder
        self.runner = runner
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"spark://127.0.0.1:{probe.getsockname()[1]}"
        port = self.address.rsplit(":", 1)[1]
        self.processes = []
        self.processes.append(self.start("master", "master.Master", "--port", port))
        self.wait_for("master", "New state: ALIVE")
        for number in range(workers):
            name = f"worker{number}"
            self.processes.append(self.start(name, "worker.Worker", "--cores", "1", "--memory", "2g",
                                             "--work-dir", str(folder / name), self.address))
            self.wait_for(name, "Successfully registered with master")

    def start(self, name, main, *arguments):
        command = [self.runner.java, "-Xmx256m", *self.runner.add_opens, "-cp", f"{self.folder}/jars/*",
                   f"org.apache.spark.deploy.{main}", "--host", "127.0.0.1", "--webui-port", "0", *arguments]
        environment = os.environ | {"SPARK_HOME": str(self.folder), "SPARK_SCALA_VERSION": "2.13",
                                    "SPARK_LOCAL_IP": "127.0.0.1"}
        log = (self.folder / f"{name}.log").open("w")
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)

    def wait_for(self, name, message):
        for _ in range(1200):
            if message in (self.folder / f"{name}.log").read_text():
                return
            time.sleep(0.1)
        log = (self.folder / f"{name}.log").read_text()
        self.close()
        raise RuntimeError(f"{name} did not start:\n{log[-2000:]}")

    def overrides(self, heap):
        return ["engine=spark", f"sparkMaster={self.address}", f"spark.executor.memory={heap}",
                "spark.driver.host=127.0.0.1"]

    def close(self):
        for process in reversed(self.processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class StageRunner:
    """Runs the stages on an engine and measures them."""

    def __init__(self, scale):
        self.java = scale.arguments.java
        self.heap = scale.arguments.heap
        self.class_path = scale.arguments.class_path
        self.work = scale.work
        self.corpus = scale.corpus()
        self.half_segments = scale.work / "half.csv"
        lines = (scale.work / "segments.csv").read_text().splitlines()
        self.half_segments.write_text("\n".join(lines[: 3 + (len(lines) - 3) // 2]) + "\n")
        spark_target = ROOT / "lib/spark/target"
        # Spark's processes log when they are ready; the logger is on the library's class path.
        self.spark_class_path = [*(spark_target / "classpath.txt").read_text().strip().split(os.pathsep),
                                 *(jar for jar in self.class_path.split(os.pathsep) if "slf4j" in Path(jar).name)]
        pom = (ROOT / "lib/spark/pom.xml").read_text()
        self.add_opens = pom.split("<opens>")[1].split("</opens>")[0].split()

    def start(self, overrides):
        # the options of ./run stages
        command = [self.java, f"-Xmx{self.heap}", "-XX:+UseParallelGC", "--add-modules=jdk.incubator.vector",
                   "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", *self.add_opens,
                   "-cp", self.class_path, "audiotokens.pipeline.headless.RunStages", str(self.corpus), *overrides,
                   "--until=tokens"]
        environment = os.environ | {"DJL_OFFLINE": "true", "OPT_OUT_TRACKING": "true",
                                    "AUDIO_TOKENS_SPARK": str(ROOT / "lib/spark/target")}
        with (self.work / "stages.log").open("w") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=ROOT)

    def run(self, engine) -> dict:
        overrides, workers = ENGINES[engine]
        if engine.endswith("-half"):
            overrides = [*overrides, f"segments={self.half_segments}"]
        if not workers:
            return self.measure(engine, overrides, [])
        cluster = Cluster(self, workers, self.work / "cluster")
        try:
            return self.measure(engine, [*overrides, *cluster.overrides(self.heap)], cluster.processes)
        finally:
            cluster.close()

    def measure(self, engine, overrides, cluster_processes) -> dict:
        """Runs the stages from dataset to tokens in a new folder and returns the measurements."""
        output = self.work / "run"
        shutil.rmtree(output, ignore_errors=True)
        start = time.perf_counter()
        driver = self.start([f"outputPath={output}", *STORES, *overrides])
        meter = Meter([driver.pid, *(process.pid for process in cluster_processes)])
        meter.start()
        if driver.wait() != 0:
            raise RuntimeError("the stages failed:\n" + (self.work / "stages.log").read_text()[-2000:])
        measurements = {"row": engine, "seconds": time.perf_counter() - start, **meter.stop()}
        for stage in STAGES:
            measurements[stage] = json.loads((output / "stages" / f"{stage}.json").read_text())["seconds"]
        measurements["token_bytes"] = bytes_below(output / "tokenized_audio")
        measurements["disk"] = bytes_below(output)
        shutil.rmtree(output)
        return measurements


def bytes_below(folder) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


# ---- tables


def median_run(measured, engine):
    """Returns the run with the median wall time among the runs on an engine."""
    runs = sorted((run for run in measured if run["row"] == engine), key=lambda run: run["seconds"])
    return runs[len(runs) // 2] if runs else None


def ratios(measured) -> list[str]:
    """Returns ratios of alternating runs as lines of a table."""
    lines = ["| ratio | goal | median (range) |", "|---|---|---|"]
    for description, goal, numerator, denominator, quantity in [
        ("Spark local[2] / local engine, wall time", "≤ 1.15", "spark-local-2", "local-2", lambda run: run["seconds"]),
        ("Spark local[2] / local engine, CPU time", "", "spark-local-2", "local-2", lambda run: run["cpu"]),
        ("speed-up of two workers of one core over one worker", "≥ 1.8", "one-worker", "two-workers",
         lambda run: run["seconds"]),
        ("time per clip of stages 2 and 4, all clips / half of the clips", "0.95 to 1.05", "local-2", "local-2-half",
         lambda run: (run["spectrograms"] + run["tokens"]) * (2 if run["row"] == "local-2-half" else 1)),
    ]:
        values = [quantity(a) / quantity(b)
                  for a, b in zip([run for run in measured if run["row"] == numerator],
                                  [run for run in measured if run["row"] == denominator])]
        if values:
            lines.append(f"| {description} | {goal} | {median(values):.2f} ({min(values):.2f} to {max(values):.2f}) |")
    return lines


def all_of_audioset(measured, clips: int, clip_bytes: float) -> list[str]:
    """Returns the lines of the table for all of AudioSet, with each term marked as measured or computed."""
    local = median_run(measured, "local-2")
    if local is None:
        return []
    spark = median_run(measured, "spark-local-2") or local
    two_workers, one_worker = median_run(measured, "two-workers"), median_run(measured, "one-worker")
    cpu_ratio = spark["cpu"] / local["cpu"]
    speed_up = one_worker["seconds"] / two_workers["seconds"] if two_workers and one_worker else None
    # Stage 3 clusters a sample of fixed size, independent of the number of clips.
    core_seconds = (local["spectrograms"] + local["tokens"] + local["dataset"]) * 2 / clips
    cluster_seconds = local["clusters"]
    read_bytes = local["read"] / clips * ALL_CLIPS
    written_bytes = local["token_bytes"] / clips * ALL_CLIPS
    sent_bytes = written_bytes  # tokens are sent to the driver in about the size of their files
    lines = [
        f"| term | per clip | {ALL_CLIPS:,} clips | |",
        "|---|---|---|---|",
        f"| CPU, stages 1, 2 and 4, two threads | {1000 * core_seconds:.1f} ms | "
        f"{core_seconds * ALL_CLIPS / 3600:.1f} core hours | m, c |",
        f"| CPU time with Spark over that with threads | {cpu_ratio:.2f} × | | m |",
        f"| speed-up of two workers over one | {f'{speed_up:.2f} ×' if speed_up else 'not run'} | | m |",
        f"| stage 3, a sample of fixed size, on the driver | | {cluster_seconds / 3600:.2f} h | m |",
        f"| audio in FLAC | {clip_bytes / 1e3:.0f} kB | {clip_bytes * ALL_CLIPS / 1e12:.2f} TB | m, c |",
        f"| bytes read, all stages | {local['read'] / clips / 1e3:.0f} kB | {read_bytes / 1e12:.2f} TB | m, c |",
        f"| bytes written, tokens in Parquet | {local['token_bytes'] / clips / 1e3:.2f} kB | {written_bytes / 1e9:.1f} GB | m, c |",
        f"| network to the driver | {sent_bytes / ALL_CLIPS / 1e3:.2f} kB | {sent_bytes / 1e9:.1f} GB | c |",
        "",
        "| cores | CPU, h | reading at 200 MB/s per machine of 16 cores, h | audio over 1 Gbit/s per machine, h | over 10 Gbit/s, h"
        " | total hours, local disk | over 1 Gbit/s | over 10 Gbit/s | bottleneck |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for cores in (2, 16, 128):
        machines = max(1, cores // 16)
        cpu_factor = 1 if cores == 2 else cpu_ratio
        cpu_hours = core_seconds * cpu_factor * ALL_CLIPS / cores / 3600
        transfer_hours = [read_bytes / machines / rate / 3600 for rate in (200e6, 125e6, 1250e6)]
        totals = [max(cpu_hours, hours) + cluster_seconds / 3600 for hours in transfer_hours]
        bottlenecks = [name if hours > cpu_hours else "CPU"
                       for name, hours in zip(("disk", "1 Gbit/s", "10 Gbit/s"), transfer_hours)]
        lines.append(f"| {cores} | " + " | ".join(f"{hours:.1f}" for hours in [cpu_hours, *transfer_hours, *totals])
                     + f" | {', '.join(dict.fromkeys(bottlenecks))} |")
    lines.append("")
    lines.append(f"All hours are computed from the measured terms above ({clips:,} clips; rows with more than 2 cores include"
                 " Spark's overhead). They assume cores as fast as these, all of them busy.")
    return lines


def spark(scale):
    """Measures stages 1 to 4 on threads, on Spark in one process, and on a cluster on this machine; prints the estimate."""
    runner = StageRunner(scale)
    measured = []
    for _ in range(scale.arguments.repeats):
        for engine in scale.arguments.engine:
            run = runner.run(engine)
            measured.append(run)
            print(f"{engine:14} {scale.arguments.clips} clips: {run['seconds']:7.1f} s"
                  f" ({', '.join(f'{stage} {run[stage]:.1f}' for stage in STAGES)}), CPU {run['cpu']:.1f} s,"
                  f" peak memory of a process {run['peak'] / 1e6:,.0f} MB, disk {run['disk'] / 1e6:,.1f} MB",
                  flush=True)
    if scale.arguments.json:
        scale.arguments.json.write_text(json.dumps({"clips": scale.arguments.clips, "runs": measured}, indent=1))
    recordings = list((scale.work / "recordings").glob("*.flac"))
    clip_bytes = sum(file.stat().st_size for file in recordings) / len(recordings)
    print("\n" + "\n".join(ratios(measured)))
    print("\n" + "\n".join(all_of_audioset(measured, scale.arguments.clips, clip_bytes)), flush=True)
