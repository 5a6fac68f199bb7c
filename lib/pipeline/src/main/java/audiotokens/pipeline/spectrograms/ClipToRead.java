package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.source.AudioSource;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * A training or validation clip, with everything needed to read its audio from the source.
 *
 * @param split subset that contains it
 * @param id id of the clip
 * @param startSeconds start within its recording, in seconds
 * @param endSeconds end within its recording, in seconds; 0 for the whole recording
 */
record ClipToRead(Split split, String id, double startSeconds, double endSeconds) implements Serializable {

    /** Returns a view of {@code ids} as clips, in the same order; elements are created on access. */
    static List<ClipToRead> list(Split split, List<String> ids, ClipCatalog catalog) {
        return new ClipListView(ids, split, List.of(), catalog);
    }

    /** Returns the clips of both subsets, each in the order in which {@code source} reads it fastest. */
    static List<ClipToRead> inReadingOrder(SplitFile split, ClipCatalog catalog, AudioSource source) {
        List<String> train = source.sortForReading(split.train());
        List<String> validation = source.sortForReading(split.validation());
        return new ClipListView(train, Split.TRAIN, validation, catalog);
    }

    static ClipToRead of(Split split, String id, ClipCatalog catalog) {
        Optional<Clip> clip = catalog.find(id);
        return new ClipToRead(
                split,
                id,
                clip.map(Clip::startSeconds).orElse(0.0),
                clip.map(Clip::endSeconds).orElse(0.0));
    }

    /** A view of two concatenated id lists as clips. */
    private static final class ClipListView extends AbstractList<ClipToRead> implements RandomAccess {
        private final List<String> firstIds;
        private final Split split;
        private final List<String> validationIds;
        private final ClipCatalog catalog;

        ClipListView(List<String> firstIds, Split split, List<String> validationIds, ClipCatalog catalog) {
            this.firstIds = firstIds;
            this.split = split;
            this.validationIds = validationIds;
            this.catalog = catalog;
        }

        @Override
        public ClipToRead get(int index) {
            return index < firstIds.size()
                    ? of(split, firstIds.get(index), catalog)
                    : of(Split.VALIDATION, validationIds.get(index - firstIds.size()), catalog);
        }

        @Override
        public int size() {
            return firstIds.size() + validationIds.size();
        }
    }
}
