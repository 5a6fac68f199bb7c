package audiotokens.family;

import audiotokens.AudioTokensException;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.token.ClipSignal;
import audiotokens.token.ClipTokens;
import audiotokens.token.FitSettings;
import audiotokens.token.TokenStream;
import audiotokens.token.Tokenizer;
import audiotokens.token.TokenizerFactory;
import audiotokens.token.TrainingClips;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tokenizer with several feature families, each with its own codebook, window and hop. A family F has the streams
 * {@code F}, {@code F_second} and {@code F_third} with the three nearest centroids of each window, weighted 1, 1/2 and
 * 1/3; and, if its {@code loudBag} is true, {@code F_loud}, which is 1 if the window is among the clip's loudest 25%
 * and 0 otherwise. If a window gives several vectors, one per frequency range, their tokens are consecutive and share
 * the window's hop equally. The tokenizer reads only the waveform.
 */
public final class FamilyTokenizer implements Tokenizer {
    private static final List<String> SUFFIXES = List.of("", "_second", "_third");
    private static final float[][] LOUD_VECTORS = {{-1}, {1}};

    private final FamilyCodebooks codebooks;
    private final List<FamilyCodebook.Searcher> searchers;
    private final FeatureCache cache;
    private final List<TokenStream> streams;

    /** @param cache feature cache for the codebooks' families, in the same order */
    private FamilyTokenizer(FamilyCodebooks codebooks, FeatureCache cache) {
        this.codebooks = codebooks;
        this.searchers = codebooks.newSearchers();
        this.cache = cache;
        this.streams = codebooks.codebooks().stream()
                .flatMap(familyCodebook -> streams(familyCodebook).stream())
                .toList();
    }

    private static List<TokenStream> streams(FamilyCodebook codebook) {
        FeatureFamily family = codebook.family();
        double step = family.secondsPerStep()
                / family.extractor().vectorsPerWindow(family.frontEnd().nMels());
        List<TokenStream> streams = new ArrayList<>();
        for (int rank = 0; rank < SoftTokens.RANKS; rank++) {
            streams.add(new TokenStream(
                    family.name() + SUFFIXES.get(rank),
                    family.name(),
                    codebook.vocabularySize(),
                    step,
                    1.0 / (1 + rank)));
        }
        if (family.loudBag()) {
            streams.add(new TokenStream(loudStream(family), 2, step));
        }
        return streams;
    }

    /** Returns the name of the stream that marks the loudest 25% of the clip's windows, and of its codebook. */
    public static String loudStream(FeatureFamily family) {
        return family.name() + "_loud";
    }

    /** Fits and loads tokenizers of given families. */
    public static final class Factory implements TokenizerFactory, Serializable {
        private static final long serialVersionUID = 1L;

        private final String name;
        private final ArrayList<FeatureFamily> families;
        private transient @Nullable FeatureCache cache;

        /** Creates a factory for the {@link FeatureFamily#standard standard families}. */
        public Factory() {
            this("families", FeatureFamily.standard());
        }

        /** @param name identifies these families, see {@link TokenizerFactory#name} */
        public Factory(String name, List<FeatureFamily> families) {
            this.name = name;
            this.families = new ArrayList<>(families);
        }

        /**
         * Returns the same factory with a feature cache shared by several tokenizers.
         *
         * @param sharedCache a cache for the same families
         */
        public Factory withCache(FeatureCache sharedCache) {
            Factory factory = new Factory(name, families);
            factory.cache = sharedCache;
            return factory;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean readsWaveform() {
            return true;
        }

        private FeatureCache cache() {
            return cache == null ? new FeatureCache(families, 0) : cache;
        }

        /** Fits the codebooks. Clips that cannot be decoded are skipped with a warning. */
        @Override
        public FamilyTokenizer fit(TrainingClips clips, FitSettings settings) {
            FeatureCache featureCache = cache();
            FamilyCodebooks.Fit fit = new FamilyCodebooks.Fit(families, settings.seed());
            List<Integer> indices = IntStream.range(0, clips.size()).boxed().toList();
            try (Progress.Task task = settings.progress().begin("Features", clips.size(), "clips")) {
                Parallel.forEach(indices, settings.threads(), () -> clip -> {
                    try {
                        fit.add(clip, featureCache.of(clips.clip(clip).waveform()));
                    } catch (IOException e) {
                        settings.progress().warn("a clip is skipped when fitting the codebooks: " + e.getMessage());
                    }
                    task.advance(1);
                });
            }
            try {
                return new FamilyTokenizer(fit.finish(settings.threads()), featureCache);
            } catch (IllegalArgumentException e) {
                throw new AudioTokensException("the families' codebooks cannot be fitted: " + e.getMessage(), e);
            }
        }

        @Override
        public FamilyTokenizer load(Path folder, SpectrogramOptions mel) throws IOException {
            return new FamilyTokenizer(FamilyCodebooks.load(families, folder), cache());
        }
    }

    /** Returns the families, in the order of their streams. */
    public List<FeatureFamily> families() {
        return codebooks.families();
    }

    /** Returns the codebooks. */
    public FamilyCodebooks codebooks() {
        return codebooks;
    }

    @Override
    public List<TokenStream> streams() {
        return streams;
    }

    @Override
    public ClipTokens tokenize(ClipSignal clip) throws IOException {
        List<long[]> ids = new ArrayList<>();
        List<SoftTokens> tokens = codebooks.tokenize(cache.of(clip.waveform()), searchers);
        for (int i = 0; i < tokens.size(); i++) {
            SoftTokens familyTokens = tokens.get(i);
            for (int rank = 0; rank < SoftTokens.RANKS; rank++) {
                ids.add(familyTokens.tokensOfRank(rank));
            }
            if (families().get(i).loudBag()) {
                long[] isLoud = new long[familyTokens.count()];
                Arrays.stream(familyTokens.loudest()).forEach(vector -> isLoud[vector] = 1);
                ids.add(isLoud);
            }
        }
        return new ClipTokens(ids);
    }

    /** Returns a family's centroids, with unit L2 norm; for the codebook {@link #loudStream}, the vectors -1 and 1. */
    @Override
    public Optional<float[][]> vectors(String codebook) {
        for (FamilyCodebook familyCodebook : codebooks.codebooks()) {
            if (familyCodebook.family().name().equals(codebook)) {
                int size = familyCodebook.family().dimensions();
                return Optional.of(IntStream.range(0, familyCodebook.vocabularySize())
                        .mapToObj(token ->
                                Arrays.copyOfRange(familyCodebook.centroids(), token * size, (token + 1) * size))
                        .toArray(float[][]::new));
            }
        }
        return families().stream().anyMatch(family -> loudStream(family).equals(codebook))
                ? Optional.of(LOUD_VECTORS)
                : Optional.empty();
    }

    @Override
    public void save(Path folder) throws IOException {
        codebooks.save(folder);
    }
}
