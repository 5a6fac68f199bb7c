"""Compares training on a GPU with eager PyTorch on the same card, in less than 8 minutes.

    python environment/bench/gpu.py --class-path CLASS_PATH [--java JAVA] [--device gpu]

Needs Python with torch, a JRE 25, and the class path of lib/core with its test classes; no network. If libtorch is not on
the class path, set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION, PYTORCH_FLAVOR and LD_LIBRARY_PATH as environment/setup.sh does.
Prints the time of a training step per model and precision, with its parts, PyTorch's step and the ratio; the losses, with
those of the CPU in float32; and complete trainings. --parts selects among these. --cpu runs the GPU's code path on the
CPU, with few steps and clips.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

import torch
from torch import nn

from training_steps import FRAMES, LABELS, N_MELS, VOCABULARY, Cnn, Lstm, Mlp

STEP = re.compile(r"step (\w+) +(\w+) +batch +(\d+): +([\d.]+) ms")
PRECISIONS = ["float32", "tf32", "bf16"]
PARTS = ["steps", "losses", "training"]
CUDNN_WARNING = "not part of single contiguous chunk"


class Bert(nn.Module):
    """A one-layer BERT encoder of torch modules; the layer computes all positions or only the first one."""

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


class Reference:
    """PyTorch's training step on a random batch in host memory."""

    def __init__(self, row, make, size, device, precision):
        torch.manual_seed(1)
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        self.device, self.precision = device, precision
        self.model = make().to(device).train()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-4)
        self.criterion = nn.BCEWithLogitsLoss()
        frames = 512 if row == "bert" else FRAMES
        floats = row in ("cnn", "mlp")
        self.host = torch.randn(size, frames, N_MELS) if floats else torch.randint(VOCABULARY, (size, frames))
        self.targets = torch.zeros(size, LABELS)
        self.targets[torch.arange(size), torch.randint(LABELS, (size,))] = 1

    def step(self):
        """Returns loss and logits on the device."""
        self.optimizer.zero_grad()
        with torch.autocast(self.device.split(":")[0], torch.bfloat16, enabled=self.precision == "bf16"):
            logits = self.model(self.host.to(self.device), None)
            loss = self.criterion(logits.float(), self.targets.to(self.device))
        loss.backward()
        self.optimizer.step()
        return loss, logits

    def read(self, loss, logits):
        loss.item()
        torch.sigmoid(logits).detach().float().cpu().numpy()

    def milliseconds(self, steps):
        """Returns the median time of steps that each read loss and scores, and the mean time if they are read only at the end."""
        taken = []
        start = time.perf_counter()
        while "cuda" in self.device and time.perf_counter() - start < 2:
            self.read(*self.step())
        for step in range(-min(5, steps), steps):
            start = time.perf_counter()
            self.read(*self.step())
            if step >= 0:
                taken.append((time.perf_counter() - start) * 1e3)
        start = time.perf_counter()
        results = [self.step() for _ in range(steps)]
        for loss, logits in results:
            self.read(loss.detach(), logits.detach())
        return statistics.median(taken), (time.perf_counter() - start) * 1e3 / steps


def java(arguments, name, *rest):
    """The lines printed by a main class, then the number of cuDNN warnings about non-contiguous weights."""
    command = [arguments.java, "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx4g"]
    if arguments.cpu:
        command.append("-Daudiotokens.deviceStep=true")
    command += [*arguments.jvm, "-cp", arguments.class_path, f"audiotokens.bench.{name}", *map(str, rest)]
    environment = os.environ | {"DJL_OFFLINE": "true", "OPT_OUT_TRACKING": "true"}
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment) as process:
            for line in process.stdout:
                yield line.rstrip()
        errors.seek(0)
        log = errors.read()
    if process.returncode:
        sys.exit(f"{log}\n{name} exited with status {process.returncode}")
    yield f"{name}: cuDNN found an LSTM's weights scattered {log.count(CUDNN_WARNING)} times"


def steps(arguments, device, precision):
    rows = []
    for line in java(arguments, "StepParts", arguments.device, precision, arguments.steps, *arguments.batches):
        print(line, flush=True)
        if match := STEP.match(line):
            rows.append((match[1], int(match[3]), float(match[4])))
    # PyTorch runs after Java has ended, so that they do not share the GPU.
    for row, size, ours in rows:
        for name, make in MODELS[row]:
            each, at_end = Reference(row, make, size, device, precision).milliseconds(arguments.steps)
            print(
                f"ratio {row:<4} {precision:<7} batch {size:3d} to {name}: {ours / each:.2f} ({each:.2f} ms); "
                f"read at the end {ours / at_end:.2f} ({at_end:.2f} ms)",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--java", default="java")
    parser.add_argument("--class-path", required=True)
    parser.add_argument("--device", default="gpu", help="gpu or gpu:1")
    parser.add_argument("--cpu", action="store_true", help="run on the CPU with few steps")
    parser.add_argument("--jvm", nargs="*", default=[], help="JVM options, such as -Djna.library.path=...")
    parser.add_argument("--parts", nargs="*", default=PARTS, choices=PARTS)
    parser.add_argument("--precisions", nargs="*", default=PRECISIONS)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--batches", type=int, nargs="*", default=[8, 64])
    parser.add_argument("--clips", type=int, default=20000, help="clips of 1,723 tokens in a complete training")
    arguments = parser.parse_args()
    if arguments.cpu:
        arguments.device = "cpu"
        torch.set_num_threads(1)
    device = arguments.device.replace("gpu", "cuda")
    start = time.monotonic()
    print(f"torch {torch.__version__} on {torch.cuda.get_device_name(device) if 'cuda' in device else 'the CPU'}")
    if "steps" in arguments.parts:
        for precision in arguments.precisions:
            steps(arguments, device, precision)
    if "losses" in arguments.parts:
        for line in java(arguments, "ModelLosses", arguments.device, 4, *arguments.precisions):
            print(line, flush=True)
    if "training" in arguments.parts:
        # A narrow LSTM on the CPU, so that steps are short enough to expose a slow loader.
        width, tokens = (32, 1723) if arguments.cpu else (512, 1723)
        for precision in arguments.precisions:
            for line in java(
                arguments, "TrainingThroughput", arguments.device, precision, width, arguments.clips, tokens, 64, 1
            ):
                print(line, flush=True)
    print(f"total: {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
