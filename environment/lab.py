"""Starts JupyterLab, with one JVM ahead of the next kernel; takes the options of ``jupyter lab``."""

import sys

import without_iri  # noqa: F401, must be first
from jupyterlab.labapp import main

if __name__ == "__main__":
    sys.exit(main(["--ServerApp.kernel_manager_class=spare_kernel.KernelsWithSpare", *sys.argv[1:]]))
