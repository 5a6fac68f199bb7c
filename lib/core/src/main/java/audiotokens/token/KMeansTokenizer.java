package audiotokens.token;

import audiotokens.cluster.ClusterOptions;
import audiotokens.cluster.ClusterStatistics;
import audiotokens.cluster.Codebook;
import audiotokens.cluster.FrameFeatures;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The default tokenizer: each frame's token is the index of its nearest centroid. The centroids are found by k-means on
 * frames of the training clips; by default, frames are scaled to unit L2 norm.
 *
 * <p>It has one stream, {@value #STREAM}, with one token per frame.
 */
public final class KMeansTokenizer implements Tokenizer {
    /** The name of the tokenizer's only stream. */
    public static final String STREAM = "frames";

    /** File to which {@link #save} writes the centroids: float32 (vocabulary, features). */
    public static final String CENTROIDS = "centroids.npy";

    /** Folder of the features' parameters: convolution and whitening. */
    public static final String FEATURES = "frame_features";

    private final Codebook codebook;
    private final TokenStream stream;
    private final Optional<TokenSpectra> spectra;
    private final Optional<ClusterStatistics> statistics;

    /**
     * @param codebook the centroids and their features
     * @param stepSeconds time between frames, in seconds
     */
    public KMeansTokenizer(Codebook codebook, double stepSeconds) {
        this(codebook, stepSeconds, Optional.empty(), Optional.empty());
    }

    KMeansTokenizer(
            Codebook codebook,
            double stepSeconds,
            Optional<TokenSpectra> spectra,
            Optional<ClusterStatistics> statistics) {
        this.codebook = codebook;
        this.stream = new TokenStream(STREAM, codebook.vocabularySize(), stepSeconds);
        this.spectra = spectra;
        this.statistics = statistics;
    }

    /**
     * Clusters the frames of spectrograms with the default options: unit-norm frames, 20 iterations, at most 256 frames
     * per centroid.
     *
     * @param spectrograms spectrograms with equal numbers of mel bands and the default {@code sampleRate} and
     *     {@code hopLength}, which determine the stream's hop in seconds
     * @param vocabularySize number of centroids
     * @throws audiotokens.AudioTokensException if there are fewer frames than {@code vocabularySize}
     */
    public static KMeansTokenizer fit(List<Spectrogram> spectrograms, int vocabularySize, long seed) {
        if (spectrograms.isEmpty()) {
            throw new IllegalArgumentException("fitting a tokenizer needs at least one spectrogram");
        }
        SpectrogramOptions mel =
                SpectrogramOptions.of("nMels=" + spectrograms.getFirst().nMels());
        return fit(spectrograms, ClusterOptions.of("vocabSize=" + vocabularySize), FitSettings.of(mel, seed));
    }

    /**
     * Clusters the frames of spectrograms. The tokenizer can {@link #reconstruct}.
     *
     * @throws audiotokens.AudioTokensException if there are fewer frames than {@code vocabSize}
     */
    public static KMeansTokenizer fit(List<Spectrogram> spectrograms, ClusterOptions options, FitSettings settings) {
        TrainingClips clips = TrainingClips.of(spectrograms);
        try {
            KMeansTokenizer fitted = new Factory(options).fit(clips, settings);
            return fitted.withSpectra(
                    TokenSpectra.compute(clips, fitted, settings.mel().nMels()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Creates tokenizers with these options.
     *
     * @param options frame features and clustering
     */
    public record Factory(ClusterOptions options) implements TokenizerFactory, Serializable {
        @Override
        public String name() {
            return "kmeans";
        }

        @Override
        public KMeansTokenizer fit(TrainingClips clips, FitSettings settings) throws IOException {
            KMeansFit.FittedCodebook fitted = new KMeansFit(clips, options, settings).fit();
            return new KMeansTokenizer(
                    fitted.codebook(),
                    settings.mel().secondsPerFrame(),
                    Optional.empty(),
                    Optional.of(fitted.statistics()));
        }

        @Override
        public KMeansTokenizer load(Path folder, SpectrogramOptions mel) throws IOException {
            FrameFeatures features = FrameFeatures.read(folder.resolve(FEATURES), options, mel.nMels());
            return new KMeansTokenizer(Codebook.read(folder.resolve(CENTROIDS), features), mel.secondsPerFrame());
        }

        /**
         * Evaluates, on the clips' frames, a tokenizer that was fitted elsewhere.
         *
         * @return the same tokenizer with {@link #statistics} of a single iteration
         * @throws audiotokens.AudioTokensException if the clips have fewer frames than {@code vocabSize}
         */
        public KMeansTokenizer evaluate(KMeansTokenizer tokenizer, TrainingClips clips, FitSettings settings)
                throws IOException {
            ClusterStatistics statistics = new KMeansFit(clips, options, settings).evaluate(tokenizer.codebook);
            return new KMeansTokenizer(
                    tokenizer.codebook, tokenizer.stream.stepSeconds(), tokenizer.spectra, Optional.of(statistics));
        }
    }

    /** Returns the centroids and their features. */
    public Codebook codebook() {
        return codebook;
    }

    /** Returns the statistics of the fit; empty for a loaded tokenizer. */
    public Optional<ClusterStatistics> statistics() {
        return statistics;
    }

    /** Returns the same tokenizer with mean spectra of its tokens, so that it can {@link #reconstruct}. */
    public KMeansTokenizer withSpectra(TokenSpectra newSpectra) {
        return new KMeansTokenizer(codebook, stream.stepSeconds(), Optional.of(newSpectra), statistics);
    }

    @Override
    public List<TokenStream> streams() {
        return List.of(stream);
    }

    @Override
    public ClipTokens tokenize(ClipSignal clip) throws IOException {
        return tokenize(clip.spectrogram());
    }

    /** @throws IllegalArgumentException if the spectrogram has a different number of mel bands */
    @Override
    public ClipTokens tokenize(Spectrogram spectrogram) {
        return ClipTokens.of(codebook.tokenize(spectrogram));
    }

    /** Concatenates the tokens' mean spectra; empty if these were not computed, as after loading. */
    @Override
    public Optional<Spectrogram> reconstruct(ClipTokens tokens) {
        return spectra.map(computed -> computed.reconstruct(tokens.firstStream()));
    }

    /** Returns the centroids. */
    @Override
    public Optional<float[][]> vectors(String name) {
        return name.equals(STREAM) ? Optional.of(codebook.centroids()) : Optional.empty();
    }

    @Override
    public void save(Path folder) throws IOException {
        codebook.write(folder.resolve(CENTROIDS), folder.resolve(FEATURES));
    }
}
