package audiotokens.pipeline.source;

import java.nio.file.Path;
import java.util.List;

/**
 * An audio file in a class folder, before ids are assigned.
 *
 * @param names candidates for its id
 * @param label the class
 * @param split split that contains the file, for example {@code train}; empty if the folders do not determine it
 */
record LabeledFile(Path file, ClipNames names, String label, String split) {
    ListedClip withId(String id) {
        return new ListedClip(id, List.of(label), split);
    }
}
