"""./run on the command line: rejected arguments, interruption, adopt, and the commands for shards."""

import csv
import json
import os
import shutil
import signal
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from conftest import ROOT, run_pipeline, tiny_overrides


@pytest.mark.parametrize(
    "argument, key",
    [
        ("vocabSiez=100", "vocabSize"),
        ("vocabSize=many", "vocabSize"),
        ("dropout=1.5", "dropout"),
        ("modelType=gpt", "modelType"),
        ("no_such_file.yaml", "no_such_file.yaml"),
    ],
)
def test_an_invalid_configuration_is_reported_in_one_line_that_names_the_key(argument, key):
    rejected = run_pipeline(argument)
    assert rejected.returncode == 2
    lines = [line for line in rejected.stderr.splitlines() if not line.endswith(" ...")]
    assert len(lines) == 1 and key in lines[0]
    assert rejected.stdout == ""


def test_a_failing_stage_stops_the_run_with_its_message(tmp_path):
    run = tmp_path / "run"
    run.mkdir()
    (run / "summary.json").write_text('{"map": 0.987, "stages": {}, "clips": {}, "config": {}}')
    failed = run_pipeline(*tiny_overrides(tmp_path), "sourceType=folders", f"audioPath={tmp_path / 'nowhere'}")
    assert failed.returncode == 1
    assert str(tmp_path / "nowhere") in failed.stderr
    assert "Traceback" not in failed.stderr
    assert (run / "reports" / "1_dataset.html").exists()
    index = (run / "reports" / "index.html").read_text()
    assert str(tmp_path / "nowhere") in index
    assert "0.987" not in index, "the result of an earlier run is not shown"


