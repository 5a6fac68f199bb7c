"""Trains the original's LSTM in PyTorch, as the original's ModelTrainer does, on the files of a run.

    original_training.py RUN SEED EPOCHS

The clips' labels come from RUN/labels.json, {id: label}; the losses of the epochs go to RUN/losses.json.
"""

import json
import sys
from pathlib import Path

import numpy
import torch
from original_models import Lstm
from torch import nn
from torch.utils.data import DataLoader

LABELS, VOCABULARY = 4, 20


def main():
    run, seed, epochs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    torch.manual_seed(seed)
    model = Lstm(layers=1, embed=16, hidden=16, vocabulary=VOCABULARY, labels=LABELS)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    split = json.loads((run / "split.json").read_text())
    label = json.loads((run / "labels.json").read_text())

    def loader(part, shuffle):
        clips = [
            (
                torch.tensor(numpy.load(run / "tokenized_audio" / part / f"{clip}.npy")),
                nn.functional.one_hot(torch.tensor(label[clip]), LABELS).float(),
            )
            for clip in split[part]
        ]
        return DataLoader(clips, batch_size=8, shuffle=shuffle, collate_fn=padded)

    train, validation = loader("train", True), loader("validation", False)
    losses = []
    for _ in range(epochs):
        of_training = []
        for tokens, labels in train:
            loss = loss_of(model, tokens, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            of_training.append(loss.item())
        with torch.no_grad():
            of_validation = [loss_of(model, *batch).item() for batch in validation]
        losses.append([numpy.mean(of_training), numpy.mean(of_validation)])
    (run / "losses.json").write_text(json.dumps(losses))


def padded(clips):
    tokens, labels = zip(*clips)
    return nn.utils.rnn.pad_sequence(tokens, batch_first=True), torch.stack(labels)


def loss_of(model, tokens, labels):
    """Padding counts as token 0: the original makes its mask after the padding."""
    lengths = torch.full((len(tokens),), tokens.shape[1])
    return nn.functional.binary_cross_entropy_with_logits(model(tokens, lengths), labels)


if __name__ == "__main__":
    main()
