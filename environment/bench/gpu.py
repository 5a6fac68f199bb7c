"""Training on a GPU beside PyTorch eager, both on the same card in one run of less than 8 minutes.

    python environment/bench/gpu.py --class-path CLASS_PATH [--java JAVA] [--device gpu]

Needs a Python with torch, a JRE 25, and the class path of lib/core with its test classes; no network. Prints one
line a row: a step of each model and its parts, PyTorch's step and the ratio, the losses beside the CPU's, and a whole
training. With --device cpu it tries itself on a machine without a GPU.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time

import torch
from torch import nn

from training_steps import FRAMES, LABELS, N_MELS, VOCABULARY, Cnn, Lstm, Mlp

STEP = re.compile(r"step (\w+) +batch +(\d+): +([\d.]+) ms")


class Bert(nn.Module):
    """BERT's encoder of one layer in torch's own modules; the last layer for all positions or for the first alone."""

    def __init__(self, first_only):
        super().__init__()
        self.first_only = first_only
        self.words, self.positions = nn.Embedding(VOCABULARY, 768), nn.Embedding(512, 768)
        self.types = nn.Parameter(torch.zeros(768))
        self.norms = nn.ModuleList(nn.LayerNorm(768, eps=1e-12) for _ in range(3))
        self.query, self.key, self.value, self.dense = (nn.Linear(768, 768) for _ in range(4))
        self.wide, self.narrow = nn.Linear(768, 3072), nn.Linear(3072, 768)
        self.classifier = nn.Linear(768, LABELS)
        self.dropout = nn.Dropout(0.1)

    def heads(self, states):
        return states.unflatten(-1, (12, 64)).transpose(1, 2)

    def forward(self, tokens, lengths):
        positions = self.positions.weight[: tokens.shape[1]]
        states = self.dropout(self.norms[0](self.words(tokens) + self.types + positions))
        queries = states[:, :1] if self.first_only else states
        context = nn.functional.scaled_dot_product_attention(
            self.heads(self.query(queries)),
            self.heads(self.key(states)),
            self.heads(self.value(states)),
            dropout_p=0.1 if self.training else 0,
        )
        attended = self.dense(context.transpose(1, 2).flatten(-2))
        middle = self.norms[1](self.dropout(attended) + queries)
        narrow = self.narrow(nn.functional.gelu(self.wide(middle)))
        return self.classifier(self.norms[2](self.dropout(narrow) + middle)[:, 0])


MODELS = {
    "lstm": [("PyTorch", lambda: Lstm(packed=False))],
    "bert": [("PyTorch", lambda: Bert(False)), ("PyTorch, first position", lambda: Bert(True))],
    "cnn": [("PyTorch", Cnn)],
    "mlp": [("PyTorch", Mlp)],
}


def peer_step(row, make, size, device, steps):
    """Median milliseconds of a step from arrays in the host's memory to loss and scores there, as ours is timed."""
    torch.manual_seed(1)
    model = make().to(device).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    criterion = nn.BCEWithLogitsLoss()
    frames = 512 if row == "bert" else FRAMES
    floats = row in ("cnn", "mlp")
    host = torch.randn(size, frames, N_MELS) if floats else torch.randint(VOCABULARY, (size, frames))
    targets = torch.zeros(size, LABELS)
    targets[torch.arange(size), torch.randint(LABELS, (size,))] = 1
    taken = []
    for step in range(-5, steps):
        start = time.perf_counter()
        optimizer.zero_grad()
        logits = model(host.to(device), None)
        loss = criterion(logits, targets.to(device))
        loss.backward()
        optimizer.step()
        loss.item()
        torch.sigmoid(logits).detach().cpu().numpy()
        if device.startswith("cuda"):
            torch.cuda.synchronize()
        if step >= 0:
            taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)


def java(arguments, class_path, name, *rest):
    command = [arguments.java, "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"]
    command += [*arguments.jvm, "-cp", class_path, f"audiotokens.bench.{name}", *map(str, rest)]
    environment = os.environ | {"DJL_OFFLINE": "true", "OPT_OUT_TRACKING": "true"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        for line in process.stdout:
            yield line.rstrip()
    if process.returncode:
        sys.exit(f"{name} ended with status {process.returncode}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--java", default="java")
    parser.add_argument("--class-path", required=True)
    parser.add_argument("--device", default="gpu", help="gpu, gpu:1 or cpu")
    parser.add_argument("--jvm", nargs="*", default=[], help="options of the JVM, such as -Djna.library.path=...")
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--batches", type=int, nargs="*", default=[8, 64])
    parser.add_argument("--clips", type=int, default=2000, help="of the whole training, each of 862 tokens")
    arguments = parser.parse_args()
    peer_device = arguments.device.replace("gpu", "cuda")
    for line in java(
        arguments, arguments.class_path, "StepParts", arguments.device, arguments.steps, *arguments.batches
    ):
        print(line, flush=True)
        if match := STEP.match(line):
            row, size, ours = match[1], int(match[2]), float(match[3])
            for name, make in MODELS[row]:
                theirs = peer_step(row, make, size, peer_device, arguments.steps)
                print(f"  {name}: {theirs:.2f} ms, ratio {ours / theirs:.2f}", flush=True)
    for line in java(arguments, arguments.class_path, "ModelLosses", arguments.device, 4):
        print(line, flush=True)
    for line in java(
        arguments, arguments.class_path, "WholeTraining", arguments.device, arguments.clips, FRAMES, 64, 3
    ):
        print(line, flush=True)


if __name__ == "__main__":
    main()
