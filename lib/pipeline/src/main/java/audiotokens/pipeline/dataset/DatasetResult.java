package audiotokens.pipeline.dataset;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of stage 1, as its record keeps them.
 *
 * @param train clips that train
 * @param validation clips that validate
 * @param withoutLabels clips of the split that have no label of the label index
 * @param sources clips of the split in each set, shard or folder of the audio source
 */
record DatasetResult(int train, int validation, int withoutLabels, SortedMap<String, Integer> sources) {
    DatasetResult {
        sources = sources == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    }
}
