package audiotokens.model;

import audiotokens.token.TokenStream;
import java.util.List;

/**
 * Selected clips of a dataset, like PyTorch's {@code Subset}.
 *
 * @param all the dataset
 * @param ids the selected ids, in order; each in {@code all}
 */
public record ClipSubset(ClipDataset all, List<String> ids) implements ClipDataset {
    public ClipSubset {
        ids = List.copyOf(ids);
    }

    @Override
    public int nLabels() {
        return all.nLabels();
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
