"""Writes testing/resources/golden/torch_random.json: random numbers that PyTorch draws on the CPU.

    python testing/python/torch_random.py      in lib, with torch 2.11
"""

import json
from pathlib import Path

import torch
from torch.utils.data import DataLoader

SEED, LARGE_SEED, N_CLIPS, N_EPOCHS = 4242, 7 + 2**40, 21, 3


def main():
    torch.manual_seed(SEED)
    drawn = {
        "seed": SEED,
        # 100 values are 6 blocks of 16 and a remainder; fewer than 16 values are drawn in pairs.
        "normal": torch.empty(100).normal_(0, 0.5).tolist(),
        "normal_few": [torch.empty(count).normal_(0, 2).tolist() for count in (3, 4)],
        "uniform": torch.empty(40).uniform_(-0.3, 0.3).tolist(),
    }
    torch.manual_seed(SEED)
    convolution = torch.nn.Conv1d(1, 10, 3)
    drawn["convolution"] = {
        "weight": convolution.weight.flatten().tolist(),
        "bias": convolution.bias.tolist(),
    }
    torch.manual_seed(LARGE_SEED)
    drawn["large_seed"] = {"seed": LARGE_SEED, "drawn": torch.empty((), dtype=torch.int64).random_().item()}
    torch.manual_seed(SEED)
    train = DataLoader(range(N_CLIPS), batch_size=4, shuffle=True, collate_fn=list)
    validation = DataLoader(range(5), batch_size=4, collate_fn=list)
    drawn["epochs"] = []
    for _ in range(N_EPOCHS):
        drawn["epochs"].append([clip for batch in train for clip in batch])
        list(validation)
    Path("testing/resources/golden/torch_random.json").write_text(json.dumps(drawn) + "\n")


if __name__ == "__main__":
    main()
