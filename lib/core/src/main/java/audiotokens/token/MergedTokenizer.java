package audiotokens.token;

import audiotokens.file.AtomicFile;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.token.TokenMerges.Merge;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Applies byte-pair merges ({@link TokenMerges}) to another tokenizer's tokens. Each codebook has its own merges,
 * shared by the streams of that codebook. A merged token covers several steps, so a stream's hop is the mean time
 * between the merged tokens of the training clips, and streams of equal length can differ in length after merging.
 */
public final class MergedTokenizer implements Tokenizer {
    /** File to which {@link #save} writes the merges, next to the base tokenizer's files. */
    public static final String MERGES = "merges.json";

    /** Number of tokens per codebook after which no more clips are used to learn merges. */
    private static final long MAX_TOKENS = 20_000_000;

    private final Tokenizer base;
    private final SequencedMap<String, PairMerger> mergers;
    private final List<TokenStream> streams;

    /**
     * @param base the tokenizer whose tokens are merged
     * @param mergers merges of each codebook
     * @param stepSeconds mean time between merged tokens, in seconds, for each stream of {@code base}
     */
    private MergedTokenizer(Tokenizer base, SequencedMap<String, PairMerger> mergers, List<Double> stepSeconds) {
        this.base = base;
        this.mergers = mergers;
        this.streams = streams(base.streams(), mergers, stepSeconds);
    }

    /**
     * Returns the merged streams. {@link Tokenizer} requires streams with equal hops to have equal lengths, but merged
     * streams may differ in length. So equal hops are made to differ by one ulp.
     */
    private static List<TokenStream> streams(
            List<TokenStream> base, Map<String, PairMerger> mergers, List<Double> stepSeconds) {
        Set<Double> usedHops = new HashSet<>();
        List<TokenStream> streams = new ArrayList<>();
        for (int i = 0; i < base.size(); i++) {
            TokenStream stream = base.get(i);
            double hop = stepSeconds.get(i);
            while (!usedHops.add(hop)) {
                hop = Math.nextUp(hop);
            }
            int vocabularySize = merger(mergers, stream.codebook()).merges().mergedVocabularySize();
            streams.add(new TokenStream(stream.name(), stream.codebook(), vocabularySize, hop, stream.weight()));
        }
        return List.copyOf(streams);
    }

    /**
     * Creates tokenizers that merge the tokens of another factory's tokenizers.
     *
     * @param base creates the base tokenizers
     * @param merges maximum number of merges per codebook, at least 1
     */
    public record Factory(TokenizerFactory base, int merges) implements TokenizerFactory, Serializable {
        public Factory {
            if (merges < 1) {
                throw new IllegalArgumentException("merges must be at least 1, was " + merges);
            }
        }

        @Override
        public String name() {
            return base.name() + ", " + merges + " merges";
        }

        @Override
        public boolean readsWaveform() {
            return base.readsWaveform();
        }

        /**
         * Fits the base tokenizer on all clips, then tokenizes only as many clips as are needed to learn the merges.
         * Clips that cannot be tokenized are skipped with a warning.
         *
         * @throws audiotokens.AudioTokensException if more than half of the clips cannot be tokenized
         */
        @Override
        public MergedTokenizer fit(TrainingClips clips, FitSettings settings) throws IOException {
            Tokenizer fitted = base.fit(clips, settings);
            return of(fitted, new TokenCollector(fitted, MAX_TOKENS, settings).collect(clips), merges);
        }

        @Override
        public MergedTokenizer load(Path folder, SpectrogramOptions mel) throws IOException {
            return read(base.load(folder, mel), folder.resolve(MERGES));
        }
    }

