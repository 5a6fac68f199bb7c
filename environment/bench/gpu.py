"""Compares training on a GPU with eager PyTorch on the same card, in less than 8 minutes.

    python environment/bench/gpu.py --class-path CLASS_PATH [--java JAVA] [--device gpu]

Needs Python with torch, a JRE 25, and the class path of lib/core with its test classes; no network. If libtorch is not on
the class path, set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION, PYTORCH_FLAVOR and LD_LIBRARY_PATH as environment/setup.sh does.
Prints, for each model and precision, the time of a training step and of its parts, the time of PyTorch's step, and the
ratio; the losses and those of the CPU in float32; and the speed of complete training runs. --measurements selects
among these three. --cpu runs the GPU's code path on the CPU; choose few steps and clips then.
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

from training_steps import N_FRAMES, N_LABELS, N_MELS, VOCABULARY_SIZE, Cnn, Lstm, Mlp

STEP_LINE = re.compile(r"step (\w+) +(\w+) +batch +(\d+): +([\d.]+) ms")
PRECISIONS = ["float32", "tf32", "bf16"]
MEASUREMENTS = ["steps", "losses", "training"]
CUDNN_WARNING = "not part of single contiguous chunk"


class Bert(nn.Module):
    """A one-layer BERT encoder of torch modules; the layer computes all positions or only the first one."""

    def __init__(self, first_only):
        super().__init__()
        self.first_only = first_only
        self.word_embeddings, self.position_embeddings = nn.Embedding(VOCABULARY_SIZE, 768), nn.Embedding(512, 768)
        self.token_type = nn.Parameter(torch.zeros(768))
        self.norms = nn.ModuleList(nn.LayerNorm(768, eps=1e-12) for _ in range(3))
        self.query, self.key, self.value, self.dense = (nn.Linear(768, 768) for _ in range(4))
        self.up_proj, self.down_proj = nn.Linear(768, 3072), nn.Linear(3072, 768)
        self.classifier = nn.Linear(768, N_LABELS)
        self.dropout = nn.Dropout(0.1)

    def split_heads(self, states):
        return states.unflatten(-1, (12, 64)).transpose(1, 2)

    def forward(self, tokens, lengths):
        positions = self.position_embeddings.weight[: tokens.shape[1]]
        states = self.dropout(self.norms[0](self.word_embeddings(tokens) + self.token_type + positions))
        queries = states[:, :1] if self.first_only else states
        context = nn.functional.scaled_dot_product_attention(
            self.split_heads(self.query(queries)),
            self.split_heads(self.key(states)),
            self.split_heads(self.value(states)),
            dropout_p=0.1 if self.training else 0,
        )
        attended = self.dense(context.transpose(1, 2).flatten(-2))
        attention_output = self.norms[1](self.dropout(attended) + queries)
        output = self.down_proj(nn.functional.gelu(self.up_proj(attention_output)))
        return self.classifier(self.norms[2](self.dropout(output) + attention_output)[:, 0])


MODELS = {
    "lstm": [("PyTorch", lambda: Lstm(packed=False))],
    "bert": [("PyTorch", lambda: Bert(False)), ("PyTorch, first position", lambda: Bert(True))],
    "cnn": [("PyTorch", Cnn)],
    "mlp": [("PyTorch", Mlp)],
}


class Reference:
    """PyTorch's training step on a random batch in host memory."""

    def __init__(self, model, create, batch_size, device, precision):
        torch.manual_seed(1)
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        self.device, self.precision = device, precision
        self.model = create().to(device).train()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-4)
        self.criterion = nn.BCEWithLogitsLoss()
        n_frames = 512 if model == "bert" else N_FRAMES
        reads_frames = model in ("cnn", "mlp")
        shape = (batch_size, n_frames)
        self.inputs = torch.randn(*shape, N_MELS) if reads_frames else torch.randint(VOCABULARY_SIZE, shape)
        self.targets = torch.zeros(batch_size, N_LABELS)
        self.targets[torch.arange(batch_size), torch.randint(N_LABELS, (batch_size,))] = 1

    def step(self):
        """Returns loss and logits on the device."""
        self.optimizer.zero_grad()
        with torch.autocast(self.device.split(":")[0], torch.bfloat16, enabled=self.precision == "bf16"):
            logits = self.model(self.inputs.to(self.device), None)
            loss = self.criterion(logits.float(), self.targets.to(self.device))
        loss.backward()
        self.optimizer.step()
        return loss, logits

    def read_results(self, loss, logits):
        loss.item()
        torch.sigmoid(logits).detach().float().cpu().numpy()

    def milliseconds(self, steps):
        """Returns the median time of steps that read their results, and the mean time if results are read after all steps."""
        synced_ms = []
        start = time.perf_counter()
        while "cuda" in self.device and time.perf_counter() - start < 2:
            self.read_results(*self.step())
        for step in range(-min(5, steps), steps):
            start = time.perf_counter()
            self.read_results(*self.step())
            if step >= 0:
                synced_ms.append((time.perf_counter() - start) * 1e3)
        start = time.perf_counter()
        results = [self.step() for _ in range(steps)]
        for loss, logits in results:
            self.read_results(loss.detach(), logits.detach())
        return statistics.median(synced_ms), (time.perf_counter() - start) * 1e3 / steps


