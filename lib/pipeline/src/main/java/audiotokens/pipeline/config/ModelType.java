package audiotokens.pipeline.config;

import java.util.Set;

/** The classifiers, and the inputs each can take. */
public enum ModelType {
    LSTM(Set.of(DatasetType.TOKENIZED), true),
    BERT(Set.of(DatasetType.TOKENIZED), true),
    SIMPLE(Set.of(DatasetType.TOKENIZED), false),
    CNN(Set.of(DatasetType.RAW), false),
    BASELINE(Set.of(DatasetType.RAW_FLAT), false);

    private final Set<DatasetType> inputs;
    private final boolean takesEmbeddings;

    ModelType(Set<DatasetType> inputs, boolean takesEmbeddings) {
        this.inputs = inputs;
        this.takesEmbeddings = takesEmbeddings;
    }

    /** Whether this model can be trained on {@code datasetType}, as embeddings where asked so. */
    public boolean accepts(DatasetType datasetType, boolean precomputedEmbeddings) {
        if (precomputedEmbeddings) {
            return takesEmbeddings && datasetType == DatasetType.RAW;
        }
        return inputs.contains(datasetType);
    }
}
