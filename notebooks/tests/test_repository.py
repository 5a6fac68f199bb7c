"""Tests the files of the repository: top level, version, README, and notebooks as committed."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "lib/README.md", ROOT / "lib/spark/README.md",
         ROOT / "notebooks/experiments/README.md", *NOTEBOOKS]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_the_top_level_contains_only_the_project_and_files_that_tools_expect():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert {line.split("/")[0] for line in tracked.stdout.splitlines()} == {
        "CHANGELOG.md",
        "CITATION.cff",
        "CONTRIBUTING.md",
        "README.md",
        "environment",
        "lib",
        "metadata",
        "notebooks",
        "pom.xml",
        "run",
        ".ci",
        ".github",
        ".gitignore",
        ".mvn",
    }


def test_all_files_state_the_same_version():
    poms = [ROOT / "pom.xml", ROOT / "lib/pom.xml", *sorted((ROOT / "lib").glob("*/pom.xml"))]
    versions = {str(pom): re.search(r"<version>(.*?)</version>", pom.read_text())[1] for pom in poms}
    versions["CITATION.cff"] = re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text(), re.M)[1]
    versions["CHANGELOG.md"] = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)[1]
    assert len(set(versions.values())) == 1, versions


def test_the_github_workflow_runs_the_ci_script():
    assert "- run: .ci/run\n" in (ROOT / ".github/workflows/ci.yml").read_text()


def test_the_readme_has_at_most_300_lines():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 300


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_links_only_to_files_that_exist(page):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_experiment_is_listed():
    page = (ROOT / "notebooks/experiments/README.md").read_text()
    names = [path.stem for path in NOTEBOOKS if path.parent.name == "experiments"]
    assert [name for name in names if f"`{name}`" not in page] == []


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
def test_a_notebook_is_committed_without_outputs(path):
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_code_cell_has_at_most_fifteen_lines(path):
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "code":
            assert len("".join(cell["source"]).splitlines()) <= 15
