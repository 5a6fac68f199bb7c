"""A run opens no network connections and is independent of the caller's environment variables."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, run_pipeline, strace, tiny_overrides

ADDRESS = re.compile(r"sa_family=AF_INET6?.*?inet(?:_addr|_pton)\((?:AF_INET6, )?\"([^\"]+)\"")


def hostile_environment(folder) -> dict[str, str]:
    """Returns environment variables, each of which once broke the set-up or the kernel for some user."""
    kernel = folder / "jupyter" / "kernels" / "java"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(
        json.dumps({"argv": ["false"], "display_name": "another kernel named java", "language": "java"})
    )
    modules = folder / "modules"
    modules.mkdir()
    for module in ("json", "yaml", "jupyter_client"):
        (modules / f"{module}.py").write_text("raise SystemExit('a module of the caller')")
    startup = folder / "bash_env"
    startup.write_text("exit 3\n")
    variables = {name: value for name, value in os.environ.items() if name != "HOME"}
    return variables | {
        "JUPYTER_PATH": str(folder / "jupyter"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "PYTHONPATH": str(modules),
        "PYTHONHOME": str(folder),
        "PYTHONOPTIMIZE": "2",
        "PYTHONSAFEPATH": "1",
        "PYTHONIOENCODING": "ascii",
        "PYTHONDEVMODE": "1",
        "PIP_USER": "1",
        "PIP_REQUIRE_HASHES": "1",
        "PIP_PLATFORM": "any",
        "PIP_TARGET": str(folder / "packages"),
        "CDPATH": f"{folder}:{ROOT}",
        "GLOBIGNORE": "*",
        "CLASSPATH": str(folder),
        "JJAVA_CLASSPATH": str(folder),
        "JJAVA_STARTUP_SCRIPT": "System.exit(3);",
        "JJAVA_LOAD_EXTENSIONS": "false",
        "AUDIO_TOKENS_ROOT": str(folder),
        "BASH_ENV": str(startup),
        "SHELLOPTS": "noglob",
        "BASHOPTS": "failglob:nullglob:nocasematch",
        "BASH_FUNC_cd%%": '() { builtin cd "$@" && echo moved; }',
        "BASH_FUNC_find%%": "() { echo found; }",
        # variables of PyTorch's container images
        "PYTORCH_VERSION": "2.4.0",
        "PYTORCH_FLAVOR": "cu121",
        "DJL_DEFAULT_ENGINE": "TensorFlow",
    }


@pytest.mark.slow
def test_a_run_does_not_depend_on_the_callers_variables(tiny_run, tmp_path):
    # given a report that is out of date, so that a kernel is started
    for subfolder in ("reports", "notebooks"):
        shutil.copytree(tiny_run / subfolder, tmp_path / subfolder)
    report = tiny_run / "reports" / "1_dataset.html"
    report.unlink()
    environment = hostile_environment(tmp_path)
    del environment["BASH_ENV"]  # bash reads that before it reads ./run
    command = ["bash", "notebooks/../run", *tiny_overrides(tiny_run.parent)]
    completed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stderr
    assert completed.stderr == ""
    assert report.exists()
    for subfolder in ("reports", "notebooks"):  # other tests check the pages of a first run and their modification times
        shutil.copytree(tmp_path / subfolder, tiny_run / subfolder, dirs_exist_ok=True)


@pytest.mark.slow
def test_packages_are_installed_into_the_virtual_environment_despite_pips_variables(tmp_path):
    venv = tmp_path / "venv"
    (tmp_path / "requirements.txt").write_text("pip\n")  # already installed, so that nothing is downloaded
    script = 'set -euo pipefail; source environment/setup.sh; require_python; make_venv "$1" "$2"'
    command = ["bash", "-c", script, "bash", str(venv), str(tmp_path / "requirements.txt")]
    environment = hostile_environment(tmp_path) | {"root": str(ROOT)}
    del environment["BASH_ENV"]
    completed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stderr
    assert (venv / ".made").exists()
    assert not (tmp_path / "packages").exists()


def test_bash_env_of_the_caller_does_not_affect_the_scripts_of_run(tmp_path):
    script = 'source environment/setup.sh; bash -c "echo reached"'
    environment = hostile_environment(tmp_path) | {"root": str(ROOT)}
    start_file = environment.pop("BASH_ENV")
    command = ["bash", "-c", f"export BASH_ENV={start_file}; {script}"]
    completed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert completed.stdout == "reached\n", completed.stderr


def test_a_jdk_is_found_without_the_variable_home(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "HOME"}
    completed = run_pipeline("keys", env=environment)
    assert completed.returncode == 0, completed.stderr
    assert "vocabSize" in completed.stdout


def test_the_notebooks_connect_only_to_this_machine(tiny_run, connections):
    if not connections.exists():
        pytest.skip("strace cannot run here; apt install strace")
    calls = connections.read_text(errors="replace").splitlines()
    addresses = {match[1] for line in calls for match in [ADDRESS.search(line)] if match}
    assert "127.0.0.1" in addresses, "a kernel and its client are connected through this address"
    assert {address for address in addresses if not address.startswith("127.") and address != "::1"} == set()


def test_the_librarys_tests_start_pytorch_without_network_connections(tmp_path):
    # given the variables of the Maven tests, without those of ./run
    log = tmp_path / "connect.log"
    command = strace(log, "connect")
    if not command:
        pytest.skip("strace cannot run here; apt install strace")
    pom = (ROOT / "lib" / "pom.xml").read_text()
    block = re.search(r"<environmentVariables>(.*?)</environmentVariables>", pom, re.DOTALL)[1]
    variables = dict(re.findall(r"<(\w+)>(.*?)</\1>", block))
    kernel = json.loads((Path(sys.prefix) / "share/jupyter/kernels/java/kernel.json").read_text())["argv"]
    class_path = kernel[kernel.index("-cp") + 1]
    completed = subprocess.run(
        [*command, kernel[0], "--enable-native-access=ALL-UNNAMED", "-cp", class_path, "audiotokens.device.DeviceReport"],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **variables}, capture_output=True, text=True,
    )
    # then PyTorch has started and has opened no connection to another machine
    assert "PyTorch" in completed.stdout, completed.stderr
    addresses = {match[1] for line in log.read_text().splitlines() for match in [ADDRESS.search(line)] if match}
    assert {address for address in addresses if not address.startswith("127.") and address != "::1"} == set()


def test_the_trace_detects_a_connection_to_another_machine(tmp_path):
    log = tmp_path / "connect.log"
    command = strace(log, "connect")
    if not command:
        pytest.skip("strace cannot run here; apt install strace")
    code = "import socket; s = socket.socket(); s.settimeout(0.01); s.connect_ex(('192.0.2.1', 9))"
    subprocess.run([*command, sys.executable, "-c", code], check=True)
    assert ADDRESS.search(log.read_text())[1] == "192.0.2.1"


def selected_libtorch(machine, project, requested="") -> tuple[list[str], str]:
    """Returns the libtorch that setup.sh selects on a machine with the given file tree, and the messages of setup.sh."""
    script = 'source environment/setup.sh; printf "%s\\n" "${PYTORCH_LIBRARY_PATH:-CPU}" "${PYTORCH_FLAVOR:-}"'
    command = ["bash", "-c", script]
    variables = {"root": str(project), "machine_root": str(machine), "PATH": os.environ["PATH"]}
    if requested:
        variables |= {"PYTORCH_LIBRARY_PATH": str(requested), "PYTORCH_FLAVOR": "cu128"}
    completed = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stderr
    return completed.stdout.split(), completed.stderr


def create_file(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_gpu_libraries_are_selected_if_there_are_a_gpu_and_a_driver(tmp_path):
    machine, project = tmp_path / "machine", tmp_path / "project"
    create_file(project / "pom.xml", "<pytorch.version>2.7.1</pytorch.version>")
    library = create_file(project / "torch/lib/libtorch_cuda.so").parent
    installed = create_file(project / ".venv-gpu/libtorch", f"2.7.1 cu128 {library}\n")
    assert selected_libtorch(machine, project) == (["CPU"], "")

    create_file(machine / "dev/nvidia0")
    assert selected_libtorch(machine, project) == (["CPU"], ""), "without a driver"
    create_file(machine / "usr/lib64/libcuda.so.1")
    assert selected_libtorch(machine, project) == ([str(library), "cu128"], "")

    installed.write_text(f"2.5.1 cu124 {library}\n")
    selected, message = selected_libtorch(machine, project)
    assert selected == ["CPU"] and "./run gpu-setup" in message


def test_an_unusable_libtorch_is_replaced_by_the_cpu_build_with_a_warning(tmp_path):
    machine, project = tmp_path / "machine", tmp_path / "project"
    create_file(project / "pom.xml", "<pytorch.version>2.7.1</pytorch.version>")
    version = create_file(tmp_path / "torch/version.py", "__version__ = '2.7.1+cu126'\n")
    library = create_file(tmp_path / "torch/lib/libtorch_cuda.so").parent
    selected, message = selected_libtorch(machine, project, library)
    assert selected == ["CPU"] and "needs an NVIDIA driver" in message

    create_file(machine / "usr/lib64/libcuda.so.1")
    assert selected_libtorch(machine, project, library) == ([str(library), "cu128"], "")
    version.write_text("__version__ = '2.11.0+cu130'\n")
    selected, message = selected_libtorch(machine, project, library)
    assert selected == ["CPU"] and "its version is 2.11.0, but DJL's JNI library is for 2.7.1" in message
