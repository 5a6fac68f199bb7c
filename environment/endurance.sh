#!/usr/bin/env bash
# Long tests: kill and resume a run 20 times, decode damaged files for ten minutes, and run the stages on 20,000 clips.
# usage: environment/endurance.sh [FOLDER]
set -euo pipefail
unset CDPATH
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/environment/setup.sh"
require_jdk
require_maven
folder=${1:-$root/output/endurance}
mkdir -p "$folder"

echo "== killing and resuming a run 20 times"
(cd "$root" && mvn -q -Dspotless.check.skip=true -Dtest=KilledRunTest -Dsurefire.failIfNoSpecifiedTests=false \
  -DkilledRun.kills=20 -DkilledRun.lastStage=evaluation package)
tail -n 1 "$root/lib/pipeline/target/surefire-reports/audiotokens.pipeline.KilledRunTest.txt"

echo "== decoding damaged files for ten minutes"
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m \
  -cp "$root/lib/pipeline/target/test-classes:$(library_class_path)" audiotokens.pipeline.source.DecoderFuzz 600 "$folder"

"$root/environment/load.sh" 20000 "$folder/load"
