package audiotokens.pipeline.dataset;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of stage 1, as stored in its {@link audiotokens.pipeline.run.StageRecord}.
 *
 * @param train number of training clips
 * @param validation number of validation clips
 * @param withoutLabels number of clips in the split that have no label in the label index
 * @param sources number of clips in each set, shard or folder of the audio source
 * @param remarks remarks on the dataset for the user
 */
record DatasetResult(
        int train, int validation, int withoutLabels, SortedMap<String, Integer> sources, List<String> remarks) {
    DatasetResult {
        sources = sources == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        remarks = remarks == null ? List.of() : List.copyOf(remarks); // absent in the stage records of older versions
    }
}
