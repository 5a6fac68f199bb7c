# All tests: the library without Jupyter, then the notebooks in a real kernel and a real browser.
# Run by ./run test, which sets $root; arguments go to pytest.
set -euo pipefail
source "$root/environment/setup.sh"

require_jdk
require_maven
require_python
echo "Library (JUnit)"
(cd "$root" && mvn -Dsurefire.printSummary=true verify) |
  grep -vE '^\[INFO\] *(Building|Download|-+|Scanning|Reactor|Finished|Total time|Wrote|Nothing to compile|Copying|skip|Running|Recompiling|Compiling|---|Spotless).*|^\[INFO\] *$|^WARNING: .*(sun\.misc\.Unsafe|terminally deprecated|consider reporting)'

echo "Notebooks (pytest)"
set_up_library
set_up_notebooks
add_to_venv "$root/.venv" "$root/environment/requirements-test.txt"
cd "$root"
exec "$root/.venv/bin/python" -m pytest notebooks/tests "$@"
