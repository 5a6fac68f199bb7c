# Runs the tests: the library's with JUnit and, in parallel, the notebooks' in a real kernel and browser. Unless the first
# argument is --all, tests marked slow are left out, and tests that have passed are not repeated until something that they
# depend on changes.
# Called by ./run test, which sets $root; other arguments are passed to pytest.
set -euo pipefail
source "$root/environment/setup.sh"

require_jdk
require_maven
require_python
log="$root/output/tests/pytest.log"
mkdir -p "$(dirname "$log")"
# More than one kernel runs at a time, so libtorch's threads should sleep instead of spin while waiting.
export OMP_WAIT_POLICY=PASSIVE
all=
if [[ "${1:-}" == --all ]]; then
  all=1
  shift
fi
unchanged_tests() { "$python" "$root/environment/unchanged_tests.py" "$1" "$root/output/tests" "${@:2}"; }
# The parts that are not repeated, each with the time when it passed.
unchanged=$(unchanged_tests compare $$)
[[ -z "$all" ]] || unchanged=
is_unchanged() { grep -q "^$1 " <<<"$unchanged"; }
if [[ -n "$unchanged" ]]; then
  sed 's/^\([a-z]*\) \(.*\)/\1: unchanged since its tests passed on \2; .\/run test --all repeats them/' <<<"$unchanged"
fi
repeated_modules=()
skipped_modules=()
for module in core demo pipeline notebook spark; do
  if is_unchanged "$module"; then skipped_modules+=("$module"); else repeated_modules+=("$module"); fi
done
repeats_all_notebooks=
if [[ $# -eq 0 ]] && ! is_unchanged notebooks; then repeats_all_notebooks=1; fi
unchanged_tests forget "${repeated_modules[@]+"${repeated_modules[@]}"}" ${repeats_all_notebooks:+notebooks}
reports=()
for module in "${repeated_modules[@]+"${repeated_modules[@]}"}"; do
  module_reports="$root/lib/$module/target/checks/surefire-reports"
  rm -rf "$module_reports" # Maven keeps the reports of tests that it leaves out
  reports+=("$module_reports")
done

run_notebook_tests() {
  set_up_notebooks
  add_to_venv "$root/.venv" "$root/environment/requirements-test.txt"
  cd "$root"
  local tests=notebooks/tests
  # test_repository.py depends on all files, so it always runs.
  if [[ $# -eq 0 && -z "$repeats_all_notebooks" ]]; then tests=notebooks/tests/test_repository.py; fi
  local selection=()
  if [[ $# -eq 0 && -z "$all" ]]; then selection=(-m "not slow"); fi
  # Two test files at a time, since tests mostly wait for pages and processes. Each worker makes its own tiny run.
  exec "$root/.venv/bin/python" -m pytest --durations=10 -n 2 --dist loadfile \
    "${selection[@]+"${selection[@]}"}" "$tests" "$@"
}

run_library_tests() {
  # One test starts an MLflow server; others compare with PyTorch if ./run bench has installed it.
  make_venv "$root/.venv-mlflow" "$root/environment/requirements-mlflow.txt"
  export MLFLOW_PYTHON="$root/.venv-mlflow/bin/python"
  if [ -x "$root/.venv-bench/bin/python" ]; then
    export REFERENCE_PYTHON="${REFERENCE_PYTHON:-$root/.venv-bench/bin/python}"
  fi
  local module options=()
  [[ -n "$all" ]] || options+=(-DexcludedGroups=slow)
  for module in "${skipped_modules[@]+"${skipped_modules[@]}"}"; do
    options+=("-Dskip.$module.tests=true")
  done
  (cd "$root" && mvn -T2 -Pchecks -Dsurefire.printSummary=true "${options[@]+"${options[@]}"}" verify) |
    grep --line-buffered -vE '^\[INFO\] *(Building|Download|-+|Scanning|Reactor|Finished|Total time|Wrote|Nothing to compile|Copying|skip|Running|Recompiling|Compiling|---|Spotless|Using the MultiThreadedBuilder).*|^\[INFO\] *$|^WARNING: .*(sun\.misc\.Unsafe|terminally deprecated|consider reporting)'
}

# The library is built first, because two Maven processes must not download into the same repository at the same time.
set_up_library
# With job control, the notebooks' tests are a process group, ended when this script ends. The library's tests remain in
# the script's own group, which receives Ctrl-C and the signals that the command timeout sends.
set -m
run_notebook_tests "$@" >"$log" 2>&1 &
notebook_tests_group=$!
set +m

end_notebook_tests() {
  kill -INT -- "-$notebook_tests_group" 2>/dev/null || return 0
  for _ in {1..50}; do # pytest ends the kernels and servers of its tests
    sleep 0.2
    kill -0 -- "-$notebook_tests_group" 2>/dev/null || return 0
  done
  kill -TERM -- "-$notebook_tests_group" 2>/dev/null || true
}
trap end_notebook_tests EXIT

echo "Library (JUnit); the notebooks' tests run at the same time, see $log"
# A subshell with its own errexit, because a failure in it must not keep the notebooks' result from being printed.
set +e
(set -e; run_library_tests)
exit_status=$?
set -e
[ "$exit_status" -ne 130 ] || exit 130 # Ctrl-C
passed=()
[ "$exit_status" -ne 0 ] || passed+=("${repeated_modules[@]+"${repeated_modules[@]}"}")
[ ${#reports[@]} -eq 0 ] || "$python" "$root/environment/slowest_tests.py" "${reports[@]}" || exit_status=1

echo "Notebooks (pytest)"
notebooks_exit_status=0
wait "$notebook_tests_group" || notebooks_exit_status=$?
trap - EXIT
cat "$log"
if [ "$notebooks_exit_status" -ne 0 ]; then
  exit_status=$notebooks_exit_status
  unchanged_tests forget notebooks
elif [ -n "$repeats_all_notebooks" ]; then
  passed+=(notebooks)
fi
unchanged_tests passed $$ "${passed[@]+"${passed[@]}"}"
if [[ -z "$all" ]]; then
  left_out=Tests
  [[ $# -eq 0 ]] || left_out="Library tests"
  echo "$left_out marked slow were left out; ./run test --all runs all tests, as CI does"
fi
exit "$exit_status"
