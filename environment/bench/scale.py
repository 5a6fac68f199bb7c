"""Scaling benchmark: measures time, heap and disk usage of stages 2 to 4 with each pair of stores, and of training
from Parquet.

    ./run bench --scale [benchmark ...] [--clips 22160] [--training-clips 200000] [--data FOLDER] [--work FOLDER]

Concatenates the audio in FOLDER, an AudioSet tree with segments.csv, into 200 FLAC files of 10 s. The clips are hard links
to these files, so that they need their full decoding time but little disk space. Each benchmark starts its own processes.
Each function in BENCHMARKS is a benchmark.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import spark_benchmarks

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
N_RECORDINGS = 200
RECORDING_SECONDS = 10
BENCHMARKS = {}


def benchmark(function):
    """Registers a benchmark: a function that measures and prints its results."""
    BENCHMARKS[function.__name__.replace("_", "-")] = function
    return function


class DiskWatch:
    """Samples the disk usage of a folder twice a second."""

    def __init__(self, folder):
        self.folder = folder
        self.peak_bytes = 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *unused):
        self.stopped.set()
        self.thread.join()
        self._sample()

    def _watch(self):
        while not self.stopped.wait(0.5):
            self._sample()

    def _sample(self):
        total_bytes = 0
        for folder, _, files in os.walk(self.folder):
            for name in files:
                try:
                    total_bytes += os.lstat(os.path.join(folder, name)).st_blocks * 512
                except OSError:
                    pass  # the file was deleted in the meantime
        self.peak_bytes = max(self.peak_bytes, total_bytes)


class Scale:
    def __init__(self, arguments, work):
        self.arguments = arguments
        self.work = work

    def run_worker(self, *arguments, heap=None):
        """Runs the Java worker and returns its measurements, one per stage."""
        class_path = f"{ROOT}/lib/notebook/target/bench.jar{os.pathsep}{self.arguments.class_path}"
        command = [
            self.arguments.java, "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", f"-Xmx{heap or self.arguments.heap}", "-XX:+UseParallelGC",
            "-cp", class_path,
            "audiotokens.bench.ScaleWorker", *map(str, arguments),
        ]
        environment = {**os.environ, "DJL_OFFLINE": "true", "OPT_OUT_TRACKING": "true"}
        process = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
        return [json.loads(line) for line in process.stdout.splitlines() if line.startswith("{")]

    def corpus(self):
        """The configuration file of a corpus of hard links, which is created on first use."""
        file = self.work / "scale.yaml"
        if not file.exists():
            if not any(self.arguments.data.rglob("*.flac")):
                raise SystemExit(f"--data {self.arguments.data} contains no FLAC files")
            recordings = self.work / "recordings"
            self.run_worker("recordings", self.arguments.data, recordings, N_RECORDINGS, RECORDING_SECONDS)
            files = sorted(recordings.glob("*.flac"))
            mids = [f"/m/{number}" for number in range(10)]
            lines = ["#", "#", "#"]
            for number in range(self.arguments.clips):
                clip = f"{number % 3844:04d}clip{number:07d}"
                link = self.work / "audio" / "set" / clip[:2] / f"{clip}.flac"
                link.parent.mkdir(parents=True, exist_ok=True)
                os.link(files[number % len(files)], link)
                lines.append(f'{clip}, 0.000, {RECORDING_SECONDS}.000, "{mids[number % len(files) % len(mids)]}"')
            (self.work / "segments.csv").write_text("\n".join(lines) + "\n")
            ontology = [{"id": mid, "name": mid, "restrictions": []} for mid in mids]
            (self.work / "ontology.json").write_text(json.dumps(ontology))
            file.write_text(
                f"audioPath: {self.work}/audio\naudioSets: set\nsegments: {self.work}/segments.csv\n"
                f"ontology: {self.work}/ontology.json\nmaxProblemRatio: 0\n"
            )
        return file


def megabytes(n_bytes):
    return f"{n_bytes / 1e6:,.0f} MB"


@benchmark
def stores(scale):
    """Measures stages 2 to 4 with files, and with Parquet tokens and no spectrograms, in alternation."""
    corpus = scale.corpus()
    times = {}
    for _ in range(scale.arguments.repeats):
        for name, overrides in (
            ("files", ["spectrogramStore=files", "tokenStore=files"]),
            ("none, parquet", ["spectrogramStore=none", "tokenStore=parquet"]),
        ):
            folder = scale.work / "run"
            with DiskWatch(folder) as disk:
                stages = scale.run_worker("stages", corpus, f"outputPath={folder}", *overrides)
            shutil.rmtree(folder)
            measured_stages = [stage for stage in stages if stage["stage"] != "dataset"]
            seconds = sum(stage["seconds"] for stage in measured_stages)
            cpu_seconds = sum(stage["cpuSeconds"] for stage in measured_stages)
            heap_mib = max(stage["peakHeapMiB"] for stage in measured_stages)
            times.setdefault(name, []).append((seconds, cpu_seconds))
            stage_times = ", ".join(f"{stage['stage']} {stage['seconds']:.1f}" for stage in measured_stages)
            print(
                f"{name:14} {scale.arguments.clips} clips: {seconds:7.1f} s ({stage_times}), CPU {cpu_seconds:.1f} s,"
                f" peak heap {heap_mib} MiB, peak disk {megabytes(disk.peak_bytes)}",
                flush=True,
            )
    for index, quantity in enumerate(("wall", "CPU")):
        files, parquet = (min(run[index] for run in times[name]) for name in ("files", "none, parquet"))
        print(f"{'ratio':14} {parquet / files:.2f} of the {quantity} time with files (minimum of each)", flush=True)


@benchmark
def training(scale):
    """Measures one epoch of training on random tokens in Parquet files, 1,723 tokens per clip."""
    folder = scale.work / "training"
    overrides = [f"outputPath={folder}", "tokenStore=parquet", "spectrogramStore=none", "modelType=simple",
                 "hiddenSize=16", "epochs=1", "batchSize=64", "validationRatio=0.01"]
    for result in scale.run_worker("training", scale.arguments.training_clips, 1723, *overrides, heap="2g"):
        print(
            f"{result['stage']:14} {scale.arguments.training_clips} clips: {result['seconds']:7.1f} s,"
            f" CPU {result['cpuSeconds']:.1f} s, peak heap {result['peakHeapMiB']} MiB of 2 GiB",
            flush=True,
        )
    size = sum(file.stat().st_size for file in (folder / "tokenized_audio").iterdir())
    print(f"{'parquet':14} {megabytes(size)}")


BENCHMARKS["spark"] = spark_benchmarks.spark


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmarks", nargs="*", metavar="benchmark", help=", ".join(BENCHMARKS) + "; default: all")
    parser.add_argument("--clips", type=int, default=22160, help="number of clips in stages 2 to 4")
    parser.add_argument("--training-clips", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=1, help="runs per store, or per engine of the benchmark spark")
    parser.add_argument("--data", type=Path, default=Path("/tmp/esc10"), help="AudioSet tree with segments.csv")
    parser.add_argument("--heap", default="1g", help="maximum heap of the JVM in stages 2 to 4")
    parser.add_argument("--engine", action="append", choices=list(spark_benchmarks.ENGINES),
                        help="engine of the benchmark spark, repeatable; default: all")
    parser.add_argument("--json", type=Path, help="output file for the measurements of the benchmark spark")
    parser.add_argument("--java", default="java")
    parser.add_argument("--class-path", required=True)
    parser.add_argument("--work", type=Path, help="folder with disk space for the spectrograms, 0.41 MB per clip")
    arguments = parser.parse_args()
    arguments.engine = arguments.engine or list(spark_benchmarks.ENGINES)
    unknown = [name for name in arguments.benchmarks if name not in BENCHMARKS]
    if unknown:
        parser.error(f"unknown benchmark {unknown[0]}; available: {', '.join(BENCHMARKS)}")
    if arguments.work:
        arguments.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="audio-tokens-scale-", dir=arguments.work and arguments.work.resolve()) as work:
        needed_bytes = 450_000 * arguments.clips if "stores" in (arguments.benchmarks or BENCHMARKS) else 0
        free_bytes = shutil.disk_usage(work).free
        if free_bytes < needed_bytes:
            parser.error(f"{work} has {megabytes(free_bytes)} free, but this needs {megabytes(needed_bytes)}; reduce --clips")
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d %H:%M')}", flush=True)
        scale = Scale(arguments, Path(work))
        for name in arguments.benchmarks or BENCHMARKS:
            BENCHMARKS[name](scale)


if __name__ == "__main__":
    main()
