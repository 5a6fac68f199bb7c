"""Benchmarks of training steps: one step of this library and of PyTorch, with the same shapes, in float32."""

import os
import sys
from pathlib import Path

# the name of this library's benchmark, the goal, and the description
BENCHMARKS = {
    "lstm": ("lstm", 1, "LSTM step, 8 clips of 862 tokens / PyTorch, not packed"),
    "lstm_packed": ("lstm", 1 / 20, "LSTM step, 8 clips of 862 tokens / PyTorch, packed as in the original"),
    "lstm_ragged": ("lstm-ragged", 1, "LSTM step, 8 clips of 431 to 862 tokens / PyTorch, not packed, padding processed"),
    "bert": ("bert", 1, "BERT step, 8 clips of 512 tokens / PyTorch"),
    "cnn": ("cnn", 1, "CNN step, 8 clips of 862 frames / PyTorch"),
    "mlp": ("mlp", 1, "MLP step, 8 clips of 862 frames / PyTorch"),
}


def add(benchmark, worker):
    """Registers benchmarks with bench.py's decorator ``benchmark``; ``worker`` creates a process that repeats a task."""
    for name, (ours, goal, description) in BENCHMARKS.items():

        def workers(bench, ours=ours, name=name):
            threads = bench.threads or os.cpu_count()
            script = Path(__file__).with_name("training_steps.py")
            reference = worker([sys.executable, script, name.replace("_", "-"), threads])
            return bench.ours(ours, threads, main="TrainingStepWorker"), reference, 1

        workers.__name__ = name
        benchmark(goal, description)(workers)
