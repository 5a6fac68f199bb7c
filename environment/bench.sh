# Speed and memory beside the tools a user would take instead, both sides in turn in one run.
# Run by ./run bench, which sets $root; arguments choose rows.
set -euo pipefail
source "$root/environment/setup.sh"

set_up_library
require_python
make_venv "$root/.venv-bench" "$root/environment/bench/requirements.txt"
exec "$root/.venv-bench/bin/python" "$root/environment/bench/bench.py" \
  --java "$JAVA_HOME/bin/java" --class-path "$(library_class_path)" "$@"
