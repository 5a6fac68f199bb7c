"""Tests, on a copy of the tiny run, that up-to-date reports are kept and others are regenerated."""

import shutil
import sys

import pytest

from conftest import ROOT, STAGES, run_pipeline, tiny_overrides

sys.path.insert(0, str(ROOT / "environment"))
from kept_reports import KeptReports  # noqa: E402


@pytest.fixture
def run(tiny_run, tmp_path):
    """A copy of the tiny run and its data, with all reports up to date."""
    run = tmp_path / "run"
    # Runs of experiments from other tests are large and not part of any report.
    shutil.copytree(tiny_run, run, ignore=shutil.ignore_patterns("experiments"))
    shutil.copytree(tiny_run.parent / "audio", tmp_path / "audio")
    configuration = run / "configuration.yaml"
    configuration.write_text(configuration.read_text().replace(str(tiny_run.parent), str(tmp_path)))
    reports = KeptReports(run, [])
    for stage in STAGES:
        reports.keep(notebook(stage))
    return run


def notebook(stage):
    return ROOT / "notebooks" / f"{stage}.ipynb"


def stages_with_kept_reports(run, programs=()):
    """Returns the numbers of the stages whose reports are up to date, as one string."""
    return "".join(stage[0] for stage in STAGES if KeptReports(run, list(programs)).is_kept(notebook(stage)))


def set_key(run, key, value):
    lines = (run / "configuration.yaml").read_text().splitlines()
    changed = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in lines]
    assert changed != lines
    (run / "configuration.yaml").write_text("\n".join(changed) + "\n")


def test_all_reports_are_kept_if_nothing_has_changed(run):
    assert stages_with_kept_reports(run) == "123456"


@pytest.mark.parametrize(
    "key, value, still_kept",
    [("epochs", 3, "1234"), ("bootstrapSamples", 50, "12345"), ("vocabSize", 41, "12"), ("hopLength", 256, "1"),
     ("seed", 7, ""), ("threads", 1, "")],
)
def test_a_changed_key_invalidates_the_reports_that_depend_on_it(run, key, value, still_kept):
    set_key(run, key, value)
    assert stages_with_kept_reports(run) == still_kept


@pytest.mark.parametrize(
    "file, still_kept",
    [
        ("reports/3_clusters.html", "12456"),
        ("notebooks/4_tokens.ipynb", "12356"),
        ("split.json", ""),
        ("spectrograms/train/*.npy", "1"),
        ("centroids.npy", "12"),
        ("tokenized_audio/validation/*.npy", "123"),
        ("training/best.safetensors", "1234"),
        ("evaluation/predictions.csv", "12345"),
        ("stages/training.json", "1234"),
        ("../audio/segments.csv", ""),
        ("../audio/*/*/*.flac", ""),
    ],
)
@pytest.mark.parametrize("change", ["deleted", "written"])
def test_a_missing_or_changed_file_invalidates_the_reports_that_depend_on_it(run, file, still_kept, change):
    path = next(run.glob(file)) if not file.startswith("..") else next(run.parent.glob(file[3:]))
    if change == "deleted":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"\n")
    assert stages_with_kept_reports(run) == still_kept


def test_another_version_of_the_library_invalidates_all_reports(run, tmp_path):
    assert stages_with_kept_reports(run, [ROOT / "run"]) == ""


@pytest.mark.parametrize("content", ["", "{", "[]", '{"1_dataset": "x"}', '{"1_dataset": {"files": 1}}'])
def test_an_unreadable_list_of_reports_invalidates_all_reports(run, content):
    (run / "notebooks" / ".kept_reports.json").write_text(content)
    assert stages_with_kept_reports(run) == ""


def test_run_reports_that_nothing_has_changed_and_writes_no_report(tiny_run):
    times = {report: report.stat().st_mtime_ns for report in (tiny_run / "reports").glob("*.html")}
    second_run = run_pipeline(*tiny_overrides(tiny_run.parent))
    assert second_run.returncode == 0, second_run.stderr
    assert "nothing has changed" in second_run.stdout
    assert "validation mAP" in second_run.stdout
    assert {report: report.stat().st_mtime_ns for report in times} == times


def test_run_writes_only_the_missing_report_and_the_index(tiny_run):
    times = {report: report.stat().st_mtime_ns for report in (tiny_run / "reports").glob("*.html")}
    missing_report = tiny_run / "reports" / "2_spectrograms.html"
    missing_report.unlink()
    second_run = run_pipeline(*tiny_overrides(tiny_run.parent))
    assert second_run.returncode == 0, second_run.stderr
    assert "nothing has changed" not in second_run.stdout
    changed = {report.stem for report, time in times.items() if report.stat().st_mtime_ns != time}
    assert changed == {"2_spectrograms", "index"}
