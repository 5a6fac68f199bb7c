"""Writes testing/resources/golden/state_dict.pth: a state dict written by torch.save, read by PthFileTest.

    python testing/python/state_dict.py      in lib, with torch

The values count up from 0. "tied.weight" shares the storage of "fc.weight"; "turned" is a transposed view.
"""

from pathlib import Path

import torch
from torch import nn

model = nn.Module()
model.fc = nn.Linear(3, 2)
model.tied = nn.Linear(3, 2, bias=False)
model.tied.weight = model.fc.weight
with torch.no_grad():
    model.fc.weight.copy_(torch.arange(6.0).reshape(2, 3))
    model.fc.bias.copy_(torch.tensor([6.0, 7.0]))
model.register_buffer("turned", torch.arange(8.0, 14.0).reshape(2, 3).T)
torch.save(model.state_dict(), Path("testing/resources/golden/state_dict.pth"))
