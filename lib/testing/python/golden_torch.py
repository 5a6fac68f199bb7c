"""Writes the golden files with which tests compare this library with PyTorch.

    python testing/python/golden_torch.py      in lib, with torch 2.11, safetensors and transformers 5

torch_models.json     state_dict names and shapes, logits, losses of three AdamW steps, initial weights from a seed
torch_lstm.safetensors  a state_dict as safetensors.torch writes it
torch_adamw.json      parameters after each step of AdamW with gradient clipping
torch_training.json   a small task and its losses over three epochs of the original's training

Weights and inputs are computed by formulas that PyTorchGoldenTest also uses, so that the files stay small.
"""

import json
import math
import random
from pathlib import Path

import torch
from original_models import N_FRAMES, N_LABELS, N_MELS, VOCABULARY_SIZE, Baseline, Bert, Cnn, Lstm, Simple
from safetensors.torch import save_file
from torch import nn
from torch.utils.data import DataLoader

GOLDEN = Path("testing/resources/golden")
N_TIME_STEPS, EMBEDDING_SIZE, HIDDEN_SIZE = 6, 5, 8
# (codebook, vocabulary size, weight) of each stream, and each stream's number of tokens in the three clips
STREAMS = [("patch", 10, 1.0), ("patch", 10, 0.5), ("texture", 6, 1.0)]
LENGTHS = [[13, 20, 7], [13, 20, 7], [4, 6, 0]]


