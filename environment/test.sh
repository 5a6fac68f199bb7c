# Runs all tests: the library with JUnit and, at the same time, the notebooks in a real kernel and browser.
# Called by ./run test, which sets $root; arguments are passed to pytest.
set -euo pipefail
source "$root/environment/setup.sh"

require_jdk
require_maven
require_python
log="$root/output/tests/pytest.log"
mkdir -p "$(dirname "$log")"
# More than one kernel runs at a time, so libtorch's threads should sleep instead of spin while waiting.
export OMP_WAIT_POLICY=PASSIVE

notebooks() {
  set_up_notebooks
  add_to_venv "$root/.venv" "$root/environment/requirements-test.txt"
  cd "$root"
  # Two test files at a time, since tests mostly wait for pages and processes. Each worker makes its own tiny run.
  exec "$root/.venv/bin/python" -m pytest --durations=10 -n 2 --dist loadfile notebooks/tests "$@"
}

library() {
  # One test starts an MLflow server; another exchanges weights with PyTorch if ./run bench has installed it.
  make_venv "$root/.venv-mlflow" "$root/environment/requirements-mlflow.txt"
  export MLFLOW_PYTHON="$root/.venv-mlflow/bin/python"
  if [ -x "$root/.venv-bench/bin/python" ]; then
    export PEERS_PYTHON="${PEERS_PYTHON:-$root/.venv-bench/bin/python}"
  fi
  (cd "$root" && mvn -T2 -Pchecks -Dsurefire.printSummary=true verify) |
    grep -vE '^\[INFO\] *(Building|Download|-+|Scanning|Reactor|Finished|Total time|Wrote|Nothing to compile|Copying|skip|Running|Recompiling|Compiling|---|Spotless|Using the MultiThreadedBuilder).*|^\[INFO\] *$|^WARNING: .*(sun\.misc\.Unsafe|terminally deprecated|consider reporting)'
}

# Before both, because two Mavens must not download into the same repository at the same time.
set_up_library
# Job control: the notebooks' tests are a process group, which Ctrl-C ends together with this script.
set -m
notebooks "$@" >"$log" 2>&1 &
beside=$!
trap 'kill -INT -- "-$beside" 2>/dev/null || true' EXIT
echo "Library (JUnit); the notebooks' tests run at the same time, see $log"
failed=0
library || failed=$?
[ "$failed" -ne 130 ] || exit 130 # Ctrl-C
"$python" "$root/environment/slowest_tests.py" "$root"/lib/*/target/checks/surefire-reports

echo "Notebooks (pytest)"
wait "$beside" || failed=$?
trap - EXIT
cat "$log"
exit "$failed"
