"""JupyterLab's kernels, with a spare JVM that is started in advance, so that the next Java kernel is ready at once."""

import asyncio
import json
import os
from pathlib import Path

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from traitlets import default

from kernel_host import KERNEL, kernel_command, start_jvm

# Delay between the start of a kernel and that of the next spare JVM, which would slow down the kernel's first cells.
DELAY_SECONDS = 10.0
# Variables that differ from kernel to kernel; the library reads only whether they are set.
VARIABLES_OF_ONE_KERNEL = {"JPY_SESSION_NAME", "JPY_PARENT_PID", "PYTHONEXECUTABLE"}


class SpareJvm:
    """A JVM that waits for a kernel to run.

    command: the command line of a standalone kernel, up to its main class
    folder: the JVM's working directory
    environment: the JVM's environment variables
    """

    def __init__(self, command: list[str], folder: str, environment: dict[str, str]):
        self.command, self.folder, self.environment = command, folder, environment
        self.process = start_jvm(command, Path(folder), environment)

    def matches(self, command: list[str], folder: str, environment: dict[str, str]) -> bool:
        """Returns whether the JVM is running with the command line, folder and variables of a kernel to be started."""
        return (
            self.process.poll() is None
            and (self.command, Path(self.folder)) == (command, Path(folder))
            and common_variables(self.environment) == common_variables(environment)
        )

    def start_kernel(self, connection_file: str) -> bool:
        """Starts a kernel; returns False if the JVM has just exited.

        The JVM exits when the kernel is shut down, because its standard input is closed here.
        """
        try:
            self.process.stdin.write(f"{connection_file}\n")
            self.process.stdin.close()
            return True
        except BrokenPipeError:
            self.kill()
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()


def common_variables(environment: dict[str, str]) -> dict[str, str]:
    """Returns the variables that all kernels of a server have in common."""
    return {name: value for name, value in environment.items() if name not in VARIABLES_OF_ONE_KERNEL}


class SpareJvmKernelManager(ServerKernelManager):
    """A kernel that runs in the spare JVM if that has the kernel's command line, folder and variables."""

    async def _async_launch_kernel(self, kernel_cmd, **settings):
        if self.kernel_name != "java" or not {"cwd", "env"} <= settings.keys():
            await super()._async_launch_kernel(kernel_cmd, **settings)
            return
        *command, _, connection_file = kernel_cmd
        launch_arguments = command, settings["cwd"], settings["env"]
        try:
            spare = self.parent.take_spare(*launch_arguments)
            if spare is not None and spare.start_kernel(connection_file):
                self.provisioner.process = spare.process
                self.provisioner.pid = self.provisioner.pgid = spare.process.pid
                self.provisioner.cwd = settings["cwd"]
            else:
                await super()._async_launch_kernel(kernel_cmd, **settings)
        finally:
            self.parent.start_spare_later(*launch_arguments)


class SpareJvmMappingKernelManager(AsyncMappingKernelManager):
    """Manages all kernels of a server and the spare JVM.

    The spare JVM exits with the server, even if the server is killed, because its standard input is closed then.
    """

    @default("kernel_manager_class")
    def kernel_from_spare(self):
        return f"{SpareJvmKernelManager.__module__}.{SpareJvmKernelManager.__qualname__}"

    def __init__(self, **settings):
        super().__init__(**settings)
        self.timer = self.spare = None
        notebooks = Path(self.root_dir) / "notebooks"
        variables = json.loads((KERNEL / "kernel.json").read_text())["env"]
        self.start_spare(
            kernel_command(),
            str(notebooks if notebooks.is_dir() else self.root_dir),
            os.environ | variables | {"JPY_SESSION_NAME": ""},
        )

    def take_spare(self, command: list[str], folder: str, environment: dict[str, str]) -> SpareJvm | None:
        """Returns the spare JVM, which the caller then owns, or None if it does not match."""
        spare, self.spare = self.spare, None
        if spare is None or spare.matches(command, folder, environment):
            return spare
        spare.kill()
        return None

    def start_spare_later(self, command: list[str], folder: str, environment: dict[str, str]) -> None:
        """Starts a spare JVM after a delay, for a next kernel that is expected in the same folder."""
        self.cancel_timer()
        self.timer = asyncio.get_running_loop().call_later(
            DELAY_SECONDS, self.start_spare, command, folder, environment
        )

    def start_spare(self, command: list[str], folder: str, environment: dict[str, str]) -> None:
        self.timer = None
        try:
            self.spare = SpareJvm(command, folder, environment)
        except OSError as error:  # such as a deleted folder or JDK
            self.log.warning("No spare JVM was started for the next kernel: %s", error)

    def cancel_timer(self) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None

    async def shutdown_all(self, now=False):
        self.cancel_timer()
        if self.spare:
            self.spare.kill()
            self.spare = None
        await super().shutdown_all(now=now)
