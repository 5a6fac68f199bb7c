package audiotokens.token;

import audiotokens.cluster.ClusterOptions;
import audiotokens.cluster.ClusterStatistics;
import audiotokens.cluster.Codebook;
import audiotokens.cluster.FrameFeatures;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.PointBlocks;
import audiotokens.cluster.ResidualQuantizer;
import audiotokens.file.NpyFile;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Residual vector quantization: the first codebook is k-means on frames, as in {@link KMeansTokenizer}; each further
 * codebook is k-means on the residuals of the previous levels. The quantizers of neural codecs use the same scheme
 * (Zeghidour et al., "SoundStream", 2021; Kumar et al., "High-fidelity audio compression with improved RVQGAN", 2023);
 * this one has no neural network.
 *
 * <p>It has one stream per level, from {@code level0}, each with its own vocabulary and one token per frame. The first
 * level's tokens equal those of {@link KMeansTokenizer} with the same options and seed.
 *
 * <p>Shapes, with n levels of vocabSize centroids of F features and T frames of M mel bands:
 *
 * <pre>
 * spectrogram     (M, T)
 * features        (T, F)             FrameFeatures: convolved, whitened, normalized if the options say so
 * residual_0      (T, F)             the features
 * token_i         (T,)               index of the centroid of level i nearest to residual_i
 * residual_i+1    (T, F)             residual_i - centroid_i[token_i]
 * reconstruction  (M, T)             sum over i of spectrum_i[token_i]
 * centroid_i      (vocabSize, F)
 * spectrum_i      (vocabSize, M)     mean residual spectrum of the training frames with token_i
 * </pre>
 *
 * <p>The reconstruction uses mean spectra, since features may lack the frame's loudness or not be spectra.
 */
public final class ResidualTokenizer implements Tokenizer {
    /** Number of training frames per token from which the spectra are computed. */
    private static final long FRAMES_PER_SPECTRUM = 128;

    private final ResidualQuantizer quantizer;
    private final List<float[]> spectra;
    private final int nMels;
    private final List<TokenStream> streams;
    private final Optional<ClusterStatistics> statistics;

    private ResidualTokenizer(
            ResidualQuantizer quantizer,
            List<float[]> spectra,
            SpectrogramOptions mel,
            Optional<ClusterStatistics> statistics) {
        this.quantizer = quantizer;
        this.spectra = List.copyOf(spectra);
        this.nMels = mel.nMels();
        this.statistics = statistics;
        this.streams = IntStream.range(0, quantizer.levels().size())
                .mapToObj(level -> new TokenStream(
                        streamName(level), quantizer.levels().get(level).vocabularySize(), mel.secondsPerFrame()))
                .toList();
    }

    /** Returns the name of a level's stream and codebook; levels are counted from 0. */
    public static String streamName(int level) {
        return "level" + level;
    }

    /**
     * Creates tokenizers with these options.
     *
     * @param options frame features and clustering; {@code vocabSize} centroids per level
     * @param levels number of codebooks, at least 1
     */
    public record Factory(ClusterOptions options, int levels) implements TokenizerFactory, Serializable {
        public Factory {
            if (levels < 1) {
                throw new IllegalArgumentException("levels must be at least 1, was " + levels);
            }
        }

        @Override
        public String name() {
            return "residual";
        }

        @Override
        public ResidualTokenizer fit(TrainingClips clips, FitSettings settings) throws IOException {
            KMeansFit kMeans = new KMeansFit(clips, options, settings);
            KMeansFit.FittedCodebook firstLevel = kMeans.fit();
            List<Codebook> codebooks = new ArrayList<>(List.of(firstLevel.codebook()));
            PointBlocks points = firstLevel.points();
            float[] initializationPoints = firstLevel.initializationPoints();
            for (int level = 1; level < levels; level++) {
                points = ResidualQuantizer.residuals(points, codebooks.getLast());
                initializationPoints = points.nBlocks() == 1
                        ? points.block(0)
                        : ResidualQuantizer.residual(initializationPoints, codebooks.getLast());
                // the next level needs the residual's norm, so residuals are neither normalized nor clustered by angle
                KMeans.Result result = kMeans.cluster(points, initializationPoints, false, "K-means, level " + level);
                codebooks.add(new Codebook(firstLevel.codebook().features(), result.centroids()));
            }
            ResidualQuantizer quantizer = new ResidualQuantizer(codebooks);
            return new ResidualTokenizer(
                    quantizer,
                    meanSpectra(quantizer, clips, options, settings),
                    settings.mel(),
                    Optional.of(firstLevel.statistics()));
        }

