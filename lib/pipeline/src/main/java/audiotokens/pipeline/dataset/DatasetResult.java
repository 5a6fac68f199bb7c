package audiotokens.pipeline.dataset;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of stage 1, as its record keeps them.
 *
 * @param train clips that train
 * @param validation clips that validate
 * @param withoutLabels clips of the split that have no label of the label index
 * @param sources clips of the split in each set, shard or folder of the audio source
 * @param remarks what a person should know of the data set as a whole
 */
record DatasetResult(
        int train, int validation, int withoutLabels, SortedMap<String, Integer> sources, List<String> remarks) {
    DatasetResult {
        sources = sources == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        remarks = remarks == null ? List.of() : List.copyOf(remarks); // older records have none
    }
}
