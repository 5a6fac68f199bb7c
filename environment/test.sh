# All tests: the library without Jupyter, then the notebooks in a real kernel and a real browser.
# Run by ./run test, which sets $root; arguments go to pytest.
set -euo pipefail
source "$root/environment/setup.sh"

require_jdk
require_maven
require_python
# A test starts a real tracking server; another exchanges weights with PyTorch, where ./run bench has installed it.
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
# Libtorch's threads wait for each other without spinning, since more than one kernel is at work.
export OMP_WAIT_POLICY=PASSIVE
# Two files of tests at a time: they wait for pages and processes. Each worker makes a tiny run of its own.
exec "$root/.venv/bin/python" -m pytest --durations=10 -n 2 --dist loadfile notebooks/tests "$@"
