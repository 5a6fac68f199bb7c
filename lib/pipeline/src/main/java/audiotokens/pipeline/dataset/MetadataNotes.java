package audiotokens.pipeline.dataset;

import audiotokens.pipeline.run.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was met while reading metadata that a person should know of. */
public final class MetadataNotes {
    private final List<Problem> problems = new ArrayList<>();
    private final SortedMap<String, Integer> unknownLabels = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private int repeatedIds;

    /** Notes a row that names no usable clip. */
    void problem(String id, String source, String reason) {
        problems.add(new Problem(id, source, "dataset", reason));
    }

    /** Notes what a person should know of the data set as a whole: a sentence without its stop. */
    void remark(String sentence) {
        remarks.add(sentence);
    }

    /** What a person should know of the data set as a whole. */
    public List<String> remarks() {
        return Collections.unmodifiableList(remarks);
    }

    /** Notes a label that is not in the label index. */
    void unknownLabel(String id) {
        unknownLabels.merge(id, 1, Integer::sum);
    }

    /** Notes a label that is not in the label index, and which {@code rows} name. */
    void unknownLabel(String id, int rows) {
        unknownLabels.merge(id, rows, Integer::sum);
    }

    /** Notes that so many rows name a clip once more. */
    void repeatedIds(int rows) {
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

    /** Notes that a row names a clip once more. */
    void repeatedId() {
        repeatedIds++;
    }

    /** Rows that name no usable clip, in their order. */
    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** Labels that are not in the label index, with how many clips name them. */
    public SortedMap<String, Integer> unknownLabels() {
        return Collections.unmodifiableSortedMap(unknownLabels);
    }

    /** How many rows name a clip that an earlier row named; the last one counts. */
    public int repeatedIds() {
        return repeatedIds;
    }
}
