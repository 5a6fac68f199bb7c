package audiotokens.token;

import audiotokens.file.WholeFile;
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
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another tokenizer's tokens with frequent neighbors merged, see {@link TokenMerges}. Each codebook has merges of its own,
 * which all its streams share. A merged token stands for several steps, so a stream's step is the mean over the training
 * clips, and streams that had the same length differ.
 */
public final class MergedTokenizer implements Tokenizer {
    /** Where {@link #save} writes the merges, beside the other tokenizer's files. */
    public static final String MERGES = "merges.json";

    /** Tokens of a codebook after which the merges are learned from no further clip. */
    private static final long MOST_TOKENS = 20_000_000;

    private final Tokenizer plain;
    private final SequencedMap<String, PairMerger> mergers = new LinkedHashMap<>();
    private final List<TokenStream> streams;

    /**
     * @param plain gives the tokens before merging
     * @param merges of each codebook
     * @param steps mean time from one merged token to the next, in seconds, one a stream of {@code plain}
     */
    private MergedTokenizer(Tokenizer plain, SequencedMap<String, TokenMerges> merges, List<Double> steps) {
        this.plain = plain;
        merges.forEach((codebook, ofCodebook) -> mergers.put(codebook, new PairMerger(ofCodebook)));
        this.streams = streams(plain.streams(), merges, steps);
    }

