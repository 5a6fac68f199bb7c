"""From audio to tokens at scale: threads beside Apache Spark, one worker beside two, and what all of AudioSet would take.

    ./run bench --scale CLIPS [--pool FOLDER] [--work FOLDER] [--times 1] [--row NAME ...] [--heap 1g] [--json FILE]

Makes CLIPS clips of hard links to the FLAC files below FOLDER (the demo's, where none is named), so that each clip is
read and decoded, but takes no disk. Runs the stages dataset to tokens on them, `spectrogramStore=none
tokenStore=parquet`, with ROWS' engines in turn, and prints wall time, CPU time, peak memory and bytes of each, the rows
of the README, and the table for 2,084,320 clips. A term of that table is measured (m) or computed (c) from measured ones.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ALL_CLIPS = 2_084_320
CLIP_SECONDS = 10
STORES = ["spectrogramStore=none", "tokenStore=parquet"]
STAGES = ["dataset", "spectrograms", "clusters", "tokens"]
TICKS = os.sysconf("SC_CLK_TCK")


# ---- clips


def make_clips(count: int, pool: list[Path], folder: Path) -> None:
    """An AudioSet tree of `count` clips, each a hard link to a file of the pool, with its list of two labels."""
    done = folder / ".clips"
    if done.exists() and done.read_text() == f"{count} {len(pool)}":
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    near = []  # hard links lead to files of the same disk
    for number, file in enumerate(pool):
        near.append(folder / "pool" / f"{number}.flac")
        near[-1].parent.mkdir(exist_ok=True)
        shutil.copyfile(file, near[-1])
    with (folder / "segments.csv").open("w") as segments:
        segments.write("#\n#\n#\n")
        for clip in range(count):
            name = f"{clip % 97:02d}scale{clip:07d}"
            place = folder / "audio" / "scale" / name[:2]
            place.mkdir(parents=True, exist_ok=True)
            os.link(near[clip % len(near)], place / f"{name}.flac")
            segments.write(f'{name}, 0, {CLIP_SECONDS}, "/m/{clip % 2}"\n')
    ontology = [{"id": f"/m/{label}", "name": f"label {label}", "restrictions": []} for label in range(2)]
    (folder / "ontology.json").write_text(json.dumps(ontology))
    done.write_text(f"{count} {len(pool)}")


def demo_pool(bench, folder: Path) -> list[Path]:
    """The clips of the demo data set: synthetic, ten seconds each."""
    audio = folder / "demo"
    if not audio.exists():
        keys = [f"audioPath={audio}", f"outputPath={folder}/demo-run"]
        bench.check(bench.stages(ROOT / "notebooks/configs/demo.yaml", "dataset", keys))
    return sorted(audio.rglob("*.flac"))


# ---- what a process takes


class Meter(threading.Thread):
    """Watches processes and their descendants: CPU seconds, peak memory, and bytes read and written."""

    def __init__(self, roots: list[int]):
        super().__init__(daemon=True)
        self.roots = roots
        self.ended = threading.Event()
        self.last = {}  # of each process, as last seen
        self.before = {}
        self.peak = 0
        self.sample()
        self.before = dict(self.last)

    def run(self):
        while not self.ended.wait(0.2):
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

    def end(self) -> dict:
        self.ended.set()
        total = [sum(now[i] - self.before.get(process, (0, 0, 0))[i] for process, now in self.last.items())
                 for i in range(3)]
        return {"cpu": total[0], "peak": self.peak, "read": total[1], "written": total[2]}


# ---- engines


class Cluster:
    """A standalone master and workers of one core each, processes of Spark's own classes on this machine."""

    def __init__(self, bench, workers: int, folder: Path):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "jars").mkdir(parents=True)
        for jar in bench.spark_class_path:
            link = folder / "jars" / Path(jar).name
            if not link.exists() and not link.name.startswith("audio-tokens"):
                link.symlink_to(jar)
        self.folder = folder
        self.bench = bench
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"spark://127.0.0.1:{free.getsockname()[1]}"
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
        command = [self.bench.java, "-Xmx256m", *self.bench.opens, "-cp", f"{self.folder}/jars/*",
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


class Bench:
    def __init__(self, arguments, work: Path):
        self.java = arguments.java
        self.heap = arguments.heap
        self.class_path = arguments.class_path
        self.work = work
        target = ROOT / "lib/spark/target"
        # The logger, whose words tell that a process is ready, is among the jars that a driver ships.
        self.spark_class_path = [jar for file in ("classpath.txt", "shipped.txt")
                                 for jar in (target / file).read_text().strip().split(os.pathsep)
                                 if file == "classpath.txt" or "slf4j" in jar]
        pom = (ROOT / "lib/spark/pom.xml").read_text()
        self.opens = pom.split("<opens>")[1].split("</opens>")[0].split()

    def stages(self, config, until, keys) -> subprocess.CompletedProcess | subprocess.Popen:
        command = [self.java, f"-Xmx{self.heap}", "--add-modules=jdk.incubator.vector",
                   "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", *self.opens,
                   "-cp", self.class_path, "audiotokens.pipeline.headless.RunStages", str(config), *keys,
                   f"--until={until}"]
        environment = os.environ | {"DJL_OFFLINE": "true", "OPT_OUT_TRACKING": "true",
                                    "AUDIO_TOKENS_SPARK": str(ROOT / "lib/spark/target")}
        environment.pop("JDK_JAVA_OPTIONS", None)
        log = (self.work / "stages.log").open("w")
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=ROOT)

    def check(self, process):
        if process.wait() != 0:
            raise RuntimeError("the stages failed:\n" + (self.work / "stages.log").read_text()[-2000:])

    def measure(self, name: str, clips: Path, keys: list[str], cluster: Cluster | None = None) -> dict:
        """Runs the stages from dataset to tokens on fresh output and gives what they took."""
        output = self.work / "runs" / name
        shutil.rmtree(output, ignore_errors=True)
        data = [f"audioPath={clips}/audio", "audioSets=scale", f"segments={clips}/segments.csv",
                f"ontology={clips}/ontology.json", f"outputPath={output}"]
        start = time.perf_counter()
        process = self.stages(ROOT / "notebooks/configs/original.yaml", "tokens", [*data, *STORES, *keys])
        meter = Meter([process.pid, *([each.pid for each in cluster.processes] if cluster else [])])
        meter.start()
        self.check(process)
        figures = {"row": name, "seconds": time.perf_counter() - start, **meter.end()}
        for stage in STAGES:
            figures[stage] = json.loads((output / "stages" / f"{stage}.json").read_text())["seconds"]
        tokens = output / "tokenized_audio"
        figures["token_bytes"] = sum(file.stat().st_size for file in tokens.rglob("*") if file.is_file())
        figures["disk"] = sum(file.stat().st_size for file in output.rglob("*") if file.is_file())
        shutil.rmtree(output)
        return figures


