package audiotokens.pipeline.clusters;

import audiotokens.family.FamilyTokenizer;
import audiotokens.family.FeatureFamily;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.config.ClassName;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.TokenizerOptions;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.token.KMeansTokenizer;
import audiotokens.token.MergedTokenizer;
import audiotokens.token.ResidualTokenizer;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStream;
import audiotokens.token.Tokenizer;
import audiotokens.token.TokenizerDescription;
import audiotokens.token.TokenizerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Access to the tokenizer of a run. The default tokenizer is stored in the file in which the original Python
 * implementation stores its centroids. Any other tokenizer is stored in the folder {@code tokenizer}, together with a
 * description of its token streams, so that code without the tokenizer's class can read the tokens.
 */
public final class RunTokenizer {
    private RunTokenizer() {}

    /**
     * Creates the tokenizer factory given by a configuration.
     *
     * @throws audiotokens.pipeline.config.ConfigurationException if {@code tokenizerType} is not a usable class
     */
    public static TokenizerFactory factory(Configuration configuration) {
        return withMerges(configuration, plainFactory(configuration));
    }

    /** Returns {@code plain}, or a factory that merges its tokens if {@code mergedTokens} is set. */
    public static TokenizerFactory withMerges(Configuration configuration, TokenizerFactory plain) {
        int merges = configuration.tokenizer().mergedTokens();
        return merges == 0 ? plain : new MergedTokenizer.Factory(plain, merges);
    }

    private static TokenizerFactory plainFactory(Configuration configuration) {
        TokenizerOptions options = configuration.tokenizer();
        return switch (options.tokenizerType()) {
            case TokenizerOptions.KMEANS -> new KMeansTokenizer.Factory(configuration.cluster());
            case TokenizerOptions.RESIDUAL ->
                new ResidualTokenizer.Factory(configuration.cluster(), options.residualLevels());
            case TokenizerOptions.FAMILIES -> new FamilyTokenizer.Factory();
            default ->
                ClassName.newInstance("tokenizerType", options.tokenizerType(), TokenizerFactory.class, configuration);
        };
    }

    /** Returns the options that determine the tokenizers of a factory; for a custom factory, its name. */
    public static List<?> options(Configuration configuration, TokenizerFactory factory) {
        return switch (factory) {
            case KMeansTokenizer.Factory kMeans -> List.of(kMeans.options(), configuration.tokenizer());
            case ResidualTokenizer.Factory residual -> List.of(residual.options(), configuration.tokenizer());
            case MergedTokenizer.Factory merged -> {
                List<Object> all = new ArrayList<>(options(configuration, merged.base()));
                all.add("tokenizer " + factory.name());
                yield all;
            }
            default -> List.of(configuration.tokenizer(), "tokenizer " + factory.name());
        };
    }

    /** Returns a file of the clusters stage that changes whenever the fitted tokenizer changes. */
    public static Path tokenizerFile(Configuration configuration, TokenizerFactory factory) {
        RunFolder folder = RunFolder.of(configuration);
        return factory instanceof KMeansTokenizer.Factory
                ? folder.centroids()
                : TokenizerDescription.file(folder.tokenizer());
    }

    static void save(Configuration configuration, TokenizerFactory factory, Tokenizer tokenizer) throws IOException {
        RunFolder folder = RunFolder.of(configuration);
        if (factory instanceof KMeansTokenizer.Factory) {
            tokenizer.save(folder.path());
            return;
        }
        tokenizer.save(folder.tokenizer());
        TokenizerDescription.write(factory.name(), tokenizer, folder.tokenizer());
    }

    /** Loads the tokenizer that the configuration of a run specifies. */
    public static Tokenizer read(Configuration configuration) {
        return read(configuration, factory(configuration));
    }

    /**
     * Loads the tokenizer of a run.
     *
     * @param factory the factory passed to the clusters stage
     * @throws StageException if the clusters stage has not run, or fitted a different kind of tokenizer; the message
     *     says what to do
     */
    public static Tokenizer read(Configuration configuration, TokenizerFactory factory) {
        if (factory instanceof KMeansTokenizer.Factory) {
            return new KMeansTokenizer(
                    RunCodebook.read(configuration), configuration.spectrogram().secondsPerFrame());
        }
        Path folder = RunFolder.of(configuration).tokenizer();
        try {
            String saved = TokenizerDescription.read(folder)
                    .map(TokenizerDescription::tokenizer)
                    .orElseThrow(() -> new StageException("there is no tokenizer '" + factory.name() + "' in " + folder
                            + "; run the clusters notebook first"));
            if (!saved.equals(factory.name())) {
                throw new StageException(
                        "the tokenizer in " + folder + " is '" + saved + "', not '" + factory.name()
                                + "'; pass this stage the factory that the clusters stage used, or run the clusters notebook again");
            }
            return factory.load(folder, configuration.spectrogram());
        } catch (IOException e) {
            throw new StageException(
                    "the tokenizer cannot be read; run the clusters notebook again: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the token streams of a run without loading its tokenizer: from the description that the clusters stage
     * wrote, or those of the default tokenizer.
     *
     * @throws StageException if the description of a tokenizer is damaged
     */
    public static List<TokenStream> streams(Configuration configuration) {
        try {
            return TokenizerDescription.read(RunFolder.of(configuration).tokenizer())
                    .map(TokenizerDescription::streams)
                    .orElseGet(() -> List.of(new TokenStream(
                            KMeansTokenizer.STREAM,
                            configuration.cluster().vocabSize(),
                            configuration.spectrogram().secondsPerFrame())));
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the clusters notebook again", e);
        }
    }

    /**
     * Returns the feature families of a run, one per codebook; empty for tokenizers other than {@code families}.
     *
     * @throws StageException if the description of a tokenizer is damaged
     */
    public static List<FeatureFamily> families(Configuration configuration) {
        try {
            return TokenizerDescription.read(RunFolder.of(configuration).tokenizer())
                    .filter(description -> description.tokenizer().equals(new FamilyTokenizer.Factory().name()))
                    .map(description -> FeatureFamily.standard())
                    .orElse(List.of());
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the clusters notebook again", e);
        }
    }

    /** Returns the layout of a run's token files. */
    public static TokenFiles files(Configuration configuration) {
        return new TokenFiles(streams(configuration));
    }

    /**
     * Reads one vector per token of a codebook, such as its centroid, (vocabularySize, size); empty if the tokenizer
     * has none.
     *
     * @throws IOException if the file cannot be read; the message names it
     */
    public static Optional<NpyFile.Floats> vectors(Configuration configuration, String codebook) throws IOException {
        RunFolder folder = RunFolder.of(configuration);
        return TokenizerDescription.read(folder.tokenizer()).isPresent()
                ? TokenizerDescription.vectors(folder.tokenizer(), codebook)
                : Optional.of(NpyFile.readFloats(folder.centroids(), 2));
    }
}
