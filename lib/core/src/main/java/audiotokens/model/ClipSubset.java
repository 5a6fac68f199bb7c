package audiotokens.model;

import audiotokens.token.TokenStream;
import java.util.List;

/**
 * Selected clips of a dataset, like PyTorch's {@code Subset}.
 *
 * @param dataset the dataset
 * @param ids the selected ids, in order; each in {@code dataset}
 */
public record ClipSubset(ClipDataset dataset, List<String> ids) implements ClipDataset {
    public ClipSubset {
        ids = List.copyOf(ids);
    }

    @Override
    public int nLabels() {
        return dataset.nLabels();
    }

    @Override
    public ClipInput read(String id) {
        return dataset.read(id);
    }

    @Override
    public float[] targets(String id) {
        return dataset.targets(id);
    }

    @Override
    public List<TokenStream> streams() {
        return dataset.streams();
    }

    @Override
    public long approximateFrames(String id) {
        return dataset.approximateFrames(id);
    }
}
