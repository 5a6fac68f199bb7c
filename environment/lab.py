"""Starts JupyterLab and a spare JVM for the next kernel; accepts the options of ``jupyter lab``."""

import sys

import without_iri  # noqa: F401, must be first
from jupyterlab.labapp import main

if __name__ == "__main__":
    sys.exit(main(["--ServerApp.kernel_manager_class=spare_kernel.SpareJvmMappingKernelManager", *sys.argv[1:]]))
