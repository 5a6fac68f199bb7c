"""The original's five classifiers, reimplemented in PyTorch, to exchange weights with this library.

    original_models.py create MODEL FOLDER   creates a model, writes its weights and its logits
    original_models.py load MODEL FOLDER     loads FOLDER/weights.safetensors, writes its logits

FOLDER/input.json contains {"input": [[...], ...], "lengths": [...]}; the logits go to FOLDER/logits.json.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

VOCABULARY_SIZE, N_LABELS, N_MELS, N_FRAMES = 12, 5, 8, 12


class Lstm(nn.Module):
    def __init__(
        self, layers=2, embed=6, hidden=7, precomputed_embeddings=False, vocabulary_size=VOCABULARY_SIZE, n_labels=N_LABELS
    ):
        super().__init__()
        self.precomputed_embeddings = precomputed_embeddings
        self.embedding = nn.Embedding(vocabulary_size, embed)
        self.lstm = nn.LSTM(embed, hidden, layers, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(2 * hidden, n_labels)

    def forward(self, inputs, lengths):
        vectors = inputs if self.precomputed_embeddings else self.embedding(inputs)
        packed = nn.utils.rnn.pack_padded_sequence(vectors, lengths, batch_first=True, enforce_sorted=False)
        _, (hidden, _) = self.lstm(packed)
        return self.fc(torch.relu(torch.cat((hidden[-2], hidden[-1]), dim=1)))


class Bert(nn.Module):
    def __init__(self):
        super().__init__()
        from transformers import BertConfig, BertModel

        self.bert = BertModel(
            BertConfig(vocab_size=VOCABULARY_SIZE, num_hidden_layers=2, hidden_size=8, num_attention_heads=2)
        )
        self.classifier = nn.Linear(8, N_LABELS)

    def forward(self, inputs, lengths):
        mask = (torch.arange(inputs.shape[1]) < lengths[:, None]).float()
        return self.classifier(self.bert(input_ids=inputs, attention_mask=mask).last_hidden_state[:, 0])


class Simple(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY_SIZE, 6)
        self.classifier = nn.Linear(6, N_LABELS)

    def forward(self, inputs, lengths):
        return self.classifier(self.embedding(inputs).mean(dim=1))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc1 = nn.Linear(64 * (N_FRAMES // 4) * (N_MELS // 4), 256)
        self.fc2 = nn.Linear(256, N_LABELS)

    def forward(self, inputs, lengths):
        pooled = nn.functional.max_pool2d(torch.relu(self.conv1(inputs.unsqueeze(1))), 2)
        pooled = nn.functional.max_pool2d(torch.relu(self.conv2(pooled)), 2)
        return self.fc2(torch.relu(self.fc1(pooled.flatten(1))))


class Baseline(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(N_FRAMES * N_MELS, 512)
        self.fc2 = nn.Linear(512, 256)
        self.fc3 = nn.Linear(256, N_LABELS)

    def forward(self, inputs, lengths):
        return self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(inputs.flatten(1))))))


def main():
    command, name, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    torch.manual_seed(1)
    model = {
        "lstm": Lstm,
        "lstm_precomputed": lambda: Lstm(1, N_MELS, 7, precomputed_embeddings=True),
        "bert": Bert,
        "simple": Simple,
        "cnn": Cnn,
        "baseline": Baseline,
    }[name]().eval()
    batch = json.loads((folder / "input.json").read_text())
    if command == "load":
        model.load_state_dict(load_file(folder / "weights.safetensors"), strict=True)
    else:
        save_file(model.state_dict(), folder / "weights.safetensors", metadata={"format": "pt"})
    with torch.no_grad():
        logits = model(torch.tensor(batch["input"]), torch.tensor(batch["lengths"]))
    (folder / "logits.json").write_text(json.dumps(logits.flatten().tolist()))


if __name__ == "__main__":
    main()
