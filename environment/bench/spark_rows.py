"""Measures audio to tokens on threads and on Apache Spark with one and two workers; estimates the time for AudioSet.

The row `spark` of ./run bench --scale. Runs the stages dataset to tokens with `spectrogramStore=none
tokenStore=parquet` on each of ENGINES in turn. Each term of the table for 2,084,320 clips is marked as measured (m) or
computed from measured terms (c).
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
# Configuration keys and number of Spark workers of each engine; the last engine processes half of the clips.
ENGINES = {
    "local-2": (["threads=2"], 0),
    "spark-local-2": (["engine=spark", "sparkMaster=local[2]", "threads=2"], 0),
    "one-worker": (["threads=1"], 1),
    "two-workers": (["threads=1"], 2),
    "local-2-half": (["threads=2"], 0),
}


# ---- resource usage


class Meter(threading.Thread):
    """Samples processes and their descendants: CPU seconds, peak memory, bytes read and written."""

    def __init__(self, roots: list[int]):
        super().__init__(daemon=True)
        self.roots = roots
        self.stopped = threading.Event()
        self.last = {}  # the latest sample of each process
        self.first = {}
        self.peak = 0
        self.sample()
        self.first = dict(self.last)

    def run(self):
        while not self.stopped.wait(0.2):
            self.sample()

    def sample(self):
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(folder.name)] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS)
            except OSError:
                pass
        memory = 0
        for process in parents:
            ancestor = process
            while ancestor not in self.roots and ancestor in parents:
                ancestor = parents[ancestor][0]
            if ancestor in self.roots:
                try:
                    io = dict(line.split(": ") for line in Path(f"/proc/{process}/io").read_text().splitlines())
                    status = Path(f"/proc/{process}/status").read_text()
                except OSError:
                    continue
                resident = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
                memory = max(memory, resident * 1024)
                self.last[process] = (parents[process][1], int(io["rchar"]), int(io["wchar"]))
        self.peak = max(self.peak, memory)

    def stop(self) -> dict:
        self.stopped.set()
        total = [sum(latest[i] - self.first.get(process, (0, 0, 0))[i] for process, latest in self.last.items())
                 for i in range(3)]
        return {"cpu": total[0], "peak": self.peak, "read": total[1], "written": total[2]}


# ---- engines


class Cluster:
    """A standalone Spark master and workers with one core each, on this machine."""

    def __init__(self, runs, workers: int, folder: Path):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "jars").mkdir(parents=True)
        for jar in runs.spark_class_path:
            link = folder / "jars" / Path(jar).name
            if not link.exists() and not link.name.startswith("audio-tokens"):
                link.symlink_to(jar)
        self.folder = folder
        self.runs = runs
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.address = f"spark://127.0.0.1:{unused.getsockname()[1]}"
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
        command = [self.runs.java, "-Xmx256m", *self.runs.opens, "-cp", f"{self.folder}/jars/*",
                   f"org.apache.spark.deploy.{main}", "--host", "127.0.0.1", "--webui-port", "0", *arguments]
        environment = os.environ | {"SPARK_HOME": str(self.folder), "SPARK_SCALA_VERSION": "2.13",
                                    "SPARK_LOCAL_IP": "127.0.0.1"}
        log = (self.folder / f"{name}.log").open("w")
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)

    def wait_for(self, name, words):
        for _ in range(1200):
            if words in (self.folder / f"{name}.log").read_text():
                return
            time.sleep(0.1)
        log = (self.folder / f"{name}.log").read_text()
        self.close()
        raise RuntimeError(f"{name} did not start:\n{log[-2000:]}")

    def keys(self, heap):
        return ["engine=spark", f"sparkMaster={self.address}", f"spark.executor.memory={heap}",
                "spark.driver.host=127.0.0.1"]

    def close(self):
        for process in reversed(self.processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Runs:
    """Runs the stages on an engine and measures them."""

    def __init__(self, scale):
        self.java = scale.arguments.java
        self.heap = scale.arguments.heap
        self.class_path = scale.arguments.class_path
        self.work = scale.work
        self.corpus = scale.corpus()
        self.half = scale.work / "half.csv"
        lines = (scale.work / "segments.csv").read_text().splitlines()
        self.half.write_text("\n".join(lines[: 3 + (len(lines) - 3) // 2]) + "\n")
        target = ROOT / "lib/spark/target"
        # Spark's processes log when they are ready; the logger is on the library's class path.
        self.spark_class_path = [*(target / "classpath.txt").read_text().strip().split(os.pathsep),
                                 *(jar for jar in self.class_path.split(os.pathsep) if "slf4j" in Path(jar).name)]
        pom = (ROOT / "lib/spark/pom.xml").read_text()
        self.opens = pom.split("<opens>")[1].split("</opens>")[0].split()

    def start(self, keys):
        # the options of ./run stages
        command = [self.java, f"-Xmx{self.heap}", "-XX:+UseParallelGC", "--add-modules=jdk.incubator.vector",
                   "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", *self.opens,
                   "-cp", self.class_path, "audiotokens.pipeline.headless.RunStages", str(self.corpus), *keys,
                   "--until=tokens"]
        environment = os.environ | {"DJL_OFFLINE": "true", "OPT_OUT_TRACKING": "true",
                                    "AUDIO_TOKENS_SPARK": str(ROOT / "lib/spark/target")}
        with (self.work / "stages.log").open("w") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=ROOT)

    def run(self, engine) -> dict:
        keys, workers = ENGINES[engine]
        if engine.endswith("-half"):
            keys = [*keys, f"segments={self.half}"]
        if not workers:
            return self.measure(engine, keys, [])
        cluster = Cluster(self, workers, self.work / "cluster")
        try:
            return self.measure(engine, [*keys, *cluster.keys(self.heap)], cluster.processes)
        finally:
            cluster.close()

    def measure(self, engine, keys, cluster) -> dict:
        """Runs the stages from dataset to tokens in a new folder and returns the measurements."""
        output = self.work / "run"
        shutil.rmtree(output, ignore_errors=True)
        start = time.perf_counter()
        process = self.start([f"outputPath={output}", *STORES, *keys])
        meter = Meter([process.pid, *(each.pid for each in cluster)])
        meter.start()
        if process.wait() != 0:
            raise RuntimeError("the stages failed:\n" + (self.work / "stages.log").read_text()[-2000:])
        figures = {"row": engine, "seconds": time.perf_counter() - start, **meter.stop()}
        for stage in STAGES:
            figures[stage] = json.loads((output / "stages" / f"{stage}.json").read_text())["seconds"]
        figures["token_bytes"] = bytes_below(output / "tokenized_audio")
        figures["disk"] = bytes_below(output)
        shutil.rmtree(output)
        return figures


def bytes_below(folder) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


# ---- tables


def median_run(measured, row):
    """Returns the run with the median wall time among the repeats of a row."""
    runs = sorted((run for run in measured if run["row"] == row), key=lambda run: run["seconds"])
    return runs[len(runs) // 2] if runs else None


def ratios(measured) -> list[str]:
    """Returns ratios of alternating runs as lines of a table."""
    lines = ["| what | goal | ratio (spread) |", "|---|---|---|"]
    for description, goal, numerator, denominator in [
        ("Spark local[2] / local engine, wall time", "≤ 1.15", "spark-local-2", "local-2"),
        ("Spark local[2] / local engine, CPU time", "", "spark-local-2", "local-2"),
        ("speed-up of two workers of one core over one worker", "≥ 1.8", "one-worker", "two-workers"),
        ("twice the clips / the clips, stages 2 and 4, over 2", "0.95 to 1.05", "local-2", "local-2-half"),
    ]:
        figure = {"Spark local[2] / local engine, CPU time": lambda run: run["cpu"],
                  "twice the clips / the clips, stages 2 and 4, over 2":
                      lambda run: run["spectrograms"] + run["tokens"]}.get(description, lambda run: run["seconds"])
        pairs = [figure(a) / figure(b) / (2 if "twice" in description else 1)
                 for a, b in zip([run for run in measured if run["row"] == numerator],
                                 [run for run in measured if run["row"] == denominator])]
        if pairs:
            lines.append(f"| {description} | {goal} | {median(pairs):.2f} ({min(pairs):.2f} to {max(pairs):.2f}) |")
    return lines


def all_of_audioset(measured, clips: int, clip_bytes: float) -> list[str]:
    """Returns the table for all of AudioSet, with each term marked as measured or computed."""
    local = median_run(measured, "local-2")
    if local is None:
        return []
    spark = median_run(measured, "spark-local-2") or local
    two, one = median_run(measured, "two-workers"), median_run(measured, "one-worker")
    overhead = spark["cpu"] / local["cpu"]
    speed_up = one["seconds"] / two["seconds"] if two and one else None
    # Stage 3 clusters a sample of fixed size, independent of the number of clips.
    core_seconds = (local["spectrograms"] + local["tokens"] + local["dataset"]) * 2 / clips
    clusters_seconds = local["clusters"]
    read = local["read"] / clips * ALL_CLIPS
    written = local["token_bytes"] / clips * ALL_CLIPS
    results = written  # tokens are sent to the driver in about the size of their files
    lines = [
        f"| term | per clip | {ALL_CLIPS:,} clips | |",
        "|---|---|---|---|",
        f"| CPU, stages 1, 2 and 4, two threads | {1000 * core_seconds:.1f} ms | "
        f"{core_seconds * ALL_CLIPS / 3600:.1f} core hours | m, c |",
        f"| Spark over threads, CPU time | {overhead:.2f} × | | m |",
        f"| two workers over one | {f'{speed_up:.2f} ×' if speed_up else 'not run'} | | m |",
        f"| stage 3, a sample of fixed size, on the driver | | {clusters_seconds / 3600:.2f} h | m |",
        f"| audio in FLAC | {clip_bytes / 1e3:.0f} kB | {clip_bytes * ALL_CLIPS / 1e12:.2f} TB | m, c |",
        f"| bytes read, all stages | {local['read'] / clips / 1e3:.0f} kB | {read / 1e12:.2f} TB | m, c |",
        f"| bytes written, tokens in Parquet | {local['token_bytes'] / clips / 1e3:.2f} kB | {written / 1e9:.1f} GB | m, c |",
        f"| network to the driver | {results / ALL_CLIPS / 1e3:.2f} kB | {results / 1e9:.1f} GB | c |",
        "",
        "| cores | CPU, h | reading at 200 MB/s per machine of 16 cores, h | audio over 1 Gbit/s per machine, h | over 10 Gbit/s, h"
        " | total hours, local disk | over 1 Gbit/s | over 10 Gbit/s | bottleneck |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for cores in (2, 16, 128):
        machines = max(1, cores // 16)
        engine = 1 if cores == 2 else overhead
        cpu = core_seconds * engine * ALL_CLIPS / cores / 3600
        disk, gigabit, ten = (read / machines / rate / 3600 for rate in (200e6, 125e6, 1250e6))
        totals = [max(cpu, transfer) + clusters_seconds / 3600 for transfer in (disk, gigabit, ten)]
        limits = [name if transfer > cpu else "CPU" for name, transfer in
                  (("disk", disk), ("1 Gbit", gigabit), ("10 Gbit", ten))]
        lines.append(f"| {cores} | {cpu:.1f} | {disk:.1f} | {gigabit:.1f} | {ten:.1f} | "
                     + " | ".join(f"{total:.1f}" for total in totals) + f" | {', '.join(dict.fromkeys(limits))} |")
    lines.append("")
    lines.append(f"All hours are computed from the measured terms above ({clips:,} clips; rows with more than 2 cores include"
                 " Spark's overhead). They assume cores as fast as these, all of them busy.")
    return lines


def spark(scale):
    """Measures stages 1 to 4 on threads, on Spark in one process, and on a cluster on this machine; prints the estimate."""
    runs = Runs(scale)
    measured = []
    for _ in range(scale.arguments.times):
        for engine in scale.arguments.engine:
            measured.append(runs.run(engine))
            figures = measured[-1]
            print(f"{engine:14} {scale.arguments.clips} clips: {figures['seconds']:7.1f} s"
                  f" ({', '.join(f'{stage} {figures[stage]:.1f}' for stage in STAGES)}), CPU {figures['cpu']:.1f} s,"
                  f" peak memory {figures['peak'] / 1e6:,.0f} MB per process, disk {figures['disk'] / 1e6:,.1f} MB",
                  flush=True)
    if scale.arguments.json:
        scale.arguments.json.write_text(json.dumps({"clips": scale.arguments.clips, "runs": measured}, indent=1))
    recordings = list((scale.work / "recordings").glob("*.flac"))
    clip_bytes = sum(file.stat().st_size for file in recordings) / len(recordings)
    print("\n" + "\n".join(ratios(measured)))
    print("\n" + "\n".join(all_of_audioset(measured, scale.arguments.clips, clip_bytes)), flush=True)
