"""The notebooks as they lie in git."""

import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1]).rglob("*.ipynb"))


def test_there_is_a_notebook_for_every_stage():
    stages = [path.stem for path in NOTEBOOKS if path.parent.name == "notebooks" and path.stem[0] in "123456789"]
    assert stages == [
        "1_dataset",
        "2_spectrograms",
        "3_clusters",
        "4_tokens",
        "5_training",
        "6_evaluation",
        "7_listen",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_lies_in_git_without_outputs(path):
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_cell_is_short_enough_to_say_aloud(path):
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "code":
            assert len("".join(cell["source"]).splitlines()) <= 15