def java(arguments, main_class, *java_arguments):
    """Yields the lines printed by a main class, then the number of cuDNN warnings about non-contiguous weights."""
    command = [arguments.java, "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx4g"]
    if arguments.cpu:
        command.append("-Daudiotokens.deviceStep=true")
    command += [*arguments.jvm, "-cp", arguments.class_path, f"audiotokens.bench.{main_class}"]
    command += map(str, java_arguments)
    environment = os.environ | {"DJL_OFFLINE": "true", "OPT_OUT_TRACKING": "true"}
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment) as process:
            for line in process.stdout:
                yield line.rstrip()
        errors.seek(0)
        log = errors.read()
    if process.returncode:
        sys.exit(f"{log}\n{main_class} exited with status {process.returncode}")
    yield f"{main_class}: {log.count(CUDNN_WARNING)} cuDNN warnings that an LSTM's weights are not contiguous"


def measure_steps(arguments, device, precision):
    measured = []
    for line in java(arguments, "StepParts", arguments.device, precision, arguments.steps, *arguments.batches):
        print(line, flush=True)
        if match := STEP_LINE.match(line):
            measured.append((match[1], int(match[3]), float(match[4])))
    # PyTorch runs after Java has ended, so that they do not share the GPU.
    for model, batch_size, our_ms in measured:
        for name, create in MODELS[model]:
            synced_ms, deferred_ms = Reference(model, create, batch_size, device, precision).milliseconds(
                arguments.steps
            )
            print(
                f"ratio {model:<4} {precision:<7} batch {batch_size:3d} to {name}: "
                f"{our_ms / synced_ms:.2f} ({synced_ms:.2f} ms); "
                f"results read at the end {our_ms / deferred_ms:.2f} ({deferred_ms:.2f} ms)",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--java", default="java")
    parser.add_argument("--class-path", required=True)
    parser.add_argument("--device", default="gpu", help="gpu or gpu:1")
    parser.add_argument("--cpu", action="store_true", help="run the GPU's code path on the CPU")
    parser.add_argument("--jvm", nargs="*", default=[], help="JVM options, such as -Djna.library.path=...")
    parser.add_argument("--measurements", nargs="*", default=MEASUREMENTS, choices=MEASUREMENTS)
    parser.add_argument("--precisions", nargs="*", default=PRECISIONS)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--batches", type=int, nargs="*", default=[8, 64])
    parser.add_argument("--clips", type=int, default=20000, help="clips of 1,723 tokens in a training run")
    arguments = parser.parse_args()
    if arguments.cpu:
        arguments.device = "cpu"
        torch.set_num_threads(1)
    device = arguments.device.replace("gpu", "cuda")
    start = time.monotonic()
    print(f"torch {torch.__version__} on {torch.cuda.get_device_name(device) if 'cuda' in device else 'the CPU'}")
    if "steps" in arguments.measurements:
        for precision in arguments.precisions:
            measure_steps(arguments, device, precision)
    if "losses" in arguments.measurements:
        for line in java(arguments, "ModelLosses", arguments.device, 4, *arguments.precisions):
            print(line, flush=True)
    if "training" in arguments.measurements:
        # A small LSTM on the CPU, so that steps are short enough to expose a slow loader.
        hidden_size = 32 if arguments.cpu else 512
        for precision in arguments.precisions:
            for line in java(
                arguments, "TrainingThroughput", arguments.device, precision, hidden_size, arguments.clips, 1723, 64, 1
            ):
                print(line, flush=True)
    print(f"total: {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
