#!/usr/bin/env bash
# Load test: runs the stages on many synthetic clips, in tar shards and as single files, with 1 GiB of heap.
# usage: environment/load.sh [CLIPS [FOLDER [SECONDS]]]
set -euo pipefail
unset CDPATH
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/environment/setup.sh"
require_jdk
require_maven
(cd "$root" && mvn -q -DskipTests -Dspotless.check.skip=true package 2>/dev/null)
clips=${1:-20000}
folder=${2:-$root/output/load}
seconds=${3:-10}
mkdir -p "$folder"
class_path="$root/lib/pipeline/target/test-classes:$(library_class_path)"
java=("$JAVA_HOME/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xmx1g -cp "$class_path")
if [[ ! -f $folder/segments.csv ]]; then
  "${java[@]}" audiotokens.pipeline.LoadTestData "$folder" "$clips" 20 "$seconds"
  "${java[@]}" audiotokens.pipeline.source.AudioSetExpander "$folder/tree" "$folder"/tar/*.tar
fi
for source in tar tree; do
  rm -rf "$folder/$source-run"
  cat > "$folder/$source.yaml" <<YAML
sourceType: $source
audioPath: $folder/$source
audioSets: bal_train
segments: $folder/segments.csv
ontology: $root/metadata/demo/ontology.json
outputPath: $folder/$source-run
sampleRate: 16000
vocabSize: 100
YAML
  echo "== $clips clips of $seconds s, sourceType $source"
  "${java[@]}" -Xlog:gc:file="$folder/$source-gc.log" audiotokens.pipeline.AllStages "$folder/$source.yaml" tokens
  python3 -c "
import json, re, sys
stage_seconds = json.load(open('$folder/$source-run/summary.json'))['stages']
for stage, elapsed in stage_seconds.items():
    print(f'{stage:<14}{elapsed:8.1f} s {$clips / elapsed:10.0f} clips/s')
used_mib = [int(size) for size in re.findall(r'->(\d+)M', open('$folder/$source-gc.log').read())]
print(f'maximum heap usage after garbage collection: {max(used_mib)} MiB')
"
done