# Of each row: the keys of its engine, and how many workers it has.
ROWS = {
    "local-2": (["threads=2"], 0),
    "spark-local-2": (["engine=spark", "sparkMaster=local[2]", "threads=2"], 0),
    "one-worker": (["threads=1"], 1),
    "two-workers": (["threads=1"], 2),
    "local-2-half": (["threads=2"], 0),
}


def run_row(bench, name, clips, half) -> dict:
    keys, workers = ROWS[name]
    if not workers:
        return bench.measure(name, half if name.endswith("-half") else clips, keys)
    cluster = Cluster(bench, workers, bench.work / "cluster")
    try:
        return bench.measure(name, clips, [*keys, *cluster.keys(bench.heap)], cluster)
    finally:
        cluster.close()


# ---- what it says


def middle(measured, row):
    """The run of the median wall time, of a row that was run several times."""
    runs = sorted((run for run in measured if run["row"] == row), key=lambda run: run["seconds"])
    return runs[len(runs) // 2] if runs else None


def ratios(measured) -> list[str]:
    """The README's rows: each a ratio of runs that were made in turn."""
    lines = ["| what | goal | ratio (spread) |", "|---|---|---|"]
    for what, goal, over, under in [
        ("Spark local[2] beside the local engine, wall time", "≤ 1.15", "spark-local-2", "local-2"),
        ("the same, CPU time", "", "spark-local-2", "local-2"),
        ("two workers of one core beside one, speed-up", "≥ 1.8", "one-worker", "two-workers"),
        ("twice the clips beside once, stages 2 and 4, over 2", "0.95 to 1.05", "local-2", "local-2-half"),
    ]:
        figure = {"the same, CPU time": lambda run: run["cpu"],
                  "twice the clips beside once, stages 2 and 4, over 2":
                      lambda run: run["spectrograms"] + run["tokens"]}.get(what, lambda run: run["seconds"])
        pairs = [figure(a) / figure(b) / (2 if "twice" in what else 1)
                 for a, b in zip([run for run in measured if run["row"] == over],
                                 [run for run in measured if run["row"] == under])]
        if pairs:
            lines.append(f"| {what} | {goal} | {median(pairs):.2f} ({min(pairs):.2f} to {max(pairs):.2f}) |")
    return lines


def all_of_audioset(measured, clips: int, clip_bytes: float) -> list[str]:
    """The table for all of AudioSet's clips; every term marked as measured or computed."""
    local = middle(measured, "local-2")
    if local is None:
        return []
    spark = middle(measured, "spark-local-2") or local
    two, one = middle(measured, "two-workers"), middle(measured, "one-worker")
    overhead = spark["cpu"] / local["cpu"]
    speed_up = one["seconds"] / two["seconds"] if two and one else None
    # Stage 3 clusters a sample of one size, whatever the clips.
    core_seconds = (local["spectrograms"] + local["tokens"] + local["dataset"]) * 2 / clips
    fixed = local["clusters"]
    read = local["read"] / clips * ALL_CLIPS
    written = local["token_bytes"] / clips * ALL_CLIPS
    results = written  # a clip's tokens go to the driver, about as they lie in its files
    lines = [
        f"| term | a clip | {ALL_CLIPS:,} clips | |",
        "|---|---|---|---|",
        f"| CPU, stages 1, 2 and 4, two threads | {1000 * core_seconds:.1f} ms | "
        f"{core_seconds * ALL_CLIPS / 3600:.1f} core hours | m, c |",
        f"| Spark over threads, CPU time | {overhead:.2f} × | | m |",
        f"| two workers over one | {f'{speed_up:.2f} ×' if speed_up else 'not run'} | | m |",
        f"| stage 3, a sample of fixed size, on the driver | | {fixed / 3600:.2f} h | m |",
        f"| audio in FLAC | {clip_bytes / 1e3:.0f} kB | {clip_bytes * ALL_CLIPS / 1e12:.2f} TB | m, c |",
        f"| bytes read, all stages | {local['read'] / clips / 1e3:.0f} kB | {read / 1e12:.2f} TB | m, c |",
        f"| bytes written, tokens in Parquet | {local['token_bytes'] / clips / 1e3:.2f} kB | {written / 1e9:.1f} GB | m, c |",
        f"| network to the driver | {results / ALL_CLIPS / 1e3:.2f} kB | {results / 1e9:.1f} GB | c |",
        "",
        "| cores | CPU, h | reading at 200 MB/s a machine of 16 cores, h | audio over 1 Gbit a machine, h | over 10 Gbit, h"
        " | hours in all, disk of its own | over 1 Gbit | over 10 Gbit | what limits |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for cores in (2, 16, 128):
        machines = max(1, cores // 16)
        engine = 1 if cores == 2 else overhead
        cpu = core_seconds * engine * ALL_CLIPS / cores / 3600
        disk, gigabit, ten = (read / machines / rate / 3600 for rate in (200e6, 125e6, 1250e6))
        totals = [max(cpu, way) + fixed / 3600 for way in (disk, gigabit, ten)]
        limits = [name if way > cpu else "CPU" for name, way in
                  (("disk", disk), ("1 Gbit", gigabit), ("10 Gbit", ten))]
        lines.append(f"| {cores} | {cpu:.1f} | {disk:.1f} | {gigabit:.1f} | {ten:.1f} | "
                     + " | ".join(f"{total:.1f}" for total in totals) + f" | {', '.join(dict.fromkeys(limits))} |")
    lines.append("")
    lines.append(f"All hours are computed from the measured terms above ({clips:,} clips; Spark's own share is in the rows"
                 " of more than 2 cores). Cores are taken to be as fast as these, and as many as are asked for at work.")
    return lines


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--java", required=True)
    parser.add_argument("--class-path", required=True)
    parser.add_argument("--scale", type=int, required=True)
    parser.add_argument("--pool", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--row", nargs="*", choices=list(ROWS), default=list(ROWS))
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="audio-tokens-scale-", dir=arguments.work) as temporary:
        work = Path(temporary)
        bench = Bench(arguments, work)
        pool = sorted(arguments.pool.rglob("*.flac")) if arguments.pool else demo_pool(bench, work)
        if not pool:
            sys.exit(f"there is no FLAC file below {arguments.pool}")
        print(f"{arguments.scale:,} clips, hard links to {len(pool)} files", file=sys.stderr)
        clips, half = work / "clips", work / "half"
        make_clips(arguments.scale, pool, clips)
        if any(row.endswith("-half") for row in arguments.row):
            make_clips(arguments.scale // 2, pool, half)
        clip_bytes = sum(file.stat().st_size for file in pool) / len(pool)
        measured = []
        for _ in range(arguments.times):
            for row in arguments.row:
                measured.append(run_row(bench, row, clips, half))
                figures = measured[-1]
                print(f"{row:<16} {figures['seconds']:8.1f} s, CPU {figures['cpu']:8.1f} s, "
                      f"peak {figures['peak'] / 2**20:6.0f} MiB a process, written {figures['disk'] / 2**20:7.1f} MiB; "
                      + ", ".join(f"{stage} {figures[stage]:.1f} s" for stage in STAGES), file=sys.stderr, flush=True)
        if arguments.json:
            arguments.json.write_text(json.dumps({"clips": arguments.scale, "clip_bytes": clip_bytes,
                                                  "runs": measured}, indent=1))
        print("\n".join(ratios(measured)))
        print()
        print("\n".join(all_of_audioset(measured, arguments.scale, clip_bytes)))


if __name__ == "__main__":
    main()
