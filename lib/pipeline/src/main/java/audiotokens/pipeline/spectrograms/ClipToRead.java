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
 * A clip of the split, with all that one needs to know to read its audio from the source.
 *
 * @param split the half it is in
 * @param id its id
 * @param startSeconds where it starts in its recording
 * @param endSeconds where it ends in its recording; 0 where it is the whole recording
 */
record ClipToRead(Split split, String id, double startSeconds, double endSeconds) implements Serializable {

    /** Clips by their ids, in the order of these; each is made as it is asked for. */
    static List<ClipToRead> list(Split split, List<String> ids, ClipCatalog catalog) {
        return new Listed(ids, split, List.of(), catalog);
    }

    /** Both halves of the split, each in the order in which {@code source} reads it fastest. */
    static List<ClipToRead> inReadingOrder(SplitFile split, ClipCatalog catalog, AudioSource source) {
        List<String> train = source.inReadingOrder(split.train());
        List<String> validation = source.inReadingOrder(split.validation());
        return new Listed(train, Split.TRAIN, validation, catalog);
    }

    static ClipToRead of(Split split, String id, ClipCatalog catalog) {
        Optional<Clip> clip = catalog.find(id);
        return new ClipToRead(
                split,
                id,
                clip.map(Clip::startSeconds).orElse(0.0),
                clip.map(Clip::endSeconds).orElse(0.0));
    }

    /** Two lists of ids behind each other, seen as clips. */
    private static final class Listed extends AbstractList<ClipToRead> implements RandomAccess {
        private final List<String> first;
        private final Split split;
        private final List<String> validation;
        private final ClipCatalog catalog;

        Listed(List<String> first, Split split, List<String> validation, ClipCatalog catalog) {
            this.first = first;
            this.split = split;
            this.validation = validation;
            this.catalog = catalog;
        }

        @Override
        public ClipToRead get(int place) {
            return place < first.size()
                    ? of(split, first.get(place), catalog)
                    : of(Split.VALIDATION, validation.get(place - first.size()), catalog);
        }

        @Override
        public int size() {
            return first.size() + validation.size();
        }
    }
}
