"""Settings of the project's JupyterLab, which jupyter_server executes when it starts."""

import sys

sys.path.append(r"@ENVIRONMENT@")
c.ServerApp.kernel_manager_class = "spare_kernel.KernelsWithSpare"  # noqa: F821, defined by jupyter_server
