"""Computes the logits of a bert model folder with Hugging Face's BertModel.

    hugging_face_bundle.py MODEL TOKENS.json LOGITS.json

TOKENS.json is a list of token ids per clip; the logits per clip are written to LOGITS.json.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import BertModel


def logits_of(model_folder, clips):
    """The logits of each clip's tokens, as described in the model card."""
    bert, loading = BertModel.from_pretrained(model_folder, output_loading_info=True)
    assert not loading["missing_keys"], loading["missing_keys"]
    weights = load_file(model_folder / "model.safetensors")
    logits = []
    with torch.no_grad():
        for clip in clips:
            state = bert.eval()(input_ids=torch.tensor([clip[:512]])).last_hidden_state[:, 0]
            logits.append((state @ weights["classifier.weight"].T + weights["classifier.bias"])[0].tolist())
    return logits


if __name__ == "__main__":
    model_folder, tokens_file, logits_file = map(Path, sys.argv[1:])
    logits_file.write_text(json.dumps(logits_of(model_folder, json.loads(tokens_file.read_text()))))
