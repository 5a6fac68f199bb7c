package audiotokens.pipeline.dataset;

import audiotokens.pipeline.run.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Notes for the user about problems and oddities in the metadata. */
public final class MetadataNotes {
    private final List<Problem> problems = new ArrayList<>();
    private final SortedMap<String, Integer> unknownLabels = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private int repeatedIds;

    /** Adds an unusable row. */
    void addProblem(String id, String source, String reason) {
        problems.add(new Problem(id, source, "dataset", reason));
    }

    /** Adds a remark on the dataset: a sentence without a final period. */
    void addRemark(String message) {
        remarks.add(message);
    }

    /** Returns the remarks on the dataset. */
    public List<String> remarks() {
        return Collections.unmodifiableList(remarks);
    }

    /** Adds a label that is not in the label index. */
    void addUnknownLabel(String id) {
        unknownLabels.merge(id, 1, Integer::sum);
    }

    /** Adds a label that is not in the label index and occurs in {@code rows} rows. */
    void addUnknownLabel(String id, int rows) {
        unknownLabels.merge(id, rows, Integer::sum);
    }

    /** Adds a number of rows with a repeated id. */
    void addRepeatedIds(int rows) {
        repeatedIds += rows;
    }

    MetadataNotes copy() {
        MetadataNotes copy = new MetadataNotes();
        copy.problems.addAll(problems);
        copy.unknownLabels.putAll(unknownLabels);
        copy.remarks.addAll(remarks);
        copy.repeatedIds = repeatedIds;
        return copy;
    }

    /** Adds a row with a repeated id. */
    void addRepeatedId() {
        repeatedIds++;
    }

    /** Returns the unusable rows, in order. */
    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** Returns the labels that are not in the label index, with the number of rows that contain them. */
    public SortedMap<String, Integer> unknownLabels() {
        return Collections.unmodifiableSortedMap(unknownLabels);
    }

    /** Returns the number of rows with the id of an earlier row; the last row is used. */
    public int repeatedIds() {
        return repeatedIds;
    }
}