    /**
     * Learns the merges of a tokenizer's codebooks.
     *
     * @param tokens tokens of training clips, computed by {@code base}
     * @param maxMerges maximum number of merges per codebook
     */
    public static MergedTokenizer of(Tokenizer base, List<ClipTokens> tokens, int maxMerges) {
        List<TokenStream> streams = base.streams();
        SequencedMap<String, PairMerger> mergers = new LinkedHashMap<>();
        for (TokenStream stream : streams) {
            if (!mergers.containsKey(stream.codebook())) {
                List<long[]> sequences = sequences(streams, stream.codebook(), tokens);
                TokenMerges merges = MergeLearner.learn(stream.vocabularySize(), sequences, maxMerges);
                mergers.put(stream.codebook(), new PairMerger(merges));
            }
        }
        List<Double> stepSeconds = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            PairMerger streamMerger = merger(mergers, streams.get(i).codebook());
            long nBefore = 0;
            long nAfter = 0;
            for (ClipTokens clip : tokens) {
                nBefore += clip.streams().get(i).length;
                nAfter += streamMerger.merge(clip.streams().get(i)).length;
            }
            stepSeconds.add(streams.get(i).stepSeconds() * (nAfter == 0 ? 1 : (double) nBefore / nAfter));
        }
        return new MergedTokenizer(base, mergers, stepSeconds);
    }

    private static List<long[]> sequences(List<TokenStream> streams, String codebook, List<ClipTokens> tokens) {
        List<long[]> sequences = new ArrayList<>();
        for (ClipTokens clip : tokens) {
            for (int i = 0; i < streams.size(); i++) {
                if (streams.get(i).codebook().equals(codebook)) {
                    sequences.add(clip.streams().get(i));
                }
            }
        }
        return sequences;
    }

    /**
     * Returns a tokenizer that applies the same merges to the tokens of {@code other}, which must have the same streams
     * and codebooks.
     */
    public MergedTokenizer withBase(Tokenizer other) {
        return new MergedTokenizer(
                other, mergers, streams.stream().map(TokenStream::stepSeconds).toList());
    }

    /** Returns the tokenizer whose tokens are merged. */
    public Tokenizer base() {
        return base;
    }

    /** Returns the merges of a codebook. */
    public TokenMerges merges(String codebook) {
        return merger(mergers, codebook).merges();
    }

    private static PairMerger merger(Map<String, PairMerger> mergers, String codebook) {
        return Objects.requireNonNull(mergers.get(codebook), () -> "there is no codebook " + codebook);
    }

    @Override
    public List<TokenStream> streams() {
        return streams;
    }

    @Override
    public ClipTokens tokenize(ClipSignal clip) throws IOException {
        List<long[]> tokens = base.tokenize(clip).streams();
        return new ClipTokens(IntStream.range(0, tokens.size())
                .mapToObj(i -> merger(mergers, streams.get(i).codebook()).merge(tokens.get(i)))
                .toList());
    }

    /** Expands merged tokens to the base tokenizer's tokens. */
    public ClipTokens expand(ClipTokens merged) {
        return new ClipTokens(IntStream.range(0, streams.size())
                .mapToObj(i -> merges(streams.get(i).codebook())
                        .expand(merged.streams().get(i)))
                .toList());
    }

    /**
     * Returns the start time of each merged token of a clip, in seconds.
     *
     * @param stream index of the stream
     * @param merged the clip's merged tokens of that stream
     */
    public double[] startSeconds(int stream, long[] merged) {
        TokenMerges streamMerges = merges(streams.get(stream).codebook());
        double stepSeconds = base.streams().get(stream).stepSeconds();
        double[] starts = new double[merged.length];
        int stepsBefore = 0;
        for (int i = 0; i < merged.length; i++) {
            starts[i] = stepsBefore * stepSeconds;
            stepsBefore += streamMerges.expand(new long[] {merged[i]}).length;
        }
        return starts;
    }

    @Override
    public Optional<Spectrogram> reconstruct(ClipTokens tokens) {
        return base.reconstruct(expand(tokens));
    }

    /**
     * Returns the base tokenizer's vectors, then for each merged token the mean vector of the base tokens that it
     * expands to.
     */
    @Override
    public Optional<float[][]> vectors(String codebook) {
        return base.vectors(codebook).map(vectors -> merges(codebook).vectors(vectors));
    }

    /**
     * The content of {@link #MERGES}; all fields are required.
     *
     * @param vocabularySizes vocabulary sizes of the codebooks before merging
     * @param merges merges of each codebook, (merges, 2)
     * @param stepSeconds mean hop of each stream, in seconds
     */
    private record SavedMerges(
            SequencedMap<String, Integer> vocabularySizes,
            SequencedMap<String, int[][]> merges,
            List<Double> stepSeconds) {
        SavedMerges {
            if (vocabularySizes == null || merges == null || stepSeconds == null) {
                throw new IllegalArgumentException("vocabularySizes, merges or stepSeconds is missing");
            }
        }
    }

    @Override
    public void save(Path folder) throws IOException {
        base.save(folder);
        SavedMerges saved = new SavedMerges(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                streams.stream().map(TokenStream::stepSeconds).toList());
        mergers.forEach((codebook, merger) -> {
            TokenMerges codebookMerges = merger.merges();
            saved.vocabularySizes().put(codebook, codebookMerges.vocabularySize());
            saved.merges()
                    .put(
                            codebook,
                            codebookMerges.merges().stream()
                                    .map(merge -> new int[] {merge.left(), merge.right()})
                                    .toArray(int[][]::new));
        });
        AtomicFile.write(folder.resolve(MERGES), JsonMapper.shared().writeValueAsString(saved));
    }

    private static MergedTokenizer read(Tokenizer base, Path file) throws IOException {
        try {
            SavedMerges saved = JsonMapper.shared().readValue(Files.readString(file), SavedMerges.class);
            SequencedMap<String, PairMerger> mergers = new LinkedHashMap<>();
            for (TokenStream stream : base.streams()) {
                int[][] pairs = saved.merges().get(stream.codebook());
                Integer size = saved.vocabularySizes().get(stream.codebook());
                if (pairs == null || size == null || size != stream.vocabularySize()) {
                    throw new IOException(file + " has no merges for the codebook '" + stream.codebook() + "' of "
                            + stream.vocabularySize() + " tokens");
                }
                List<Merge> merges = Arrays.stream(pairs)
                        .map(pair -> new Merge(pair[0], pair[1]))
                        .toList();
                mergers.put(stream.codebook(), new PairMerger(new TokenMerges(size, merges)));
            }
            if (saved.stepSeconds().size() != base.streams().size()) {
                throw new IOException(file + " has " + saved.stepSeconds().size() + " streams, but the tokenizer has "
                        + base.streams().size());
            }
            return new MergedTokenizer(base, mergers, saved.stepSeconds());
        } catch (JacksonException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }
}
