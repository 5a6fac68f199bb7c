"""Checks which parts ./run test repeats after a change."""

import subprocess
import sys

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "environment"))
import unchanged_tests  # noqa: E402

ALL = ["core", "demo", "pipeline", "notebook", "spark", "notebooks"]
FILES = [
    "README.md",
    "pom.xml",
    "environment/run_notebooks.py",
    "lib/core/src/main/java/Mel.java",
    "lib/core/src/test/java/MelTest.java",
    "lib/pipeline/src/main/java/Stage.java",
    "lib/spark/src/main/java/Cluster.java",
    "lib/testing/core/Golden.java",
    "notebooks/1_dataset.ipynb",
    "notebooks/configs/demo.yaml",
    "notebooks/tests/test_lab.py",
]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A git checkout of a few files, all tests of which have passed."""
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("as it was")
    (tmp_path / ".gitignore").write_text("output\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    monkeypatch.setattr(unchanged_tests, "ROOT", tmp_path)
    unchanged_tests.compare(tmp_path / "output", "1")
    unchanged_tests.record_passes(tmp_path / "output", "1", ALL)
    return tmp_path


@pytest.fixture
def unchanged(checkout, capsys):
    """Returns the parts that are not repeated."""

    def unchanged():
        capsys.readouterr()
        unchanged_tests.compare(checkout / "output", "2")
        return [line.split()[0] for line in capsys.readouterr().out.splitlines()]

    return unchanged


def test_nothing_is_repeated_if_nothing_has_changed(unchanged):
    assert unchanged() == ALL


@pytest.mark.parametrize(
    "file, repeated",
    [
        ("pom.xml", ALL),
        ("lib/core/src/main/java/Mel.java", ALL),
        ("lib/core/src/test/java/MelTest.java", ["core"]),
        ("lib/pipeline/src/main/java/Stage.java", ["pipeline", "notebook", "spark", "notebooks"]),
        ("lib/spark/src/main/java/Cluster.java", ["spark", "notebooks"]),
        ("lib/testing/core/Golden.java", ["core", "demo", "pipeline", "notebook", "spark"]),
        ("notebooks/1_dataset.ipynb", ["notebooks"]),
        ("notebooks/tests/test_lab.py", ["notebooks"]),
        ("environment/run_notebooks.py", ["notebooks"]),
        ("notebooks/configs/demo.yaml", ["pipeline", "notebook", "notebooks"]),
        ("README.md", ["core", "notebook", "notebooks"]),
    ],
)
@pytest.mark.parametrize("change", ["edited", "deleted"])
def test_the_tests_that_depend_on_a_changed_file_are_repeated(checkout, unchanged, file, repeated, change):
    if change == "edited":
        (checkout / file).write_text("as it is now")
    else:
        (checkout / file).unlink()
    assert unchanged() == [part for part in ALL if part not in repeated]


def test_another_mode_of_a_file_counts_as_a_change(checkout, unchanged):
    (checkout / "pom.xml").chmod(0o755)
    assert unchanged() == []


def test_a_new_file_that_is_not_yet_added_counts_as_a_change(checkout, unchanged):
    (checkout / "lib/core/src/test/java/NewTest.java").write_text("new")
    assert "core" not in unchanged()


def test_a_change_that_is_undone_repeats_nothing(checkout, unchanged):
    (checkout / "pom.xml").write_text("as it is now")
    (checkout / "pom.xml").write_text("as it was")
    assert unchanged() == ALL


def test_another_jdk_repeats_all_tests(unchanged, tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
    assert unchanged() == []


def test_a_variable_of_the_programs_that_tests_start_repeats_all_tests(unchanged, monkeypatch):
    monkeypatch.setenv("MAVEN_OPTS", "-Dtest=OneTest")
    assert unchanged() == []


def test_another_variable_repeats_nothing(unchanged, monkeypatch):
    monkeypatch.setenv("EDITOR", "vi")
    assert unchanged() == ALL


def test_a_failure_leaves_no_earlier_pass(checkout, unchanged):
    # given a repetition of tests that have passed
    unchanged_tests.compare(checkout / "output", "3")
    unchanged_tests.forget(checkout / "output", ["core", "notebooks"])
    # when only the notebooks' tests pass
    unchanged_tests.record_passes(checkout / "output", "3", ["notebooks"])
    assert "core" not in unchanged()
    assert "notebooks" in unchanged()


def test_runs_at_the_same_time_record_the_files_that_each_started_with(checkout, unchanged):
    (checkout / "pom.xml").write_text("as it is now")
    unchanged_tests.compare(checkout / "output", "first")
    (checkout / "pom.xml").write_text("as it is later")
    unchanged_tests.compare(checkout / "output", "second")
    unchanged_tests.record_passes(checkout / "output", "first", ALL)
    assert unchanged() == []


def test_tests_that_have_not_passed_are_repeated(checkout, unchanged):
    (checkout / "pom.xml").write_text("as it is now")
    assert unchanged() == []
    unchanged_tests.record_passes(checkout / "output", "2", ["core", "demo"])
    assert unchanged() == ["core", "demo"]


def test_a_file_changed_during_the_tests_repeats_them(checkout, unchanged):
    (checkout / "pom.xml").write_text("as it is now")
    assert unchanged() == []
    (checkout / "lib/core/src/test/java/MelTest.java").write_text("edited while the tests run")
    unchanged_tests.record_passes(checkout / "output", "2", ALL)
    assert "core" not in unchanged()
    (checkout / "lib/core/src/test/java/MelTest.java").write_text("as it was")
    assert "core" not in unchanged()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"core": 1}'])
def test_an_unreadable_record_repeats_the_tests(checkout, unchanged, content):
    (checkout / "output" / "passed.json").write_text(content)
    assert unchanged() == []


def test_everything_is_repeated_outside_a_git_checkout(checkout, unchanged):
    (checkout / ".git").rename(checkout / "git")
    assert unchanged() == []


def test_everything_is_repeated_in_an_ignored_folder_of_another_repository(checkout, monkeypatch, capsys):
    unpacked = checkout / "output" / "unpacked"
    unpacked.mkdir()
    (unpacked / "pom.xml").write_text("as it was")
    capsys.readouterr()
    monkeypatch.setattr(unchanged_tests, "ROOT", unpacked)
    unchanged_tests.compare(unpacked / "output", "1")
    unchanged_tests.record_passes(unpacked / "output", "1", ALL)
    unchanged_tests.compare(unpacked / "output", "2")
    assert capsys.readouterr().out == ""
