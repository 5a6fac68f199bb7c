package audiotokens.pipeline.dataset;

import audiotokens.label.Label;
import audiotokens.pipeline.run.Problem;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stage 1 found and decided.
 *
 * @param listed clips that the metadata name
 * @param train clips that train
 * @param validation clips that validate
 * @param labelCounts every label that a clip of the split has, the most frequent first
 * @param withoutLabels clips of the split that have no label of the label index
 * @param clipsBySource clips of the split in each set, shard or folder of the audio source
 * @param unknownLabels labels that the metadata name but the label index lacks, with how many rows name them
 * @param repeatedIds rows that name a clip once more; the last row of a clip counts
 * @param problems rows and clips that could not be used
 * @param remarks what a person should know of the data set as a whole, each a sentence without its stop
 */
public record DatasetReport(
        int listed,
        int train,
        int validation,
        List<LabelCount> labelCounts,
        int withoutLabels,
        SortedMap<String, Integer> clipsBySource,
        SortedMap<String, Integer> unknownLabels,
        int repeatedIds,
        List<Problem> problems,
        List<String> remarks) {

    /**
     * How many clips have a label.
     *
     * @param label the label
     * @param train training clips that have it
     * @param validation validation clips that have it
     */
    public record LabelCount(Label label, int train, int validation) {
        /** Clips of both halves that have the label. */
        public int total() {
            return train + validation;
        }
    }

    public DatasetReport {
        labelCounts = List.copyOf(labelCounts);
        clipsBySource = Collections.unmodifiableSortedMap(new TreeMap<>(clipsBySource));
        unknownLabels = Collections.unmodifiableSortedMap(new TreeMap<>(unknownLabels));
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    /** Clips of the split that the audio source does not hold. */
    public int withoutAudio() {
        return train
                + validation
                - clipsBySource.values().stream().mapToInt(Integer::intValue).sum();
    }
}
