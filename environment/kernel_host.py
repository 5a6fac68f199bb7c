"""Runs the kernels of all notebooks of a run in one JVM, one after the other, so that only the first starts cold."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

import kernel_cache

# Writing the AOT cache takes a few seconds; a JVM that takes longer than this does not end.
WRITE_CACHE_SECONDS = 300
HOST_CLASS = "audiotokens.notebook.KernelHost"
KERNEL_CLASS = "org.dflib.jjava.distro.JJava"
KERNEL = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "java"


def kernel_command() -> list[str]:
    """Returns the command line of a standalone kernel, up to its main class."""
    argv = json.loads((KERNEL / "kernel.json").read_text())["argv"]
    return [argument.replace("{resource_dir}", str(KERNEL)) for argument in argv[: argv.index(KERNEL_CLASS)]]


def kernels_use_cache() -> bool:
    """Returns whether kernels start from an AOT cache."""
    return any(argument.startswith(kernel_cache.INPUT_OPTION) for argument in kernel_command())


def start_jvm(command: list[str], folder: Path, environment: dict[str, str], output=None) -> subprocess.Popen:
    """Starts a JVM that runs a kernel for each connection file written to its standard input, and exits when that is closed.

    command: the command line of a standalone kernel, up to its main class
    output: file for the JVM's output; None for the output of this process
    """
    # A kernel exits when the process named by this variable exits; see JupyterProcess.
    environment = environment | {"JPY_PARENT_PID": str(os.getpid())}
    return subprocess.Popen(
        [*command, HOST_CLASS], stdin=subprocess.PIPE, stdout=output, stderr=output, cwd=folder, env=environment,
        start_new_session=True, text=True,
    )


class KernelHost:
    """The JVM, started by the constructor; it warms up while the first notebook is being read.

    output: file for the JVM's output
    folder: the JVM's working directory
    cache: path for the JVM's AOT cache, which the JVM writes when this host is closed; None for no cache
    """

    def __init__(self, output, folder: Path, cache: Path | None = None):
        command = kernel_command()
        self.cache_key = kernel_cache.key_of(command)
        self.connection_folder = tempfile.TemporaryDirectory(prefix="audio-tokens-")
        if cache:
            # Without these options, the JVM would log every class that it cannot cache.
            command[1:1] = [f"{kernel_cache.OUTPUT_OPTION}{cache}", "-Xlog:aot=off", "-Xlog:cds=off"]
        kernel = json.loads((KERNEL / "kernel.json").read_text())
        self.process = start_jvm(command, folder, os.environ | kernel["env"], output)

    def kernel(self) -> AsyncKernelManager:
        """Returns the manager of a new kernel in this JVM; start it only after the previous kernel has been shut down."""
        file = tempfile.mktemp(dir=self.connection_folder.name, suffix=".json")
        manager = AsyncKernelManager(kernel_name="java", connection_file=file)
        manager.provisioner = HostedKernel(
            parent=manager, host=self, kernel_spec=KernelSpec.from_resource_dir(str(KERNEL))
        )
        return manager

    def start(self, connection_file: str) -> None:
        """Starts the next kernel in the JVM. If the JVM has exited, the caller notices by polling it."""
        try:
            self.process.stdin.write(f"{connection_file}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def close(self) -> bool:
        """Waits for the JVM to exit after its last kernel; returns whether it exited without an error."""
        try:
            self.process.stdin.close()
            return self.process.wait(WRITE_CACHE_SECONDS) == 0
        except (BrokenPipeError, subprocess.TimeoutExpired):
            return False
        finally:
            self.kill()

    def kill(self) -> None:
        """Kills the JVM."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.connection_folder.cleanup()


class HostedKernel(LocalProvisioner):
    """One kernel of a KernelHost; it counts as alive while the JVM runs, until it is asked to shut down."""

    def __init__(self, host: KernelHost, **settings):
        super().__init__(**settings)
        self.host = host

    async def launch_kernel(self, cmd, **settings):
        self.process = self.host.process
        self.pid = self.pgid = self.process.pid
        self.host.start(self.parent.connection_file)
        return self.connection_info

    async def shutdown_requested(self, restart: bool = False) -> None:
        # The request has been sent. The JVM keeps running and starts its next kernel when this one has shut down.
        self.process = None
