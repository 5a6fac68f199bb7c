"""JupyterLab's kernels. One JVM is started ahead of the next Java kernel, which therefore answers at once."""

import asyncio
import json
import os
from pathlib import Path

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from traitlets import default

from kernel_host import KERNEL, kernel_command, start_jvm

# The next JVM is started this long after a kernel, whose first cells should not share the cores with it.
SECONDS_BETWEEN = 10.0
# They differ from kernel to kernel, and the library reads no more of them than whether they are set.
VARIABLES_OF_ONE_KERNEL = {"JPY_SESSION_NAME", "JPY_PARENT_PID", "PYTHONEXECUTABLE"}


class Spare:
    """A JVM that waits for a kernel.

    command: the command line of a standalone kernel, up to its main class
    folder: its working directory
    environment: its environment variables
    """

    def __init__(self, command: list[str], folder: str, environment: dict[str, str]):
        self.command, self.folder, self.environment = command, folder, environment
        self.process = start_jvm(command, Path(folder), environment)

    def fits(self, command: list[str], folder: str, environment: dict[str, str]) -> bool:
        """Whether it runs and has the command line, folder and variables of a kernel to be started."""
        return (
            self.process.poll() is None
            and (self.command, Path(self.folder)) == (command, Path(folder))
            and shared(self.environment) == shared(environment)
        )

    def start_kernel(self, connection_file: str) -> None:
        """Starts a kernel. The JVM exits when the kernel is shut down, because its input ends here."""
        self.process.stdin.write(f"{connection_file}\n")
        self.process.stdin.close()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()


def shared(environment: dict[str, str]) -> dict[str, str]:
    """The variables that all kernels of a server have in common."""
    return {name: value for name, value in environment.items() if name not in VARIABLES_OF_ONE_KERNEL}


class KernelFromSpare(ServerKernelManager):
    """One kernel, in the spare JVM if that fits."""

    async def _async_launch_kernel(self, kernel_cmd, **settings):
        if self.kernel_name != "java" or not {"cwd", "env"} <= settings.keys():
            await super()._async_launch_kernel(kernel_cmd, **settings)
            return
        *command, _, connection_file = kernel_cmd
        wanted = command, settings["cwd"], settings["env"]
        spare = self.parent.take_spare(*wanted)
        if spare is None:
            await super()._async_launch_kernel(kernel_cmd, **settings)
        else:
            spare.start_kernel(connection_file)
            self.provisioner.process = spare.process
            self.provisioner.pid = self.provisioner.pgid = spare.process.pid
            self.provisioner.cwd = settings["cwd"]
        self.parent.start_spare_later(*wanted)


class KernelsWithSpare(AsyncMappingKernelManager):
    """All kernels of a server, and the spare JVM.

    The JVM exits with the server even if that is killed, because its input ends then.
    """

    @default("kernel_manager_class")
    def kernel_from_spare(self):
        return f"{KernelFromSpare.__module__}.{KernelFromSpare.__qualname__}"

    def __init__(self, **settings):
        super().__init__(**settings)
        self.timer = None
        notebooks = Path(self.root_dir) / "notebooks"
        variables = json.loads((KERNEL / "kernel.json").read_text())["env"]
        self.spare = Spare(
            kernel_command(),
            str(notebooks if notebooks.is_dir() else self.root_dir),
            os.environ | variables | {"JPY_SESSION_NAME": ""},
        )

    def take_spare(self, command: list[str], folder: str, environment: dict[str, str]) -> Spare | None:
        """The spare JVM, which the caller then owns; None if there is none that fits."""
        spare, self.spare = self.spare, None
        if spare is None or spare.fits(command, folder, environment):
            return spare
        spare.end()
        return None

    def start_spare_later(self, command: list[str], folder: str, environment: dict[str, str]) -> None:
        """Starts a JVM for the next kernel, which is expected in the same folder."""
        self.cancel_timer()
        self.timer = asyncio.get_running_loop().call_later(
            SECONDS_BETWEEN, self.start_spare, command, folder, environment
        )

    def start_spare(self, command: list[str], folder: str, environment: dict[str, str]) -> None:
        self.timer = None
        try:
            self.spare = Spare(command, folder, environment)
        except OSError as error:  # such as a deleted folder
            self.log.warning("No JVM was started ahead of the next kernel: %s", error)

    def cancel_timer(self) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None

    async def shutdown_all(self, now=False):
        self.cancel_timer()
        if self.spare:
            self.spare.end()
            self.spare = None
        await super().shutdown_all(now=now)