class MultiStream(nn.Module):
    def __init__(self, mixer, frequencies=False):
        super().__init__()
        self.mixer = mixer
        codebooks = {codebook: size for codebook, size, _ in STREAMS}
        self.embedding = nn.ModuleDict()
        for codebook, size in codebooks.items():
            embedding = nn.Embedding(size, EMBEDDING_SIZE)
            embedding.linear = nn.Linear(EMBEDDING_SIZE, HIDDEN_SIZE)
            embedding.norm = nn.LayerNorm(HIDDEN_SIZE)
            self.embedding[codebook] = embedding
        if mixer == "convolution":
            self.blocks = nn.ModuleList()
            for _ in range(2):
                block = nn.Module()
                block.depthwise = nn.Conv1d(HIDDEN_SIZE, HIDDEN_SIZE, 5, padding=2, groups=HIDDEN_SIZE)
                block.pointwise = nn.Conv1d(HIDDEN_SIZE, HIDDEN_SIZE, 1)
                block.norm = nn.BatchNorm1d(HIDDEN_SIZE)
                self.blocks.append(block)
        if mixer == "gru":
            self.gru = nn.GRU(HIDDEN_SIZE, HIDDEN_SIZE // 2, batch_first=True, bidirectional=True)
        self.attention = nn.Linear(HIDDEN_SIZE, 1)
        self.output = nn.Linear(3 * HIDDEN_SIZE, N_LABELS)
        if frequencies:
            self.frequencies = nn.ModuleDict({codebook: nn.Embedding(size, N_LABELS) for codebook, size in codebooks.items()})

    def forward(self, clips, _):
        states = 0
        for codebook, embedding in self.embedding.items():
            vectors = torch.stack([self.mean_vectors(embedding, codebook, clip) for clip in clips])
            states = states + embedding.norm(embedding.linear(vectors))
        if self.mixer == "convolution":
            channels = states.transpose(1, 2)
            for block in self.blocks:
                channels = channels + nn.functional.gelu(block.norm(block.pointwise(block.depthwise(channels))))
            states = channels.transpose(1, 2)
        if self.mixer == "gru":
            states, _ = self.gru(states)
        attended = (states * torch.softmax(self.attention(states), dim=1)).sum(dim=1)
        outputs = self.output(torch.cat((states.mean(dim=1), states.amax(dim=1), attended), dim=1))
        if hasattr(self, "frequencies"):
            for codebook, layer in self.frequencies.items():
                outputs = outputs + torch.stack([self.frequency_roots(codebook, clip) for clip in clips]) @ layer.weight
        return outputs

    @staticmethod
    def frequency_roots(codebook, clip):
        """Square roots of a codebook's token frequencies in a clip, scaled up for small codebooks: (vocabulary,)."""
        size = {codebook: size for codebook, size, _ in STREAMS}[codebook]
        counts = torch.zeros(size)
        for (name, _, weight), tokens in zip(STREAMS, clip):
            if name == codebook and len(tokens):
                counts += weight * torch.bincount(torch.tensor(tokens), minlength=size)
        largest = max(size for _, size, _ in STREAMS)
        return math.sqrt(largest / size) * torch.sqrt(counts / counts.sum().clamp(min=1e-9))

    @staticmethod
    def mean_vectors(embedding, codebook, clip):
        """The mean embedding of a codebook's tokens at each step of a clip: (steps, embedding)."""
        total, weight_sum = torch.zeros(N_TIME_STEPS, EMBEDDING_SIZE), 0.0
        for (name, _, weight), tokens in zip(STREAMS, clip):
            if name == codebook and len(tokens):
                vectors = embedding(torch.tensor(tokens)).T.unsqueeze(0)
                total = total + weight * nn.functional.adaptive_avg_pool1d(vectors, N_TIME_STEPS)[0].T
                weight_sum += weight
        return total / weight_sum if weight_sum else total


def parameter_values(name, position, count):
    values = [0.3 * math.sin(0.7 * position + 0.37 * i + 1) for i in range(count)]
    return [1 + value for value in values] if name.endswith("running_var") else values


def fill_parameters(model):
    state = {name: array for name, array in model.state_dict().items() if array.is_floating_point()}
    for position, (name, array) in enumerate(state.items()):
        array.copy_(torch.tensor(parameter_values(name, position, array.numel()), dtype=torch.float64).reshape(array.shape))
    return state


def tokens(clip, count, vocabulary_size, stream=0):
    return [(3 + 5 * clip + 7 * i + i * i + stream) % vocabulary_size for i in range(count)]


def inputs(name):
    ragged = name.startswith("lstm") or name == "bert"
    lengths = [N_FRAMES - 4 * clip if ragged else N_FRAMES for clip in range(3)]
    if name.startswith("multistream"):
        clips = [
            [tokens(clip, LENGTHS[position][clip], size, position) for position, (_, size, _) in enumerate(STREAMS)]
            for clip in range(3)
        ]
        return clips, None
    if name in ("lstm", "bert", "simple"):
        return torch.tensor([tokens(c, n, VOCABULARY_SIZE) + [0] * (N_FRAMES - n) for c, n in enumerate(lengths)]), torch.tensor(lengths)
    frames = torch.zeros(3, N_FRAMES, N_MELS)
    for clip, length in enumerate(lengths):
        values = [math.sin(0.11 * i + clip) for i in range(length * N_MELS)]
        frames[clip, :length] = torch.tensor(values, dtype=torch.float64).reshape(length, N_MELS)
    return frames, torch.tensor(lengths)


def models():
    factories = {
        "lstm": Lstm,
        "lstm_precomputed": lambda: Lstm(1, N_MELS, 7, precomputed_embeddings=True),
        "bert": Bert,
        "simple": Simple,
        "cnn": Cnn,
        "baseline": Baseline,
        "multistream_convolution": lambda: MultiStream("convolution"),
        "multistream_gru": lambda: MultiStream("gru"),
        "multistream_none": lambda: MultiStream("none"),
        "multistream_softmax": lambda: MultiStream("convolution", frequencies=True),
    }
    targets = torch.tensor([[float((clip + label) % 2) for label in range(N_LABELS)] for clip in range(3)])
    golden = {}
    for name, create in factories.items():
        torch.manual_seed(1)
        model = create()
        initial = model.state_dict()
        entry = {"start": {key: value.flatten()[:6].tolist() for key, value in initial.items() if value.is_floating_point()}}
        state = fill_parameters(model)
        entry["shapes"] = {key: list(value.shape) for key, value in state.items()}
        clips, lengths = inputs(name)
        model.eval()
        with torch.no_grad():
            outputs = model(clips, lengths)
            if name.endswith("softmax"):
                outputs = torch.logit(torch.softmax(outputs.double(), dim=1))
            entry["logits"] = outputs.flatten().tolist()
        # Batch normalization uses the batch's statistics; only BERT has dropout, and it stays in eval mode.
        model.train(name.startswith("multistream"))
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=0.05)
        entry["losses"] = []
        for _ in range(3):
            if name.endswith("softmax"):
                loss = nn.functional.cross_entropy(model(clips, lengths), targets / targets.sum(dim=1, keepdim=True))
            else:
                loss = nn.functional.binary_cross_entropy_with_logits(model(clips, lengths), targets)
            if name == "multistream_convolution" and not entry["losses"]:
                # Only after the first step: the gradient of a bias before batch normalization is rounding error.
                entry["running_mean"] = model.blocks[1].norm.running_mean.tolist()
                entry["running_var"] = model.blocks[1].norm.running_var.tolist()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 0.5)
            optimizer.step()
            entry["losses"].append(loss.item())
        golden[name] = entry
    write("torch_models.json", golden)
    lstm = Lstm()
    fill_parameters(lstm)
    save_file(lstm.state_dict(), GOLDEN / "torch_lstm.safetensors", metadata={"format": "pt"})


