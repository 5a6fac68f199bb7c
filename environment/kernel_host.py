"""One JVM that runs the kernels of a run's notebooks one after another, so that they share its warm start."""

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

HOST_CLASS = "audiotokens.notebook.KernelHost"
KERNEL_CLASS = "org.dflib.jjava.distro.JJava"
KERNEL = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "java"


def kernel_command() -> list[str]:
    """How a kernel of its own is started, up to its main class."""
    argv = json.loads((KERNEL / "kernel.json").read_text())["argv"]
    return [argument.replace("{resource_dir}", str(KERNEL)) for argument in argv[: argv.index(KERNEL_CLASS)]]


def cached() -> bool:
    """Whether kernels start from an AOT cache."""
    return any(argument.startswith(kernel_cache.OPTION) for argument in kernel_command())


class KernelHost:
    """The JVM, started by the constructor, before it is known which notebook comes first.

    output: where the JVM's own words go
    folder: its working folder
    cache: where it leaves its AOT cache when it is closed; None where it leaves none
    """

    def __init__(self, output, folder: Path, cache: Path | None = None):
        command = kernel_command()
        self.cache_key = kernel_cache.key_of(command)
        self.connections = tempfile.TemporaryDirectory(prefix="audio-tokens-")
        if cache:
            # The JVM names every class that it cannot keep.
            command[1:1] = [f"{kernel_cache.OPTION_TO_MAKE}{cache}", "-Xlog:aot=off", "-Xlog:cds=off"]
        kernel = json.loads((KERNEL / "kernel.json").read_text())
        # A kernel ends with the process that this variable names; see JupyterProcess.
        environment = os.environ | kernel["env"] | {"JPY_PARENT_PID": str(os.getpid())}
        self.process = subprocess.Popen(
            [*command, HOST_CLASS], stdin=subprocess.PIPE, stdout=output, stderr=output, cwd=folder, env=environment,
            start_new_session=True, text=True,
        )

    def kernel(self) -> AsyncKernelManager:
        """The manager of a new kernel in this JVM, to be started once the one before has been shut down."""
        file = tempfile.mktemp(dir=self.connections.name, suffix=".json")
        manager = AsyncKernelManager(kernel_name="java", connection_file=file)
        manager.provisioner = HostedKernel(
            parent=manager, host=self, kernel_spec=KernelSpec.from_resource_dir(str(KERNEL))
        )
        return manager

    def start(self, connection_file: str) -> None:
        """Hands the JVM its next kernel. That it has ended is noticed by who polls it."""
        try:
            self.process.stdin.write(f"{connection_file}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def close(self) -> bool:
        """Waits until the JVM has ended after its last kernel; gives whether it did without an error."""
        try:
            self.process.stdin.close()
            return self.process.wait() == 0
        except BrokenPipeError:
            return False
        finally:
            self.kill()

    def kill(self) -> None:
        """Ends the JVM, whatever it is at."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.connections.cleanup()


class HostedKernel(LocalProvisioner):
    """One kernel of a KernelHost: it lives while the JVM does, until it is told to shut down."""

    def __init__(self, host: KernelHost, **settings):
        super().__init__(**settings)
        self.host = host

    async def launch_kernel(self, cmd, **settings):
        self.process = self.host.process
        self.pid = self.pgid = self.process.pid
        self.host.start(self.parent.connection_file)
        return self.connection_info

    async def shutdown_requested(self, restart: bool = False) -> None:
        # The request is on its way. The JVM goes on, and starts its next kernel when this one has ended.
        self.process = None