        @Override
        public ResidualTokenizer load(Path folder, SpectrogramOptions mel) throws IOException {
            FrameFeatures features = FrameFeatures.read(folder.resolve(KMeansTokenizer.FEATURES), options, mel.nMels());
            List<Codebook> codebooks = new ArrayList<>();
            List<float[]> spectra = new ArrayList<>();
            for (int level = 0; level < levels; level++) {
                codebooks.add(Codebook.read(centroids(folder, level), features));
                NpyFile.Floats array = NpyFile.readFloats(spectra(folder, level), 2);
                int[] expected = {codebooks.getLast().vocabularySize(), mel.nMels()};
                if (!Arrays.equals(array.shape(), expected)) {
                    throw new IOException(spectra(folder, level) + " has the shape " + Arrays.toString(array.shape())
                            + ", but the configuration requires " + Arrays.toString(expected));
                }
                spectra.add(array.values());
            }
            return new ResidualTokenizer(new ResidualQuantizer(codebooks), spectra, mel, Optional.empty());
        }
    }

    /**
     * Computes the mean spectra of a sample of frames, level by level; each level's spectra are subtracted before the
     * next level's are computed.
     */
    private static List<float[]> meanSpectra(
            ResidualQuantizer quantizer, TrainingClips clips, ClusterOptions options, FitSettings settings)
            throws IOException {
        int nMels = settings.mel().nMels();
        FrameSample sample = FrameSample.draw(clips, FRAMES_PER_SPECTRUM * options.vocabSize(), settings.seed());
        FrameFeatures rawFrames = new FrameFeatures(nMels, Optional.empty(), 1, Optional.empty(), false);
        float[] remaining = sample.features(rawFrames, settings.threads(), settings.progress());
        long[][] codes = quantizer.encode(
                sample.features(quantizer.levels().getFirst().features(), settings.threads(), settings.progress()));
        List<float[]> spectra = new ArrayList<>();
        for (int level = 0; level < codes.length; level++) {
            SpectrumMeans means =
                    new SpectrumMeans(nMels, quantizer.levels().get(level).vocabularySize());
            means.add(remaining, codes[level]);
            spectra.add(means.means());
            for (int i = 0; i < remaining.length; i++) {
                remaining[i] -= spectra.getLast()[(int) codes[level][i / nMels] * nMels + i % nMels];
            }
        }
        return spectra;
    }

    private static Path centroids(Path folder, int level) {
        return folder.resolve("centroids_" + level + ".npy");
    }

    private static Path spectra(Path folder, int level) {
        return folder.resolve("spectra_" + level + ".npy");
    }

    /** Returns the codebooks. */
    public ResidualQuantizer quantizer() {
        return quantizer;
    }

    /** Returns the statistics of the first level's fit; empty for a loaded tokenizer. */
    public Optional<ClusterStatistics> statistics() {
        return statistics;
    }

    @Override
    public List<TokenStream> streams() {
        return streams;
    }

    /** Returns the tokens of shape (levels, nFrames). */
    @Override
    public ClipTokens tokenize(ClipSignal clip) throws IOException {
        float[] features = quantizer.levels().getFirst().features().of(clip.spectrogram());
        return new ClipTokens(List.of(quantizer.encode(features)));
    }

    /**
     * Returns the sum of the levels' spectra, (nMels, nFrames).
     *
     * @param tokens tokens of all levels, or of the first few for a coarser reconstruction
     */
    @Override
    public Optional<Spectrogram> reconstruct(ClipTokens tokens) {
        float[] frames = new float[tokens.firstStream().length * nMels];
        for (int level = 0; level < tokens.streams().size(); level++) {
            long[] ids = tokens.streams().get(level);
            float[] levelSpectra = spectra.get(level);
            for (int i = 0; i < frames.length; i++) {
                frames[i] += levelSpectra[(int) ids[i / nMels] * nMels + i % nMels];
            }
        }
        return Optional.of(Spectrogram.fromFrames(nMels, frames));
    }

    /** Returns a level's centroids. */
    @Override
    public Optional<float[][]> vectors(String codebook) {
        return IntStream.range(0, streams.size())
                .filter(level -> streamName(level).equals(codebook))
                .mapToObj(level -> quantizer.levels().get(level).centroids())
                .findFirst();
    }

    /** Writes {@code centroids_LEVEL.npy} and {@code spectra_LEVEL.npy}, and the features' parameters. */
    @Override
    public void save(Path folder) throws IOException {
        for (int level = 0; level < streams.size(); level++) {
            Codebook codebook = quantizer.levels().get(level);
            codebook.write(centroids(folder, level), folder.resolve(KMeansTokenizer.FEATURES));
            NpyFile.write(spectra(folder, level), spectra.get(level), codebook.vocabularySize(), nMels);
        }
    }
}
