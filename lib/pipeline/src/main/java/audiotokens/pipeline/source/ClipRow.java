package audiotokens.pipeline.source;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of a clip table, before ids are assigned.
 *
 * @param id value of the id column; empty if there is none
 */
record ClipRow(String id, String file, String fold, String group, String split, List<String> labels) {
    ClipRow {
        labels = List.copyOf(labels);
    }

    /** Returns the key that all rows of a clip have in common. */
    String key() {
        return file.isEmpty() ? "id " + id : "file " + file + " " + id;
    }

    ClipNames names() {
        return id.isEmpty() ? ClipNames.fromFileName(file, key()) : ClipNames.fromId(id, file, key());
    }

    /**
     * Merges the data of a second row of the same clip.
     *
     * @throws IllegalArgumentException if the two rows contradict each other
     */
    ClipRow merge(ClipRow other) {
        if (!fold.equals(other.fold) || !group.equals(other.group) || !split.equals(other.split)) {
            throw new IllegalArgumentException("an earlier row puts the same file into another fold, group or split");
        }
        List<String> allLabels = new ArrayList<>(labels);
        other.labels.stream().filter(label -> !allLabels.contains(label)).forEach(allLabels::add);
        return new ClipRow(id, file, fold, group, split, allLabels);
    }

    ClipTable.Row withId(String uniqueId) {
        return new ClipTable.Row(uniqueId, file, fold, group, split, labels);
    }
}
