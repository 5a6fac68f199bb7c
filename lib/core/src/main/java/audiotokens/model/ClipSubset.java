package audiotokens.model;

import audiotokens.token.TokenStream;
import java.util.List;

/**
 * Some clips of a data set.
 *
 * @param all the data set
 * @param ids of the clips, in order; each of {@code all}
 */
public record ClipSubset(ClipDataset all, List<String> ids) implements ClipDataset {
    public ClipSubset {
        ids = List.copyOf(ids);
    }

    @Override
    public int labels() {
        return all.labels();
    }

    @Override
    public ClipInput read(String id) {
        return all.read(id);
    }

    @Override
    public float[] targets(String id) {
        return all.targets(id);
    }

    @Override
    public List<TokenStream> streams() {
        return all.streams();
    }

    @Override
    public long approximateFrames(String id) {
        return all.approximateFrames(id);
    }
}
