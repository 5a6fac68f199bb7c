"""Writes the golden file with which a test compares a bert model folder with Hugging Face's transformers.

    python testing/python/golden_hugging_face.py      in lib, with torch 2.11, safetensors and transformers 5

hugging_face_bert.json   the config.json that BertModel.from_pretrained has read, names and shapes of the weights,
                         tokens, and the logits of the linear layer on the first position

The weights are computed by a formula that HuggingFaceGoldenTest also uses, so that the file stays small.
"""

import json
import math
import tempfile
from pathlib import Path

import torch
from hugging_face_bundle import logits_of
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

GOLDEN = Path("testing/resources/golden/hugging_face_bert.json")
LABELS = ["Dog", "Rain", "Sea waves"]
# As HuggingFaceConfig writes it; HuggingFaceGoldenTest compares every key.
CONFIG = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "vocab_size": 10,
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 3072,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "attention_probs_dropout_prob": 0.1,
    "max_position_embeddings": 512,
    "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
    "pad_token_id": 0,
    "problem_type": "multi_label_classification",
    "id2label": {str(index): name for index, name in enumerate(LABELS)},
    "label2id": {name: index for index, name in enumerate(LABELS)},
}


def weights():
    """The tensors of a model folder, computed by a formula."""
    shapes = {f"bert.{name}": tuple(array.shape) for name, array in BertModel(BertConfig(**CONFIG)).state_dict().items()}
    shapes |= {"classifier.weight": (len(LABELS), CONFIG["hidden_size"]), "classifier.bias": (len(LABELS),)}
    tensors = {}
    for position, (name, shape) in enumerate(shapes.items()):
        scale = 2 / math.sqrt(shape[-1])
        values = [scale * math.sin(position + 0.61 * i * i) for i in range(math.prod(shape))]
        if name.endswith("LayerNorm.weight"):
            values = [1 + value for value in values]
        tensors[name] = torch.tensor(values, dtype=torch.float64).reshape(shape).float()
    return tensors


clips = [[(3 + 5 * clip + 7 * position + position * position) % 10 for position in range(length)] for clip, length in enumerate((1, 30, 512))]
with tempfile.TemporaryDirectory() as folder:
    bundle = Path(folder)
    tensors = weights()
    (bundle / "config.json").write_text(json.dumps(CONFIG))
    save_file(tensors, bundle / "model.safetensors")
    golden = {
        "config": CONFIG,
        "shapes": {name: list(array.shape) for name, array in tensors.items()},
        "tokens": clips,
        "logits": logits_of(bundle, clips),
    }
deviation = torch.tensor(golden["logits"]).std(dim=0)
assert deviation.min() > 0.1, f"the logits hardly depend on the tokens: {deviation}"
GOLDEN.write_text(json.dumps(golden) + "\n")