@pytest.mark.slow
def test_a_second_run_is_rejected_and_an_interrupted_run_resumes(tiny_run, tmp_path):
    shutil.copytree(tiny_run.parent / "audio", tmp_path / "audio")
    overrides = tiny_overrides(tmp_path)
    first = subprocess.Popen([str(ROOT / "run"), *overrides], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert first.stdout.readline().startswith("1_dataset")
    second = run_pipeline(*overrides)
    assert second.returncode == 1
    assert "another run is using" in second.stderr
    first.send_signal(signal.SIGTERM)
    _, errors = first.communicate()
    assert first.returncode == 130
    assert "the same command resumes the run" in errors
    resumed = run_pipeline(*overrides)
    assert resumed.returncode == 0, resumed.stderr
    assert (tmp_path / "run" / "centroids.npy").read_bytes() == (tiny_run / "centroids.npy").read_bytes()


def test_a_killed_run_leaves_no_kernel_running(tiny_run, tmp_path):
    shutil.copytree(tiny_run.parent / "audio", tmp_path / "audio")
    run = subprocess.Popen([str(ROOT / "run"), *tiny_overrides(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert run.stdout.readline().startswith("1_dataset")
    deadline = time.monotonic() + 30
    while not kernels_of(run.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert kernels_of(run.pid)
    run.kill()
    run.wait()
    while kernels_of(run.pid) and time.monotonic() < deadline + 30:
        time.sleep(0.1)
    assert not kernels_of(run.pid)


@pytest.mark.slow
def test_a_killed_kernel_is_reported_and_the_next_run_counts_a_damaged_clip(tiny_run, tmp_path):
    shutil.copytree(tiny_run.parent / "audio", tmp_path / "audio")
    next((tmp_path / "audio").rglob("*.flac")).write_bytes(b"text instead of audio")
    run = subprocess.Popen(
        [str(ROOT / "run"), *tiny_overrides(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert run.stdout.readline().startswith("1_dataset")
    deadline = time.monotonic() + 60
    while not list((tmp_path / "run" / "spectrograms").glob("*/*.npy")) and time.monotonic() < deadline:
        time.sleep(0.01)
    for kernel in kernels_of(run.pid):
        os.kill(int(kernel.name), signal.SIGKILL)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "2_spectrograms failed: the kernel exited" in errors
    assert "Traceback" not in errors
    resumed = run_pipeline(*tiny_overrides(tmp_path))
    assert resumed.returncode == 0, resumed.stderr
    assert f"skipped clips    1; the reasons are in {tmp_path / 'run' / 'problems.csv'}" in resumed.stdout


@pytest.mark.slow
def test_adopt_imports_the_originals_folder_into_an_output_path_with_an_umlaut(tiny_run, tmp_path):
    # the original clusters raw frames
    plain = tmp_path / "plain"
    shutil.copytree(tiny_run.parent / "audio", plain / "audio")
    raw_frames = ["whitenComponents=0", "patchFrames=1"]
    assert run_pipeline("stages", *tiny_overrides(plain), *raw_frames).returncode == 0
    plain_run = plain / "run"
    original, run = tmp_path / "audio-tokens", tmp_path / "Läufe" / "übernommen"
    (original / "output").mkdir(parents=True)
    shutil.copy(plain_run / "split.json", original / "output" / "bal_train_data_split.json")
    shutil.copy(plain_run / "centroids.npy", original / "output")
    shutil.copy(plain_run / "training" / "best.safetensors", original / "output" / "glad-wind-3-best_model.safetensors")
    for subfolder in ["spectrograms", "tokenized_audio"]:
        shutil.copytree(plain_run / subfolder, original / subfolder)
    shutil.copytree(tiny_run.parent / "audio", tmp_path / "audio")
    overrides = [override for override in tiny_overrides(tmp_path) if not override.startswith("outputPath=")]
    overrides += [*raw_frames, f"outputPath={run}"]
    c_locale = os.environ | {"LC_ALL": "C"}

    adopted = run_pipeline("adopt", str(original), f"outputPath={run}", env=c_locale)
    assert adopted.returncode == 0, adopted.stderr
    assert "32 files (32 linked" in adopted.stdout
    assert "vocabSize=40" in adopted.stdout

    completed = run_pipeline(*overrides, env=c_locale)
    assert completed.returncode == 0, completed.stderr
    stages = "dataset (1 file), spectrograms (32 files), clusters (1 file), tokens (32 files), training (1 file)"
    assert f"adopted          files from another program: {stages}" in completed.stdout
    assert stages in (run / "reports" / "index.html").read_text()
    summary, plain_summary = (json.loads((folder / "summary.json").read_text()) for folder in (run, plain_run))
    assert summary["map"] == pytest.approx(plain_summary["map"], abs=1e-9)
    assert summary["adopted"] == json.loads((run / "record.json").read_text())["adopted"]
    clusters = (run / "reports" / "3_clusters.html").read_text()
    assert "uses a file from another program" in clusters
    assert "Objective of k-means" not in clusters and "<td>iterations</td>" not in clusters

    rejected = run_pipeline(*overrides, "hopLength=256", env=c_locale)
    assert rejected.returncode == 1
    assert f"hopLength: {run / 'spectrograms'}" in rejected.stderr


def kernels_of(process_id: int) -> list[Path]:
    """Returns the kernel processes that Jupyter has started for this process."""
    kernels = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"JPY_PARENT_PID={process_id}\0".encode() in environment.read_bytes():
                kernels.append(environment.parent)
        except OSError:
            pass
    return kernels


def test_shards_are_indexed_and_expanded(tiny_run, tmp_path):
    tree = tiny_run.parent / "audio" / "bal_train"
    clips = sorted(tree.rglob("*.flac"))
    shard = tmp_path / "bal_train00.tar"
    with tarfile.open(shard, "w") as tar:
        for clip in clips:
            tar.add(clip, f"audio/bal_train/{clip.name}")

    indexed = run_pipeline("sound_indexer", str(tmp_path / "index.csv"), str(shard))
    assert indexed.returncode == 0, indexed.stderr
    with (tmp_path / "index.csv").open(newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(line for line in file if not line.startswith('"#'))}
    assert sorted(rows) == [clip.stem for clip in clips]
    first = rows[clips[0].stem]
    with shard.open("rb") as file:
        file.seek(int(first["offset"]))
        assert file.read(int(first["size"])) == clips[0].read_bytes()

    expanded = run_pipeline("audioset_expander", str(tmp_path / "tree"), str(shard))
    assert expanded.returncode == 0, expanded.stderr
    for clip in clips:
        assert (tmp_path / "tree" / "bal_train" / clip.stem[:2] / clip.name).read_bytes() == clip.read_bytes()
