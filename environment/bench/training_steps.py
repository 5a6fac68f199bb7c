"""PyTorch's training steps for the benchmarks in training_benchmarks.py.

Takes one training step on a random batch for each line on standard input, and prints its time as a line of JSON. The
first argument is the benchmark, the second the number of threads. Benchmarks: lstm (clips of equal length, not packed),
lstm-packed (packed, as in the original), lstm-ragged and lstm-ragged-packed (clips of 50 to 100% of that length), bert,
cnn, mlp.
"""

import json
import resource
import sys
import time

import torch
from torch import nn

BATCH_SIZE, N_LABELS, VOCABULARY_SIZE, N_MELS, N_FRAMES = 8, 543, 500, 64, 862


class Lstm(nn.Module):
    def __init__(self, packed):
        super().__init__()
        self.packed = packed
        self.embedding = nn.Embedding(VOCABULARY_SIZE, 256)
        self.lstm = nn.LSTM(256, 512, 1, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(1024, N_LABELS)

    def forward(self, tokens, lengths):
        states = self.embedding(tokens)
        if self.packed:
            states = nn.utils.rnn.pack_padded_sequence(states, lengths, batch_first=True, enforce_sorted=False)
        _, (hidden, _) = self.lstm(states)
        last = torch.cat((hidden[-2], hidden[-1]), dim=1)
        return self.fc(self.dropout(torch.relu(last)))


class Bert(nn.Module):
    def __init__(self):
        super().__init__()
        from transformers import BertConfig, BertModel

        self.bert = BertModel(BertConfig(vocab_size=VOCABULARY_SIZE, num_hidden_layers=1))
        self.classifier = nn.Linear(768, N_LABELS)

    def forward(self, tokens, lengths):
        mask = (torch.arange(tokens.shape[1]) < lengths[:, None]).float()
        return self.classifier(self.bert(input_ids=tokens, attention_mask=mask).last_hidden_state[:, 0])


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(64 * (N_FRAMES // 4) * (N_MELS // 4), 256),
            nn.ReLU(),
            nn.Linear(256, N_LABELS),
        )

    def forward(self, frames, lengths):
        return self.layers(frames.unsqueeze(1))


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(N_FRAMES * N_MELS, 512),
            nn.ReLU(),
            nn.Linear(512, 256),
            nn.ReLU(),
            nn.Linear(256, N_LABELS),
        )

    def forward(self, frames, lengths):
        return self.layers(frames)


def model_of(benchmark):
    if benchmark.startswith("lstm"):
        return Lstm(packed=benchmark.endswith("packed"))
    return {"bert": Bert, "cnn": Cnn, "mlp": Mlp}[benchmark]()


def batch_of(benchmark):
    max_length = 512 if benchmark == "bert" else N_FRAMES
    lengths = torch.full((BATCH_SIZE,), max_length)
    if "ragged" in benchmark:
        half = max_length // 2
        lengths = torch.tensor([half + clip * half // (BATCH_SIZE - 1) for clip in range(BATCH_SIZE)])
    if benchmark in ("cnn", "mlp"):
        inputs = torch.randn(BATCH_SIZE, max_length, N_MELS)
    else:
        inputs = torch.randint(VOCABULARY_SIZE, (BATCH_SIZE, int(lengths.max())))
    targets = torch.zeros(BATCH_SIZE, N_LABELS)
    targets[torch.arange(BATCH_SIZE), torch.randint(N_LABELS, (BATCH_SIZE,))] = 1
    return inputs, lengths, targets


def training_step(benchmark, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = model_of(benchmark).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    criterion = nn.BCEWithLogitsLoss()
    inputs, lengths, targets = batch_of(benchmark)

    def step():
        optimizer.zero_grad()
        logits = model(inputs, lengths)
        loss = criterion(logits, targets)
        loss.backward()
        optimizer.step()
        loss.item()
        torch.sigmoid(logits).detach().numpy()

    return step


def main():
    step = training_step(sys.argv[1], int(sys.argv[2]))
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        start, cpu_start = time.perf_counter(), time.process_time()
        step()
        times = {"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - cpu_start}
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({**times, "memoryMiB": memory}), flush=True)


if __name__ == "__main__":
    main()
