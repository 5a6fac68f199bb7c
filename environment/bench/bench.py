"""Compares this library with a reference, the tool that a user would use instead, in speed and memory on the same data.

    ./run bench [--data FOLDER] [--work FOLDER] [--repeats 5] [--threads N] [benchmark ...]
    ./run bench --memory 20000

FOLDER is an AudioSet tree of FLAC files with a segments.csv (the README quotes ESC-10 in this layout). Runs of the library
and of its reference alternate. Prints a table with the median time of each, the ratio of the times (if it is below 1, this
library is faster), the range of this ratio, and its goal, if any. Each function in BENCHMARKS is a benchmark; the files
*_benchmarks.py add more.
"""

import argparse
import csv
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import family_benchmarks
import predict_benchmarks
import training_benchmarks

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BENCHMARKS = {}


def benchmark(goal, description):
    """Registers a benchmark: a function that takes the Bench and returns this library's worker, the reference's worker,
    and a factor that this library's time is multiplied by.

    goal: the maximum ratio of the two times, or None
    description: what this library does / what the reference does
    """

    def register(function):
        BENCHMARKS[function.__name__.replace("_", "-")] = (function, goal, description)
        return function

    return register


class Worker:
    """A process that repeats a task on request."""

    def __init__(self, command):
        self.command = [str(argument) for argument in command]
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._read_result()

    def run(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self._read_result()

    def _read_result(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise RuntimeError("exited without a result: " + " ".join(self.command[-6:]))

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class FreshWorker(Worker):
    """Starts a new process for each run; the time includes its start-up and exit."""

    def start(self):
        pass

    def run(self):
        start = time.perf_counter()
        super().start()
        result = super().run()
        super().stop()
        return {**result, "seconds": time.perf_counter() - start}

    def stop(self):
        pass


class FreshJavaWorker(FreshWorker):
    """Starts a new JVM for each run, with an AOT cache that an earlier run has written, as ./run starts the kernel."""

    def __init__(self, java, arguments, cache):
        super().__init__([java, f"-XX:AOTCache={cache}", *arguments])
        # without the log options, the JVM prints a line per class that it cannot cache
        self.cache_writer = Worker([java, f"-XX:AOTCacheOutput={cache}", "-Xlog:aot=off", "-Xlog:cds=off", *arguments])
        self.cache = cache

    def start(self):
        if not self.cache.exists():
            self.cache_writer.start()
            self.cache_writer.run()
            self.cache_writer.stop()
            if not self.cache.exists():
                raise RuntimeError(f"{self.cache} was not written")


class CommandWorker(FreshWorker):
    """Runs a command; ``sound_seconds`` is the duration of the audio that it processes."""

    def __init__(self, command, sound_seconds=None):
        super().__init__(command)
        self.sound_seconds = sound_seconds

    def run(self):
        start = time.perf_counter()
        process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"exited with status {process.returncode}: {' '.join(self.command[-6:])}")
        result = {
            "seconds": seconds,
            "cpuSeconds": usage.ru_utime + usage.ru_stime,
            "memoryMiB": usage.ru_maxrss // 1024,
        }
        return result | ({"soundSeconds": self.sound_seconds} if self.sound_seconds else {})


class Bench:
    def __init__(self, arguments, work):
        self.data = arguments.data.resolve()
        self.java = arguments.java
        self.class_path = f"{ROOT}/lib/notebook/target/bench.jar{os.pathsep}{arguments.class_path}"
        self.heap = arguments.heap
        self.threads = arguments.threads
        self.long_hours = arguments.long_hours
        self.demo_model = arguments.demo_model
        self.families_model = arguments.families_model
        self.work = work
        self.run_folder = work / "run"

    def ours(self, *arguments, fresh=False, main="BenchWorker"):
        flags = ["--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", f"-Xmx{self.heap}"]
        if self.threads:
            flags.append(f"-XX:ActiveProcessorCount={self.threads}")
        java_arguments = [*flags, "-cp", self.class_path, f"audiotokens.bench.{main}", *arguments]
        if fresh:
            return FreshJavaWorker(self.java, java_arguments, self.work / f"{arguments[0]}.aot")
        return Worker([self.java, *java_arguments])

    def reference(self, *arguments, fresh=False):
        return (FreshWorker if fresh else Worker)([sys.executable, HERE / "references.py", *arguments])

    def stage(self, name, fresh=False):
        return self.ours(name, self.configuration(), fresh=fresh)

    def configuration(self):
        """The path of a configuration with the original's defaults and the data."""
        file = self.work / "bench.yaml"
        if not file.exists():
            mids = sorted({mid for line in (self.data / "segments.csv").read_text().splitlines()[3:]
                           for mid in line.split('"')[1].split(",")})
            ontology = [{"id": mid, "name": mid, "restrictions": []} for mid in mids]
            (self.work / "ontology.json").write_text(json.dumps(ontology))
            sets = ",".join(sorted(path.name for path in self.data.iterdir() if path.is_dir()))
            file.write_text(
                f"audioPath: {self.data}\naudioSets: {sets}\nsegments: {self.data}/segments.csv\n"
                f"ontology: {self.work}/ontology.json\nvalidationRatio: 0.2\noutputPath: {self.run_folder}\n"
            )
        return file

    def run_missing_stages(self, *names):
        """Runs those of the named stages that have not finished."""
        for name in names:
            if not (self.run_folder / "stages" / f"{name}.json").exists():
                worker = self.stage(name)
                worker.start()
                worker.run()
                worker.stop()

    def points(self, count=None):
        """A .npy file of frames with unit norm, (count, n_mels): all of them, or a random sample."""
        self.run_missing_stages("spectrograms")
        file = self.work / f"points-{count or 'all'}.npy"
        if not file.exists():
            files = sorted((self.run_folder / "spectrograms" / "train").glob("*.npy"))
            frames = np.concatenate([np.load(path).T for path in files]).astype(np.float32)
            frames /= np.linalg.norm(frames, axis=1, keepdims=True) + 1e-10
            if count and count < len(frames):
                frames = frames[np.sort(np.random.default_rng(4242).choice(len(frames), count, replace=False))]
            np.save(file, np.ascontiguousarray(frames))
        return file


@benchmark(0.5, "spectrogram stage, files to .npy, a whole JVM process / a whole Python process with the original's loop on torchaudio")
def spectrograms_fresh(bench):
    arguments = "spectrograms", bench.data, bench.work / "reference"
    return bench.stage("spectrograms", fresh=True), bench.reference(*arguments, fresh=True), 1


@benchmark(1 / 3, "spectrogram stage, files to .npy, warm JVM / the original's loop on torchaudio")
def spectrograms_warm(bench):
    return bench.stage("spectrograms"), bench.reference("spectrograms", bench.data, bench.work / "reference"), 1


@benchmark(1, "resample, mel and dB of 100 clips / torchaudio")
def transform(bench):
    return bench.ours("transform", bench.data), bench.reference("transform", bench.data), 1


@benchmark(1, "resample, mel and dB of one clip / librosa")
def transform_librosa(bench):
    return bench.ours("transform", bench.data), bench.reference("transform_librosa", bench.data), 5 / 100


@benchmark(0.75, "k-means, 128,000 frames, k 500, 20 iterations / faiss")
def kmeans(bench):
    points = bench.points(128_000)
    return bench.ours("kmeans", points, 500, 20), bench.reference("kmeans", points, 500, 20), 1


@benchmark(0.75, "k-means, all frames, k 500, 20 iterations / faiss")
def kmeans_all_500(bench):
    points = bench.points()
    return bench.ours("kmeans", points, 500, 20), bench.reference("kmeans", points, 500, 20), 1


@benchmark(0.75, "k-means, all frames, k 2,000, 20 iterations / faiss")
def kmeans_all_2000(bench):
    points = bench.points()
    return bench.ours("kmeans", points, 2000, 20), bench.reference("kmeans", points, 2000, 20), 1


@benchmark(0.25, "token stage, spectrograms to tokens, statistics and pictures / the original's stage on faiss and matplotlib")
def tokens(bench):
    bench.run_missing_stages("spectrograms", "clusters")
    return bench.stage("tokens-figures"), bench.reference("tokens_figures", bench.run_folder, bench.work / "reference"), 1


@benchmark(None, "token stage without statistics or pictures / the original's loop on faiss")
def tokens_alone(bench):
    bench.run_missing_stages("spectrograms", "clusters")
    return bench.stage("tokens"), bench.reference("tokens", bench.run_folder, bench.work / "reference"), 1


training_benchmarks.add(benchmark, Worker)
family_benchmarks.add(benchmark, Worker)
predict_benchmarks.add(benchmark, CommandWorker)


def warm_up(worker):
    """Runs the task at least three times, and a short task more often, so that the JVM compiles it."""
    start = time.perf_counter()
    runs = 0
    while runs < 3 or runs < 30 and time.perf_counter() - start < 4:
        worker.run()
        runs += 1


def measure(name, bench, repeats, cpu_time):
    function, goal, description = BENCHMARKS[name]
    ours, reference, factor = function(bench)
    if reference is None:
        return measure_alone(name, ours, repeats, cpu_time)
    for worker in (ours, reference):
        worker.start()
    if isinstance(ours, FreshWorker):
        ours.run()  # fills the file cache; a command's first run also writes its class data sharing archive
    else:
        warm_up(ours)
    for _ in range(1 if name == "lstm-packed" or isinstance(reference, CommandWorker) else 3):
        reference.run()
    our_results, reference_results = [], []
    for _ in range(repeats):
        our_results.append(ours.run())
        reference_results.append(reference.run())
    for worker in (ours, reference):
        worker.stop()
    # CPU time is comparable on a busy machine; wall time is what a user waits for. Only a CommandWorker's CPU time includes
    # start-up.
    lacks_start_up = isinstance(ours, FreshWorker) and not isinstance(ours, CommandWorker)
    time_key = "cpuSeconds" if cpu_time and not lacks_start_up else "seconds"
    our_seconds = [result[time_key] * factor for result in our_results]
    reference_seconds = [result[time_key] for result in reference_results]
    ratios = sorted(a / b for a, b in zip(our_seconds, reference_seconds))
    measurement = {
        "row": name,
        "what": description,
        "ours": statistics.median(our_seconds),
        "reference": statistics.median(reference_seconds),
        "ratio": statistics.median(ratios),
        "minRatio": ratios[0],
        "maxRatio": ratios[-1],
        "goal": goal,
    }
    add_real_time(measurement, our_results)
    if "objective" in reference_results[0]:
        measurement["objective"] = our_results[0]["objective"] / reference_results[0]["objective"]
    if "memoryMiB" in reference_results[0]:
        measurement["memoryMiB"] = our_results[-1]["memoryMiB"]
        measurement["referenceMemoryMiB"] = reference_results[-1]["memoryMiB"]
    return measurement


def measure_alone(name, ours, repeats, cpu_time):
    """Measures a command without a reference."""
    _, goal, description = BENCHMARKS[name]
    ours.run()
    results = [ours.run() for _ in range(repeats)]
    seconds = statistics.median(result["cpuSeconds" if cpu_time else "seconds"] for result in results)
    memory_mib = results[-1]["memoryMiB"]
    measurement = {"row": name, "what": description, "ours": seconds, "goal": goal, "memoryMiB": memory_mib}
    add_real_time(measurement, results)
    return measurement


def add_real_time(measurement, results):
    """Adds the seconds of audio that are processed per second."""
    if "soundSeconds" in results[0]:
        measurement["realTime"] = results[0]["soundSeconds"] / measurement["ours"]


def format_measurement(measurement):
    """Formats a measurement as one line of the table."""
    goal = format(measurement["goal"], "6.2f") if measurement["goal"] else f"{'-':>6}"
    remarks = [measurement["what"]]
    if "objective" in measurement:
        remarks.append(f"objective {measurement['objective']:.4f} of the reference's")
    if "realTime" in measurement:
        remarks.append(f"{measurement['realTime']:.0f} x real time")
    if "memoryMiB" in measurement:
        memory = [measurement[key] for key in ("memoryMiB", "referenceMemoryMiB") if key in measurement]
        remarks.append(" / ".join(f"{mib} MiB" for mib in memory))
    reference = f"{'-':>9} {'-':>7} {'-':>15}"
    if "reference" in measurement:
        ratio_range = f"{measurement['minRatio']:.3f} to {measurement['maxRatio']:.3f}"
        reference = f"{measurement['reference']:8.3f}s {measurement['ratio']:7.3f} {ratio_range}".ljust(33)
    return f"{measurement['row']:20} {measurement['ours']:8.3f}s {reference} {goal}  {'  '.join(remarks)}"


def measure_memory(arguments, work):
    """Measures time and peak heap of stages 2 to 4 on many clips (links to the data's clips), clustering all frames."""
    tree = work / "many"
    data_lines = (arguments.data / "segments.csv").read_text().splitlines()
    files = sorted(arguments.data.resolve().rglob("*.flac"))
    line_by_id = {line.split(",")[0]: line for line in data_lines[3:]}
    lines = data_lines[:3]
    for number in range(arguments.memory):
        file = files[number % len(files)]
        clip = f"{number // len(files):03d}{file.stem}"
        link = tree / "set" / clip[:2] / f"{clip}.flac"
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(file)
        lines.append(line_by_id[file.stem].replace(file.stem, clip, 1))
    (tree / "segments.csv").write_text("\n".join(lines) + "\n")
    arguments.data = tree
    bench = Bench(arguments, work)
    with bench.configuration().open("a") as configuration:
        configuration.write("framesPerCentroid: 0\nniter: 3\n")
    for stage in ("spectrograms", "clusters", "tokens"):
        worker = bench.stage(stage)
        worker.start()
        result = worker.run()
        worker.stop()
        rate = arguments.memory / result["seconds"]
        print(
            f"{stage:14} {arguments.memory} clips in {result['seconds']:7.1f} s ({rate:5.0f} clips/s), "
            f"peak heap {result['peakHeapMiB']} MiB of {arguments.heap}",
            flush=True,
        )


def machine():
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.split(":")[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    return f"{os.cpu_count()} cores of {model}, {platform.system()} {platform.release()}"


def versions(java):
    """Versions of the JDK and the references."""
    jdk = "JDK"
    release = Path(java).resolve().parent.parent / "release"
    if release.exists():
        jdk += "".join(" " + line.split('"')[1] for line in release.read_text().splitlines()
                       if line.startswith("JAVA_VERSION="))
    references = ("torch", "torchaudio", "faiss-cpu", "librosa")
    return ", ".join([jdk, *(f"{name} {importlib.metadata.version(name)}" for name in references)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmarks", nargs="*", metavar="benchmark", help=", ".join(BENCHMARKS) + "; default: all")
    parser.add_argument("--data", type=Path, default=Path("/tmp/esc10"), help="AudioSet tree with segments.csv")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each task")
    parser.add_argument("--threads", type=int, help="threads of each program; default: all cores")
    parser.add_argument("--heap", default="1g", help="maximum heap of the JVM")
    parser.add_argument("--java", default="java")
    parser.add_argument("--class-path", required=True)
    parser.add_argument(
        "--cpu-time", action="store_true", help="compare CPU time, for a machine that is not idle"
    )
    parser.add_argument(
        "--memory", type=int, metavar="CLIPS", help="run no benchmark, but measure the peak heap of stages 2 to 4 on CLIPS clips"
    )
    parser.add_argument(
        "--work", type=Path, help="output folder of library and reference; a folder in memory, such as /dev/shm, excludes the disk's speed"
    )
    parser.add_argument("--long-hours", type=float, default=1, help="hours of audio in predict-long and predict-families")
    parser.add_argument("--demo-model", type=Path, default=ROOT / "output/demo/model", help="for predict-long and -start")
    parser.add_argument("--families-model", type=Path, default=ROOT / "output/families/model", help="for predict-families")
    parser.add_argument("--csv", type=Path, help="also write the table to this CSV file")
    arguments = parser.parse_args()
    if arguments.threads:
        os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    unknown = [name for name in arguments.benchmarks if name not in BENCHMARKS]
    if unknown:
        parser.error(f"unknown benchmark {unknown[0]}; available: {', '.join(BENCHMARKS)}")
    if not (arguments.data / "segments.csv").exists():
        parser.error(f"{arguments.data} has no segments.csv; pass an AudioSet tree with --data")
    print(f"{machine()}; {arguments.repeats} alternating runs; load {os.getloadavg()[0]:.1f}")
    print(versions(arguments.java))
    if arguments.memory:
        with tempfile.TemporaryDirectory(prefix="audio-tokens-bench-", dir=arguments.work and arguments.work.resolve()) as work:
            measure_memory(arguments, Path(work))
        return
    print(f"{'benchmark':20} {'ours':>9} {'reference':>9} {'ratio':>7} {'range':>15} {'goal':>6}")
    measurements = []
    with tempfile.TemporaryDirectory(prefix="audio-tokens-bench-", dir=arguments.work and arguments.work.resolve()) as work:
        bench = Bench(arguments, Path(work))
        for name in arguments.benchmarks or BENCHMARKS:
            try:
                measurement = measure(name, bench, arguments.repeats, arguments.cpu_time)
            except predict_benchmarks.MissingModel as missing:
                print(f"{name:20} skipped: {missing}", flush=True)
                continue
            measurements.append(measurement)
            print(format_measurement(measurement), flush=True)
    if arguments.csv:
        with arguments.csv.open("w", newline="") as file:
            columns = list(dict.fromkeys(key for measurement in measurements for key in measurement))
            writer = csv.DictWriter(file, fieldnames=columns)
            writer.writeheader()
            writer.writerows(measurements)


if __name__ == "__main__":
    main()
