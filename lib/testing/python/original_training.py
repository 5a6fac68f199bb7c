"""Trains the original's LSTM in PyTorch, as the original's ModelTrainer does, on the files of a run.

    original_training.py RUN

RUN/task.json contains the configuration keys and {"label": {id: label index}}; the losses of each epoch are
written to RUN/losses.json.
"""

import json
import sys
from pathlib import Path

import numpy
import torch
from original_models import Lstm
from torch import nn
from torch.utils.data import DataLoader


def main():
    run = Path(sys.argv[1])
    task = json.loads((run / "task.json").read_text())
    split = json.loads((run / "split.json").read_text())
    n_labels = max(task["label"].values()) + 1
    torch.manual_seed(task["seed"])
    model = Lstm(
        layers=1,
        embed=task["lstmEmbedDim"],
        hidden=task["lstmHiddenDim"],
        vocabulary_size=task["vocabSize"],
        n_labels=n_labels,
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=task["learningRate"])
    # The original seeds again when it reads its metadata, after it has created the model.
    torch.manual_seed(task["seed"])

    def loader(subset, shuffle):
        clips = [
            (
                torch.tensor(numpy.load(run / "tokenized_audio" / subset / f"{clip}.npy")),
                nn.functional.one_hot(torch.tensor(task["label"][clip]), n_labels).float(),
            )
            for clip in split[subset]
        ]
        return DataLoader(clips, batch_size=task["batchSize"], shuffle=shuffle, collate_fn=padded)

    train, validation = loader("train", True), loader("validation", False)
    losses = []
    for _ in range(task["epochs"]):
        train_losses = []
        for tokens, targets in train:
            loss = loss_of(model, tokens, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            train_losses.append(loss.item())
        with torch.no_grad():
            validation_losses = [loss_of(model, *batch).item() for batch in validation]
        losses.append([numpy.mean(train_losses), numpy.mean(validation_losses)])
    (run / "losses.json").write_text(json.dumps(losses))


def padded(clips):
    tokens, targets = zip(*clips)
    return nn.utils.rnn.pad_sequence(tokens, batch_first=True), torch.stack(targets)


def loss_of(model, tokens, targets):
    """Returns the loss of a batch. Padding counts as token 0: the original builds its mask after padding."""
    lengths = torch.full((len(tokens),), tokens.shape[1])
    return nn.functional.binary_cross_entropy_with_logits(model(tokens, lengths), targets)


if __name__ == "__main__":
    main()
