package audiotokens.pipeline.source;

import java.nio.file.Path;
import java.util.List;

/**
 * A file of a class, before the ids of all are settled.
 *
 * @param names what its id may be made of
 * @param label the class
 * @param split the part of the data set it lies in, as {@code train}; empty where the folders do not say
 */
record LabelledFile(Path file, ClipNames names, String label, String split) {
    LabelledClip withId(String id) {
        return new LabelledClip(id, List.of(label), split);
    }
}
