"""Benchmarks of feature families: log-mel frames to bag-of-tokens vectors, compared with NumPy and faiss."""

import sys
from pathlib import Path

FAMILIES = (
    "patch-4", "patch-16", "patch-32", "patch-8-relative", "patch-16-level", "sub-band",
    "modulation", "long-modulation", "fast-modulation", "statistics", "rhythm",
)  # fmt: skip


def frames(bench):
    """The folder with the log-mel frames of all clips, which are computed on first use."""
    folder = bench.work / "frames"
    if not folder.exists():
        worker = bench.ours("frames", bench.data, folder, main="FamilyWorker")
        worker.start()
        worker.run()
        worker.stop()
    return folder


def add(benchmark, worker):
    """Registers benchmarks with bench.py's decorator ``benchmark``; ``worker`` creates a process that repeats a task."""
    for name in FAMILIES:

        def workers(bench, name=name):
            folder = frames(bench)
            reference = worker([sys.executable, Path(__file__).with_name("family_reference.py"), name, folder])
            return bench.ours(name, folder, main="FamilyWorker"), reference, 1

        workers.__name__ = f"family-{name}"
        description = f"family {name}, frames to bag-of-tokens vectors, with whitening and k-means / NumPy and faiss"
        benchmark(0.5, description)(workers)