def adamw():
    generator = torch.Generator().manual_seed(5)
    parameters = [torch.randn(3, 2, generator=generator).requires_grad_(), torch.randn(4, generator=generator).requires_grad_()]
    golden = {"start": [parameter.flatten().tolist() for parameter in parameters], "learningRate": 0.03, "weightDecay": 0.2, "maxNorm": 1.5, "steps": []}
    optimizer = torch.optim.AdamW(parameters, lr=0.03, weight_decay=0.2)
    for step in range(5):
        # Only the gradients of the first step are below the maximum norm.
        gradients = [torch.randn(parameter.shape, generator=generator) * (0.1 if step == 0 else 2) for parameter in parameters]
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = gradient.clone()
        nn.utils.clip_grad_norm_(parameters, 1.5)
        optimizer.step()
        golden["steps"].append({
            "gradients": [gradient.flatten().tolist() for gradient in gradients],
            "parameters": [parameter.flatten().tolist() for parameter in parameters],
        })
    write("torch_adamw.json", golden)


def training():
    """Clips have 40 to 42 tokens, a third of them the label; with so little padding, BatchPlan keeps their order."""
    generator = random.Random(3)
    n_labels, vocabulary_size, seed, batch_size, epochs = 4, 20, 4242, 8, 3
    clips = []
    for clip in range(120):
        label = clip % n_labels
        ids = [label if generator.randrange(3) == 0 else generator.randrange(vocabulary_size) for _ in range(40 + generator.randrange(3))]
        clips.append(ids)
    torch.manual_seed(seed)
    model = Lstm(layers=1, embed=16, hidden=16, vocabulary_size=vocabulary_size, n_labels=n_labels)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    torch.manual_seed(seed)

    def loader(subset, shuffle):
        items = [(torch.tensor(clips[clip]), nn.functional.one_hot(torch.tensor(clip % n_labels), n_labels).float()) for clip in subset]
        return DataLoader(items, batch_size=batch_size, shuffle=shuffle, collate_fn=padded)

    def loss_of(batch):
        ids, targets = batch
        lengths = torch.full((len(ids),), ids.shape[1])
        return nn.functional.binary_cross_entropy_with_logits(model(ids, lengths), targets)

    train, validation = loader(range(96), True), loader(range(96, 120), False)
    losses = []
    for _ in range(epochs):
        train_losses = []
        for batch in train:
            loss = loss_of(batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            train_losses.append(loss.item())
        with torch.no_grad():
            validation_losses = [loss_of(batch).item() for batch in validation]
        losses.append([sum(train_losses) / len(train_losses), sum(validation_losses) / len(validation_losses)])
    write("torch_training.json", {"tokens": clips, "losses": losses})


def padded(clips):
    ids, targets = zip(*clips)
    return nn.utils.rnn.pad_sequence(ids, batch_first=True), torch.stack(targets)


def write(name, golden):
    (GOLDEN / name).write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    models()
    adamw()
    training()
