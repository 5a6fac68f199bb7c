package audiotokens.pipeline.config;

import audiotokens.cluster.ClusterOptions;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.training.EmbeddingStart;
import audiotokens.training.TrainingOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The configuration of one run, checked: every value is of its type and in its range, and the values fit each other.
 *
 * <p>Written and read as one flat set of keys, the original's in camel case.
 */
public record Configuration(
        RunOptions run,
        EngineOptions engine,
        DatasetOptions dataset,
        SourceOptions source,
        SpectrogramOptions spectrogram,
        SpectrogramStoreOptions spectrogramStore,
        ClusterOptions cluster,
        TokenizerOptions tokenizer,
        TokenStoreOptions tokenStore,
        ModelOptions model,
        TrainingOptions training,
        EvaluationOptions evaluation)
        implements Serializable {

    public Configuration {
        int features =
                (cluster.useConvolution() ? cluster.numKernels() : 1) * spectrogram.nMels() * cluster.patchFrames();
        if (cluster.whitenComponents() > features) {
            throw new ConfigurationException(
                    "whitenComponents",
                    cluster.whitenComponents() + " is more than the " + features + " features; it may be 0 to "
                            + features);
        }
        checkThatTrainingFits(model, training);
        if (spectrogramStore.spectrogramStore() == SpectrogramStore.NONE
                && model.datasetType() != DatasetType.TOKENIZED) {
            throw new ConfigurationException(
                    "spectrogramStore",
                    "none leaves no spectrograms for a model that reads them (datasetType=" + model.datasetType()
                            + "); it may be files");
        }
    }

    /** Whether the spectrograms of the run are kept as files. */
    public boolean keepsSpectrograms() {
        return spectrogramStore.spectrogramStore() == SpectrogramStore.FILES;
    }

    private static void checkThatTrainingFits(ModelOptions model, TrainingOptions training) {
        boolean tokens = model.datasetType() == DatasetType.TOKENIZED;
        if (!tokens && training.tokenSubstitution() > 0) {
            throw new ConfigurationException(
                    "tokenSubstitution", "there are no tokens in a " + model.datasetType() + "; it may be 0");
        }
        if (!tokens && training.embeddingStart() == EmbeddingStart.CENTROIDS) {
            throw new ConfigurationException(
                    "embeddingStart", "no tokens are embedded with " + model.datasetType() + "; it may be random");
        }
        if (tokens && training.frequencyMasks() > 0) {
            throw new ConfigurationException(
                    "frequencyMasks", "tokens have no mel bands; it may be 0 with " + model.datasetType());
        }
    }

    /** The defaults, which are the original's own, with {@code overrides} in place of some. */
    public static Configuration of(Map<String, String> overrides) {
        return OptionRecords.bind(overrides);
    }

    /**
     * Reads a YAML file and lets {@code key=value} overrides take the place of its keys.
     *
     * <p>A run without {@code outputPath} of its own goes to {@code output/<name of the file>}.
     *
     * @throws ConfigurationException for an unknown key, a wrong type or a value out of range
     */
    public static Configuration read(Path yaml, List<String> overrides) {
        return ConfigurationFile.read(yaml, overrides);
    }

    /**
     * The keys that a YAML file holds, with their values, not checked: an overlay for {@link #with}.
     *
     * @throws ConfigurationException where it is missing or no YAML of flat keys
     */
    public static SequencedMap<String, String> keysOf(Path yaml) {
        return ConfigurationFile.readYaml(yaml);
    }

    /** All keys with their values, in the order in which the documentation lists them. */
    public Map<String, Object> toMap() {
        return OptionRecords.values(this);
    }

    /** The present name of a key that an earlier version may have called otherwise. */
    public static String presentName(String key) {
        return OptionRecords.formerNames().getOrDefault(key, key);
    }

    /** This configuration as YAML that {@link #read} reads back to an equal one. */
    public String toYaml() {
        return ConfigurationFile.toYaml(toMap());
    }

    /** The same configuration with some keys changed. */
    public Configuration with(Map<String, String> overrides) {
        Map<String, String> values = OptionRecords.asText(toMap());
        values.putAll(overrides);
        return OptionRecords.bind(values);
    }

    /** The same configuration with every relative path taken from {@code base}, so that it holds in any folder. */
    public Configuration resolvedAgainst(Path base) {
        return OptionRecords.resolve(this, base.toAbsolutePath().normalize());
    }

    /** As text, since paths are not serializable. */
    private Object writeReplace() {
        return new Keys(new LinkedHashMap<>(OptionRecords.asText(toMap())));
    }

    private record Keys(LinkedHashMap<String, String> values) implements Serializable {
        private Object readResolve() {
            return Configuration.of(values);
        }
    }
}
