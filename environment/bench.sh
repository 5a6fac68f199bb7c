# Compares speed and memory with torchaudio, faiss and PyTorch; this library and its reference run alternately.
# Called by ./run bench, which sets $root; arguments select benchmarks. ./run bench kernels [pattern] runs the JMH benchmarks
# of the compute kernels. ./run bench --scale [benchmark ...] measures stages on many clips; its benchmark spark uses Apache
# Spark. ./run bench --start measures the time to a notebook's first result.
set -euo pipefail
source "$root/environment/setup.sh"

set_up_library
if [[ "${1:-}" == --start ]]; then
  shift
  set_up_notebooks
  exec "$root/.venv/bin/python" "$root/environment/bench/start.py" "$@"
fi
require_maven
(cd "$root" && mvn -q -pl lib/notebook -am -Dspotless.check.skip=true test-compile) >&2 || fail "The benchmark classes could not be built."
if [[ "${1:-}" == kernels ]]; then
  shift
  test_class_path="$root/lib/notebook/target/test-classpath.txt"
  (cd "$root" && mvn -q -pl lib/notebook -am -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$test_class_path") >&2
  exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    -cp "$(printf '%s:' "$root"/lib/{core,pipeline,notebook}/target/{test-classes,classes})$(cat "$test_class_path")" org.openjdk.jmh.Main "$@"
fi
# Class data sharing, which the kernel also uses, needs a jar.
"$JAVA_HOME/bin/jar" --create --file "$root/lib/notebook/target/bench.jar" \
  -C "$root/lib/notebook/target/test-classes" audiotokens/bench
require_python
if [[ "${1:-}" == --scale ]]; then
  shift
  [[ $# -gt 0 && " $* " != *" spark "* ]] || set_up_spark
  unset JDK_JAVA_OPTIONS # each java process would print it
  exec "$python" "$root/environment/bench/scale.py" --java "$JAVA_HOME/bin/java" --class-path "$(library_class_path)" "$@"
fi
make_venv "$root/.venv-bench" "$root/environment/bench/requirements.txt"
exec "$root/.venv-bench/bin/python" "$root/environment/bench/bench.py" \
  --java "$JAVA_HOME/bin/java" --class-path "$(library_class_path)" "$@"