    /** Streams of one step are of one length; merged ones are not, so the steps are told apart by their last bits. */
    private static List<TokenStream> streams(
            List<TokenStream> plain, Map<String, TokenMerges> merges, List<Double> steps) {
        Set<Double> taken = new HashSet<>();
        List<TokenStream> streams = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            TokenStream stream = plain.get(i);
            double step = steps.get(i);
            while (!taken.add(step)) {
                step = Math.nextUp(step);
            }
            int vocabularySize = merges.get(stream.codebook()).mergedVocabularySize();
            streams.add(new TokenStream(stream.name(), stream.codebook(), vocabularySize, step, stream.weight()));
        }
        return List.copyOf(streams);
    }

    /**
     * Merges the tokens of the tokenizers that another factory makes.
     *
     * @param plain makes the tokenizers
     * @param merges most merges of each codebook, at least 1
     */
    public record Factory(TokenizerFactory plain, int merges) implements TokenizerFactory, Serializable {
        public Factory {
            if (merges < 1) {
                throw new IllegalArgumentException(merges + " merges; it may be 1 or more");
            }
        }

        @Override
        public String name() {
            return plain.name() + ", " + merges + " merges";
        }

        @Override
        public boolean readsWaveform() {
            return plain.readsWaveform();
        }

        /**
         * Learns from the first clips only where these have many tokens. Clips that cannot be tokenized are left out, with
         * a warning.
         *
         * @throws audiotokens.AudioTokensException if more than half of the clips cannot be tokenized
         */
        @Override
        public MergedTokenizer fit(TrainingClips clips, FitSettings settings) throws IOException {
            Tokenizer fitted = plain.fit(clips, settings);
            return of(fitted, new FirstTokens(fitted, MOST_TOKENS, settings).of(clips), merges);
        }

        @Override
        public MergedTokenizer load(Path folder, SpectrogramOptions mel) throws IOException {
            return read(plain.load(folder, mel), folder.resolve(MERGES));
        }
    }

    /**
     * Learns the merges of a tokenizer's codebooks.
     *
     * @param tokens of training clips, by {@code plain}
     * @param wanted most merges of each codebook
     */
    public static MergedTokenizer of(Tokenizer plain, List<ClipTokens> tokens, int wanted) {
        List<TokenStream> streams = plain.streams();
        SequencedMap<String, TokenMerges> merges = new LinkedHashMap<>();
        for (TokenStream stream : streams) {
            if (!merges.containsKey(stream.codebook())) {
                List<long[]> sequences = sequences(streams, stream.codebook(), tokens);
                merges.put(stream.codebook(), MergeLearner.learn(stream.vocabularySize(), sequences, wanted));
            }
        }
        List<Double> steps = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            PairMerger ofStream = new PairMerger(merges.get(streams.get(i).codebook()));
            long before = 0;
            long after = 0;
            for (ClipTokens clip : tokens) {
                before += clip.streams().get(i).length;
                after += ofStream.merge(clip.streams().get(i)).length;
            }
            steps.add(streams.get(i).stepSeconds() * (after == 0 ? 1 : (double) before / after));
        }
        return new MergedTokenizer(plain, merges, steps);
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

    /** The same merges of another tokenizer's tokens, which have the same streams and codebooks. */
    public MergedTokenizer over(Tokenizer other) {
        SequencedMap<String, TokenMerges> merges = new LinkedHashMap<>();
        mergers.forEach((codebook, merger) -> merges.put(codebook, merger.merges()));
        return new MergedTokenizer(
                other, merges, streams.stream().map(TokenStream::stepSeconds).toList());
    }

    /** Gives the tokens before merging. */
    public Tokenizer plain() {
        return plain;
    }

    /** The merges of a codebook. */
    public TokenMerges merges(String codebook) {
        return mergers.get(codebook).merges();
    }

    @Override
    public List<TokenStream> streams() {
        return streams;
    }

    @Override
    public ClipTokens tokenize(ClipSignal clip) throws IOException {
        List<long[]> tokens = plain.tokenize(clip).streams();
        return new ClipTokens(IntStream.range(0, tokens.size())
                .mapToObj(i -> mergers.get(streams.get(i).codebook()).merge(tokens.get(i)))
                .toList());
    }

    /** The tokens before merging that merged ones stand for. */
    public ClipTokens expand(ClipTokens merged) {
        return new ClipTokens(IntStream.range(0, streams.size())
                .mapToObj(i -> merges(streams.get(i).codebook())
                        .expand(merged.streams().get(i)))
                .toList());
    }

    /**
     * When each merged token of a clip begins, in seconds.
     *
     * @param stream place of the stream
     * @param merged the clip's tokens of that stream
     */
    public double[] startSeconds(int stream, long[] merged) {
        TokenMerges ofStream = merges(streams.get(stream).codebook());
        double step = plain.streams().get(stream).stepSeconds();
        double[] starts = new double[merged.length];
        int steps = 0;
        for (int i = 0; i < merged.length; i++) {
            starts[i] = steps * step;
            steps += ofStream.expand(new long[] {merged[i]}).length;
        }
        return starts;
    }

    @Override
    public Optional<Spectrogram> reconstruct(ClipTokens tokens) {
        return plain.reconstruct(expand(tokens));
    }

    /** A merged token's vector is the mean of those that it stands for. */
    @Override
    public Optional<float[][]> vectors(String codebook) {
        return plain.vectors(codebook).map(vectors -> merges(codebook).vectors(vectors));
    }

    /**
     * What {@link #MERGES} holds. All three are there.
     *
     * @param vocabularySizes of the codebooks before merging
     * @param merges of each codebook: (merges, 2)
     * @param stepSeconds mean step of each stream
     */
    private record Saved(
            SequencedMap<String, Integer> vocabularySizes,
            SequencedMap<String, int[][]> merges,
            List<Double> stepSeconds) {
        Saved {
            if (vocabularySizes == null || merges == null || stepSeconds == null) {
                throw new IllegalArgumentException("it lacks vocabularySizes, merges or stepSeconds");
            }
        }
    }

    @Override
    public void save(Path folder) throws IOException {
        plain.save(folder);
        Saved saved = new Saved(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                streams.stream().map(TokenStream::stepSeconds).toList());
        mergers.forEach((codebook, merger) -> {
            TokenMerges ofCodebook = merger.merges();
            saved.vocabularySizes().put(codebook, ofCodebook.vocabularySize());
            saved.merges()
                    .put(
                            codebook,
                            ofCodebook.merges().stream()
                                    .map(merge -> new int[] {merge.left(), merge.right()})
                                    .toArray(int[][]::new));
        });
        WholeFile.write(folder.resolve(MERGES), JsonMapper.shared().writeValueAsString(saved));
    }

    private static MergedTokenizer read(Tokenizer plain, Path file) throws IOException {
        try {
            Saved saved = JsonMapper.shared().readValue(Files.readString(file), Saved.class);
            SequencedMap<String, TokenMerges> merges = new LinkedHashMap<>();
            for (TokenStream stream : plain.streams()) {
                int[][] pairs = saved.merges().get(stream.codebook());
                Integer size = saved.vocabularySizes().get(stream.codebook());
                if (pairs == null || size == null || size != stream.vocabularySize()) {
                    throw new IOException(file + " holds no merges for the codebook '" + stream.codebook() + "' of "
                            + stream.vocabularySize() + " tokens");
                }
                merges.put(
                        stream.codebook(),
                        new TokenMerges(
                                size,
                                Arrays.stream(pairs)
                                        .map(pair -> new Merge(pair[0], pair[1]))
                                        .toList()));
            }
            if (saved.stepSeconds().size() != plain.streams().size()) {
                throw new IOException(file + " is of " + saved.stepSeconds().size() + " streams; "
                        + plain.streams().size() + " were expected");
            }
            return new MergedTokenizer(plain, merges, saved.stepSeconds());
        } catch (JacksonException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }
}
