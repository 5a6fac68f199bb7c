# Runs all tests: the library with JUnit, then the notebooks in a real kernel and browser.
# Called by ./run test, which sets $root; arguments are passed to pytest.
set -euo pipefail
source "$root/environment/setup.sh"

require_jdk
require_maven
require_python
# One test starts an MLflow server; another exchanges weights with PyTorch if ./run bench has installed it.
make_venv "$root/.venv-mlflow" "$root/environment/requirements-mlflow.txt"
export MLFLOW_PYTHON="$root/.venv-mlflow/bin/python"
if [ -x "$root/.venv-bench/bin/python" ]; then
  export PEERS_PYTHON="${PEERS_PYTHON:-$root/.venv-bench/bin/python}"
fi
echo "Library (JUnit)"
(cd "$root" && mvn -Pchecks -Dsurefire.printSummary=true verify) |
  grep -vE '^\[INFO\] *(Building|Download|-+|Scanning|Reactor|Finished|Total time|Wrote|Nothing to compile|Copying|skip|Running|Recompiling|Compiling|---|Spotless).*|^\[INFO\] *$|^WARNING: .*(sun\.misc\.Unsafe|terminally deprecated|consider reporting)'

echo "Notebooks (pytest)"
set_up_library
set_up_notebooks
add_to_venv "$root/.venv" "$root/environment/requirements-test.txt"
cd "$root"
"$root/.venv/bin/python" "$root/environment/slowest_tests.py" "$root"/lib/*/target/surefire-reports
# More than one kernel runs at a time, so libtorch's threads should sleep instead of spin while waiting.
export OMP_WAIT_POLICY=PASSIVE
# Two test files at a time, since tests mostly wait for pages and processes. Each worker makes its own tiny run.
exec "$root/.venv/bin/python" -m pytest --durations=10 -n 2 --dist loadfile notebooks/tests "$@"
