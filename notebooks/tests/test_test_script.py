"""Tests that ./run test prints both results, repeats only what has changed, and ends both on a signal; short scripts
replace Maven and pytest."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from conftest import ROOT

SETUP_FUNCTIONS = """
python=$root/python
PATH=$root/bin:$PATH
require_jdk() { :; }
require_maven() { :; }
require_python() { :; }
set_up_library() { :; }
set_up_notebooks() { :; }
add_to_venv() { :; }
make_venv() { :; }
"""
# Prints the unchanged parts when asked for them, and records which parts have passed.
PYTHON = r"""
case "$*" in
  *unchanged_tests.py\ compare*) cat "$root/unchanged" ;;
  *unchanged_tests.py\ passed*) echo "${@:5}" >"$root/passed" ;;
  *unchanged_tests.py\ forget*) echo "${@:4}" >>"$root/forgotten" ;;
  *) echo slowest ;;
esac
"""
UNCHANGED = "core 2026-11-27 07:30\nnotebooks 2026-11-27 07:31\n"
WRITE_ID_AND_WAIT = 'echo $$ >"$root/{name}.pid"; while :; do sleep 0.1; done'


@pytest.fixture
def start(tmp_path):
    """Starts the script with the given commands in place of Maven and pytest."""
    scripts = []

    def start(maven_command, pytest_command, *arguments, unchanged=""):
        environment = tmp_path / "environment"
        environment.mkdir()
        shutil.copy(ROOT / "environment" / "test.sh", environment)
        (environment / "setup.sh").write_text(SETUP_FUNCTIONS)
        (tmp_path / "unchanged").write_text(unchanged)
        write_executable(tmp_path / "python", PYTHON)
        write_executable(tmp_path / "bin" / "mvn", maven_command)
        write_executable(tmp_path / ".venv" / "bin" / "python", pytest_command)
        script = subprocess.Popen(
            ["bash", str(environment / "test.sh"), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            env=os.environ | {"root": str(tmp_path)},
            # SIGINT is ignored in a background job of a shell, and so in these tests if they run in one
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        scripts.append(script)
        return script

    yield start
    for script in scripts:
        script.kill()
        script.wait()
        script.stdout.close()
    for file in tmp_path.glob("*.pid"):
        if is_running(int(file.read_text())):
            os.kill(int(file.read_text()), signal.SIGKILL)


def write_executable(path: Path, command: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{command}\n")
    path.chmod(0o755)


def is_running(process_id: int) -> bool:
    state = Path(f"/proc/{process_id}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def read_process_id(file: Path) -> int:
    deadline = time.monotonic() + 60
    while not (file.exists() and file.read_text().endswith("\n")) and time.monotonic() < deadline:
        time.sleep(0.05)
    return int(file.read_text())


@pytest.mark.parametrize("maven_status, pytest_status, expected_status", [(0, 0, 0), (1, 0, 1), (0, 2, 2), (3, 4, 4)])
def test_both_results_are_printed_and_the_exit_status_reports_any_failure(
    start, maven_status, pytest_status, expected_status
):
    script = start(f"echo library done; exit {maven_status}", f"echo notebooks done; exit {pytest_status}")
    output, _ = script.communicate(timeout=60)
    assert output.index("library done") < output.index("slowest") < output.index("notebooks done")
    assert script.returncode == expected_status


@pytest.mark.parametrize(
    "maven_status, pytest_status, arguments, passed",
    [
        (0, 0, [], "core demo pipeline notebook spark notebooks"),
        (1, 0, [], "notebooks"),
        (0, 1, [], "core demo pipeline notebook spark"),
        (0, 0, ["-k", "kernel"], "core demo pipeline notebook spark"),
    ],
)
def test_the_parts_whose_tests_have_all_passed_are_recorded(
    start, tmp_path, maven_status, pytest_status, arguments, passed
):
    start(f"echo done; exit {maven_status}", f"exit {pytest_status}", *arguments).communicate(timeout=60)
    assert (tmp_path / "passed").read_text().split() == passed.split()
    forgotten = (tmp_path / "forgotten").read_text().splitlines()
    assert forgotten[0] == "core demo pipeline notebook spark" + ("" if arguments else " notebooks"), "before they run"
    assert forgotten[1:] == (["notebooks"] if pytest_status else [])


def test_a_pass_keeps_its_time_if_the_tests_are_not_repeated(start, tmp_path):
    start("echo done", "exit 0", unchanged=UNCHANGED).communicate(timeout=60)
    assert (tmp_path / "passed").read_text().split() == ["demo", "pipeline", "notebook", "spark"]
    assert (tmp_path / "forgotten").read_text().split() == ["demo", "pipeline", "notebook", "spark"]


def test_unchanged_parts_are_named_and_their_tests_are_not_repeated(start):
    script = start('echo "maven $@"', 'echo "pytest $@"', unchanged=UNCHANGED)
    output, _ = script.communicate(timeout=60)
    assert "core: unchanged since its tests passed on 2026-11-27 07:30" in output
    maven, pytest_call = (line for line in output.splitlines() if line.startswith(("maven", "pytest")))
    assert "-Dskip.core.tests=true" in maven and "-Dskip.demo.tests" not in maven
    assert pytest_call.endswith("notebooks/tests/test_repository.py"), "it depends on all files"


@pytest.mark.parametrize("argument", ["--all", "-v"])
def test_with_arguments_the_notebooks_tests_are_repeated(start, argument):
    script = start('echo "maven $@"', 'echo "pytest $@"', argument, unchanged=UNCHANGED)
    output, _ = script.communicate(timeout=60)
    maven, pytest_call = (line for line in output.splitlines() if line.startswith(("maven", "pytest")))
    assert ("-Dskip.core.tests=true" in maven) == (argument != "--all")
    assert "notebooks/tests/test_repository.py" not in pytest_call
    assert "--all" not in pytest_call


@pytest.mark.parametrize("arguments, leaves_out", [([], True), (["--all"], False)])
def test_slow_tests_run_only_with_all(start, arguments, leaves_out):
    script = start('echo "maven $@"', 'echo "pytest $@"', *arguments)
    output, _ = script.communicate(timeout=60)
    maven, pytest_call = (line for line in output.splitlines() if line.startswith(("maven", "pytest")))
    assert ("-DexcludedGroups=slow" in maven) == leaves_out
    assert ("-m not slow" in pytest_call) == leaves_out
    assert ("./run test --all runs all tests" in output.splitlines()[-1]) == leaves_out


def test_a_slow_test_selected_by_an_argument_runs(start):
    script = start("echo done", 'echo "pytest $@"', "-k", "lab")
    output, _ = script.communicate(timeout=60)
    assert "-m not slow" not in output


def test_lines_of_maven_are_printed_immediately(start, tmp_path):
    script = start("echo first; " + WRITE_ID_AND_WAIT.format(name="maven"), "exit 0")
    assert script.stdout.readline().startswith("Library")
    read_process_id(tmp_path / "maven.pid")
    assert script.stdout.readline() == "first\n"
    os.killpg(script.pid, signal.SIGTERM)


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("pytest_trap", ["", "trap '' INT; "])
def test_a_signal_to_the_group_ends_maven_and_pytest(start, tmp_path, signal_number, pytest_trap):
    script = start(
        "trap 'exit 130' INT; " + WRITE_ID_AND_WAIT.format(name="maven"),
        pytest_trap + WRITE_ID_AND_WAIT.format(name="pytest"),
    )
    process_ids = [read_process_id(tmp_path / "maven.pid"), read_process_id(tmp_path / "pytest.pid")]
    os.killpg(script.pid, signal_number)
    script.wait(timeout=60)
    assert script.returncode != 0
    deadline = time.monotonic() + 10
    while any(map(is_running, process_ids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, process_ids))
