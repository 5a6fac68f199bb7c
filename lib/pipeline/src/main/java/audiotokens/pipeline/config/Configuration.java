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
 * <p>Read and written as a flat set of keys. Keys that come from the original Python implementation
 * (danavery/audio-tokens) are written in camel case.
 */
public record Configuration(
        RunOptions run,
        EngineOptions execution,
        DatasetOptions dataset,
        SourceOptions source,
        SpectrogramOptions spectrogram,
        SpectrogramStoreOptions spectrogramStorage,
        ClusterOptions cluster,
        TokenizerOptions tokenizer,
        TokenStoreOptions tokenStorage,
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
        if (!run.tokenCopyPath().isEmpty() && tokenStorage.tokenStore() != TokenStore.PARQUET) {
            throw new ConfigurationException(
                    "tokenCopyPath", "copies Parquet files; set tokenStore=parquet, or leave tokenCopyPath empty");
        }
        checkTraining(model, training);
        if (tokenizer.mergedTokens() > 0
                && tokenizer.tokenizerType().equals(TokenizerOptions.FAMILIES)
                && model.isBag()) {
            throw new ConfigurationException(
                    "mergedTokens",
                    "with tokenizerType=families, modelType=bag counts unmerged tokens of single windows; it must"
                            + " be 0");
        }
        if (spectrogramStorage.spectrogramStore() == SpectrogramStore.NONE
                && model.datasetType() != DatasetType.TOKENIZED) {
            throw new ConfigurationException(
                    "spectrogramStore",
                    "with none, no spectrograms are stored, but the model reads them (datasetType="
                            + model.datasetType() + "); it must be files");
        }
    }

    /** Returns whether the run stores its spectrograms as files. */
    public boolean storesSpectrograms() {
        return spectrogramStorage.spectrogramStore() == SpectrogramStore.FILES;
    }

    private static void checkTraining(ModelOptions model, TrainingOptions training) {
        boolean readsTokens = model.datasetType() == DatasetType.TOKENIZED;
        if (!readsTokens && training.tokenSubstitution() > 0) {
            throw new ConfigurationException(
                    "tokenSubstitution", "there are no tokens in a " + model.datasetType() + "; it must be 0");
        }
        if (!readsTokens && training.embeddingStart() == EmbeddingInitialization.CENTROIDS) {
            throw new ConfigurationException(
                    "embeddingStart", "no tokens are embedded with " + model.datasetType() + "; it must be random");
        }
        if (readsTokens && training.frequencyMasks() > 0) {
            throw new ConfigurationException(
                    "frequencyMasks", "tokens have no mel bands; it must be 0 with " + model.datasetType());
        }
    }

    /** Creates a configuration with {@code overrides}; the other keys have their default values, as in the original. */
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
     * Reads the keys of a YAML file without checking their values, so that they can be applied to another configuration
     * by {@link #with}.
     *
     * @throws ConfigurationException if the file is missing or not YAML with flat keys
     */
    public static SequencedMap<String, String> readKeys(Path yaml) {
        return ConfigurationFile.readYaml(yaml);
    }

    /** Returns all keys and their values, in the order of the documentation. */
    public Map<String, Object> toMap() {
        return OptionRecords.values(this);
    }

    /** Returns {@link #toMap} for reports and trackers, with secrets in {@code sparkConf} masked. */
    public Map<String, Object> toPublishedMap() {
        Map<String, Object> values = toMap();
        values.put("sparkConf", execution.maskedSparkConf());
        return values;
    }

    /** Returns the current name of a key, given its current or a former name. */
    public static String currentName(String key) {
        return OptionRecords.formerNames().getOrDefault(key, key);
    }

    /** Returns this configuration as YAML; {@link #read} reads an equal one from it. */
    public String toYaml() {
        return ConfigurationFile.toYaml(toMap());
    }

    /** Returns a copy with some keys changed. */
    public Configuration with(Map<String, String> overrides) {
        Map<String, String> values = OptionRecords.asText(toMap());
        values.putAll(overrides);
        return OptionRecords.bind(values);
    }

    /** Returns a copy with relative paths resolved against {@code base}. */
    public Configuration resolvedAgainst(Path base) {
        return OptionRecords.resolve(this, base.toAbsolutePath().normalize());
    }

    /** Serializes the values as text, since paths are not serializable. */
    private Object writeReplace() {
        return new Keys(new LinkedHashMap<>(OptionRecords.asText(toMap())));
    }

    private record Keys(LinkedHashMap<String, String> values) implements Serializable {
        private Object readResolve() {
            return Configuration.of(values);
        }
    }
}
