package audiotokens.pipeline.source;

import java.util.ArrayList;
import java.util.List;

/**
 * A clip of a table, whose id is not settled yet.
 *
 * @param id what the id column says; empty where there is none
 */
record ClipRow(String id, String file, String fold, String group, String split, List<String> labels) {
    ClipRow {
        labels = List.copyOf(labels);
    }

    /** What rows of one clip share. */
    String key() {
        return file.isEmpty() ? "id " + id : "file " + file + " " + id;
    }

    ClipNames names() {
        return id.isEmpty() ? ClipNames.ofLastName(file, key()) : ClipNames.ofId(id, file, key());
    }

    /**
     * The same clip with what a second row says of it.
     *
     * @throws IllegalArgumentException where the two do not fit each other
     */
    ClipRow plus(ClipRow other) {
        if (!fold.equals(other.fold) || !group.equals(other.group) || !split.equals(other.split)) {
            throw new IllegalArgumentException("an earlier row puts the same file into another fold, group or split");
        }
        List<String> all = new ArrayList<>(labels);
        other.labels.stream().filter(label -> !all.contains(label)).forEach(all::add);
        return new ClipRow(id, file, fold, group, split, all);
    }

    ClipTable.Row withId(String unique) {
        return new ClipTable.Row(unique, file, fold, group, split, labels);
    }
}
