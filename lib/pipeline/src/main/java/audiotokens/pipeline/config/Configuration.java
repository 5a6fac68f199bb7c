package audiotokens.pipeline.config;

import audiotokens.cluster.ClusterOptions;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.training.EmbeddingInitialization;
import audiotokens.training.TrainingOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The validated configuration of a run: every value has its type and is in range, and the values are consistent.
 *
 * <p>Read and written as a flat set of keys; keys of the original are in camel case.
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
                    cluster.whitenComponents() + " is more than the " + features + " features; it must be 0 to "
                            + features);
        }
        if (!run.tokenCopyPath().isEmpty() && tokenStore.tokenStore() != TokenStore.PARQUET) {
            throw new ConfigurationException(
                    "tokenCopyPath", "copies Parquet files; set tokenStore=parquet, or leave it empty");
        }
        checkThatTrainingFits(model, training);
        if (tokenizer.mergedTokens() > 0
                && tokenizer.tokenizerType().equals(TokenizerOptions.FAMILIES)
                && model.isBag()) {
            throw new ConfigurationException(
                    "mergedTokens",
                    "a bag of families (tokenizerType=families, modelType=bag) counts tokens of single windows; it must be"
                            + " 0");
        }
        if (spectrogramStore.spectrogramStore() == SpectrogramStore.NONE
                && model.datasetType() != DatasetType.TOKENIZED) {
            throw new ConfigurationException(
                    "spectrogramStore",
                    "none stores no spectrograms, but the model reads them (datasetType=" + model.datasetType()
                            + "); it must be files");
        }
    }

    /** Whether the run stores its spectrograms as files. */
    public boolean keepsSpectrograms() {
        return spectrogramStore.spectrogramStore() == SpectrogramStore.FILES;
    }

    private static void checkThatTrainingFits(ModelOptions model, TrainingOptions training) {
        boolean tokens = model.datasetType() == DatasetType.TOKENIZED;
        if (!tokens && training.tokenSubstitution() > 0) {
            throw new ConfigurationException(
                    "tokenSubstitution", "there are no tokens in a " + model.datasetType() + "; it must be 0");
        }
        if (!tokens && training.embeddingStart() == EmbeddingInitialization.CENTROIDS) {
            throw new ConfigurationException(
                    "embeddingStart", "no tokens are embedded with " + model.datasetType() + "; it must be random");
        }
        if (tokens && training.frequencyMasks() > 0) {
            throw new ConfigurationException(
                    "frequencyMasks", "tokens have no mel bands; it must be 0 with " + model.datasetType());
        }
    }

    /** The default values, which are the original's, with some overridden. */
    public static Configuration of(Map<String, String> overrides) {
        return OptionRecords.bind(overrides);
    }

    /**
     * Reads a YAML file and applies {@code key=value} overrides.
     *
     * <p>The default of {@code outputPath} is {@code output/<name of the file>}.
     *
     * @throws ConfigurationException for an unknown key, a wrong type or a value out of range
     */
    public static Configuration read(Path yaml, List<String> overrides) {
        return ConfigurationFile.read(yaml, overrides);
    }

    /**
     * The keys and unchecked values of a YAML file: an overlay for {@link #with}.
     *
     * @throws ConfigurationException if the file is missing or not YAML with flat keys
     */
    public static SequencedMap<String, String> keysOf(Path yaml) {
        return ConfigurationFile.readYaml(yaml);
    }

    /** All keys with their values, in the order of the documentation. */
    public Map<String, Object> toMap() {
        return OptionRecords.values(this);
    }

    /** {@link #toMap} for reports and trackers, which others may read: secrets in {@code sparkConf} are masked. */
    public Map<String, Object> toPublishedMap() {
        Map<String, Object> values = toMap();
        values.put("sparkConf", engine.maskedSparkConf());
        return values;
    }

    /** The current name of a key that may be a former name. */
    public static String presentName(String key) {
        return OptionRecords.formerNames().getOrDefault(key, key);
    }

    /** This configuration as YAML; {@link #read} returns an equal one. */
    public String toYaml() {
        return ConfigurationFile.toYaml(toMap());
    }

    /** A copy with some keys changed. */
    public Configuration with(Map<String, String> overrides) {
        Map<String, String> values = OptionRecords.asText(toMap());
        values.putAll(overrides);
        return OptionRecords.bind(values);
    }

    /** A copy with relative paths resolved against {@code base}. */
    public Configuration resolvedAgainst(Path base) {
        return OptionRecords.resolve(this, base.toAbsolutePath().normalize());
    }

    /** Serialized as text, since paths are not serializable. */
    private Object writeReplace() {
        return new Keys(new LinkedHashMap<>(OptionRecords.asText(toMap())));
    }

    private record Keys(LinkedHashMap<String, String> values) implements Serializable {
        private Object readResolve() {
            return Configuration.of(values);
        }
    }
}
