"""Benchmarks of ./run predict: the whole command on one file, with a heap of 512 MiB."""

import os
import sys
from pathlib import Path

import soundfile

RATE = 44100
REFERENCE = Path(__file__).with_name("predict_reference.py")


def long_recording(bench):
    """A 44.1 kHz FLAC file with the data's clips, concatenated and repeated."""
    file = bench.work / "long.flac"
    if not file.exists():
        clips = sorted(bench.data.rglob("*.flac"))
        samples_left = int(bench.long_hours * 3600 * RATE)
        with soundfile.SoundFile(file, "w", RATE, 1, "PCM_16", format="FLAC") as recording:
            while samples_left > 0:
                for clip in clips:
                    samples, _ = soundfile.read(clip, dtype="float32", always_2d=True)
                    # not resampled: that changes the pitch, but not the decoding time
                    mono = samples.mean(axis=1)[:samples_left]
                    recording.write(mono)
                    samples_left -= len(mono)
                    if samples_left <= 0:
                        break
    return file


class MissingModel(Exception):
    """Raised if the model of a benchmark does not exist; the benchmark is then skipped."""


def existing_model(folder, option):
    """Returns the model folder, or raises MissingModel, which names the option that selects another folder."""
    if not (folder / "bundle.json").exists():
        raise MissingModel(f"{folder} is not a model folder; create one with ./run, or pass another with {option}")
    return folder


def predict_command(bench, folder, recording):
    """The command that ./run predict starts."""
    flags = ["-Xmx512m", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
             "--sun-misc-unsafe-memory-access=allow", "-XX:+AutoCreateSharedArchive", "-Xlog:disable",
             f"-XX:SharedArchiveFile={bench.work}/predict.jsa"]  # fmt: skip
    if bench.threads:
        flags.append(f"-XX:ActiveProcessorCount={bench.threads}")
    main = "audiotokens.pipeline.inference.Predict"
    return [bench.java, *flags, "-cp", bench.class_path, main, folder, recording, "--timeline", "--format", "csv"]


def reference_command(folder, recording, threads):
    return [sys.executable, REFERENCE, folder, recording, "--threads", threads or os.cpu_count()]


def add(benchmark, command_worker):
    """Registers benchmarks with bench.py's decorator ``benchmark``; ``command_worker`` wraps a command line that
    is timed from process start to exit.
    """

    @benchmark(0.6, "predict with the demo's LSTM, one long FLAC, whole process / PyTorch and torchaudio; goal 400 x real time")
    def predict_long(bench):
        folder, recording = existing_model(bench.demo_model, "--demo-model"), long_recording(bench)
        ours = command_worker(predict_command(bench, folder, recording), soundfile.info(recording).duration)
        return ours, command_worker(reference_command(folder, recording, bench.threads)), 1

    @benchmark(None, "predict with a bag classifier on feature families, one long FLAC, whole process; goal 200 x real time")
    def predict_families(bench):
        folder, recording = existing_model(bench.families_model, "--families-model"), long_recording(bench)
        return command_worker(predict_command(bench, folder, recording), soundfile.info(recording).duration), None, 1

    @benchmark(None, "predict with the demo's LSTM, one clip, whole process / PyTorch and torchaudio; goal 3 s")
    def predict_start(bench):
        folder, recording = existing_model(bench.demo_model, "--demo-model"), sorted(bench.data.rglob("*.flac"))[0]
        ours = command_worker(predict_command(bench, folder, recording))
        return ours, command_worker(reference_command(folder, recording, bench.threads)), 1
