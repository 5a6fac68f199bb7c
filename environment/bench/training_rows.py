"""Benchmark rows of training steps: one step of this library and of PyTorch, same shapes, float32."""

import os
import sys
from pathlib import Path

ROWS = {
    "lstm": ("lstm", 1, "LSTM step, 8 clips of 862 tokens / PyTorch, not packed"),
    "lstm_packed": ("lstm", 1 / 20, "LSTM step, 8 clips of 862 tokens / PyTorch, packed as in the original"),
    "lstm_ragged": ("lstm-ragged", 1, "LSTM step, 8 clips of 431 to 862 tokens / PyTorch, not packed, padding processed"),
    "bert": ("bert", 1, "BERT step, 8 clips of 512 tokens / PyTorch"),
    "cnn": ("cnn", 1, "CNN step, 8 clips of 862 frames / PyTorch"),
    "mlp": ("mlp", 1, "MLP step, 8 clips of 862 frames / PyTorch"),
}


def add(row, worker):
    """Registers the rows: ``row`` is bench.py's decorator, ``worker`` creates a process that repeats a task."""
    for name, (ours, max_time_ratio, description) in ROWS.items():

        def pair(bench, ours=ours, name=name):
            threads = bench.threads or os.cpu_count()
            script = Path(__file__).with_name("training_steps.py")
            reference = worker([sys.executable, script, name.replace("_", "-"), threads])
            return bench.ours(ours, threads, main="TrainingStepWorker"), reference, 1

        pair.__name__ = name
        row(max_time_ratio, description)(pair)
