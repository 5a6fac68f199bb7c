package audiotokens.pipeline.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The built-in models and their supported inputs. */
public enum ModelType {
    LSTM(Set.of(DatasetType.TOKENIZED), true),
    BERT(Set.of(DatasetType.TOKENIZED), true),
    SIMPLE(Set.of(DatasetType.TOKENIZED), false),
    CNN(Set.of(DatasetType.RAW), false),
    BASELINE(Set.of(DatasetType.RAW_FLAT), false),
    STREAMS(Set.of(DatasetType.TOKENIZED), false),
    BAG(Set.of(DatasetType.TOKENIZED), false);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<DatasetType> inputs;

    private final boolean takesEmbeddings;

    ModelType(Set<DatasetType> inputs, boolean takesEmbeddings) {
        this.inputs = inputs;
        this.takesEmbeddings = takesEmbeddings;
    }

    /** Returns whether this model supports {@code datasetType}, optionally as precomputed embeddings. */
    public boolean accepts(DatasetType datasetType, boolean precomputedEmbeddings) {
        if (precomputedEmbeddings) {
            return takesEmbeddings && datasetType == DatasetType.RAW;
        }
        return inputs.contains(datasetType);
    }

    /** Returns the model with this name, ignoring case; empty if it is the name of a class. */
    static Optional<ModelType> of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the names in configurations, in lower case. */
    static String[] configNames() {
        return Arrays.stream(values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }
}
