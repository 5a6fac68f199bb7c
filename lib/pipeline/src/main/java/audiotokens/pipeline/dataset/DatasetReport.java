package audiotokens.pipeline.dataset;

import audiotokens.label.Label;
import audiotokens.pipeline.run.Problem;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The report of stage 1.
 *
 * @param listedClips number of clips in the metadata
 * @param trainClips number of training clips
 * @param validationClips number of validation clips
 * @param labelCounts counts of the labels in the split, most frequent first
 * @param clipsWithoutLabels number of clips in the split that have no label in the label index
 * @param clipsBySource number of clips in each set, shard or folder of the audio source
 * @param unknownLabels labels in the metadata but not in the label index, each with the number of rows that contain it
 * @param repeatedIds number of rows with the id of an earlier row; of the rows with the same id, the last is used
 * @param problems unusable rows and clips
 * @param remarks remarks on the dataset for the user: sentences without a final period
 */
public record DatasetReport(
        int listedClips,
        int trainClips,
        int validationClips,
        List<LabelCount> labelCounts,
        int clipsWithoutLabels,
        SortedMap<String, Integer> clipsBySource,
        SortedMap<String, Integer> unknownLabels,
        int repeatedIds,
        List<Problem> problems,
        List<String> remarks) {

    /**
     * The number of clips that have one particular label.
     *
     * @param label the label
     * @param trainClips number of training clips with the label
     * @param validationClips number of validation clips with the label
     */
    public record LabelCount(Label label, int trainClips, int validationClips) {
        /** Returns the number of clips with the label in the two subsets together. */
        public int total() {
            return trainClips + validationClips;
        }
    }

    public DatasetReport {
        labelCounts = List.copyOf(labelCounts);
        clipsBySource = Collections.unmodifiableSortedMap(new TreeMap<>(clipsBySource));
        unknownLabels = Collections.unmodifiableSortedMap(new TreeMap<>(unknownLabels));
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    /** Returns the number of clips in the split whose audio the source does not contain. */
    public int clipsWithoutAudio() {
        return trainClips
                + validationClips
                - clipsBySource.values().stream().mapToInt(Integer::intValue).sum();
    }
}
