package audiotokens.bag;

import audiotokens.family.FamilyTokenizer;
import audiotokens.family.FeatureFamily;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Computes bag-of-tokens vectors (token histograms) from clips' token streams, for any tokenizer: one bag per codebook,
 * in which each stream's counts are multiplied by the stream's weight. The codebook of a feature family may have a
 * second bag, of the loudest 25% of the clip's windows.
 */
public final class StreamBags {
    /**
     * A codebook.
     *
     * @param streams indices of the codebook's streams
     * @param loudStream index of the stream that marks the loudest tokens
     */
    private record Codebook(BagSource source, int vocabularySize, int[] streams, OptionalInt loudStream) {}

    private final List<TokenStream> streams;
    private final List<Codebook> codebooks = new ArrayList<>();

    /**
     * @param streams the tokenizer's streams
     * @param families feature families, matched to codebooks by name; a codebook without a family gets windows of one
     *     step and weight 1
     */
    public StreamBags(List<TokenStream> streams, List<FeatureFamily> families) {
        this.streams = List.copyOf(streams);
        List<String> loudStreams =
                families.stream().map(FamilyTokenizer::loudStream).toList();
        streams.stream()
                .map(TokenStream::codebook)
                .distinct()
                .filter(name -> !loudStreams.contains(name))
                .forEach(name -> codebooks.add(codebook(name, families)));
    }

    private Codebook codebook(String name, List<FeatureFamily> families) {
        int[] indices = indices(name);
        TokenStream first = streams.get(indices[0]);
        BagSource source = families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .map(BagSource::of)
                .orElse(new BagSource(name, 1, 1, first.stepSeconds()));
        OptionalInt loudStream = families.stream()
                .filter(family -> family.name().equals(name) && family.loudBag())
                .mapToInt(family -> indices(FamilyTokenizer.loudStream(family))[0])
                .findFirst();
        return new Codebook(source, first.vocabularySize(), indices, loudStream);
    }

    private int[] indices(String codebook) {
        return IntStream.range(0, streams.size())
                .filter(index -> streams.get(index).codebook().equals(codebook))
                .toArray();
    }

    /** Returns the codebooks as bag sources, in the order in which they first occur among the streams. */
    public List<BagSource> sources() {
        return codebooks.stream().map(Codebook::source).toList();
    }

    /** Returns the bags of a clip, whose duration is taken from the stream with the shortest steps. */
    public ClipBags of(ClipTokens tokens) {
        List<float[]> bags = new ArrayList<>();
        double seconds = 0;
        double shortestStep = Double.POSITIVE_INFINITY;
        for (Codebook codebook : codebooks) {
            bags.add(squareRoots(codebook, tokens, OptionalInt.empty()));
            if (codebook.loudStream().isPresent()) {
                bags.add(squareRoots(codebook, tokens, codebook.loudStream()));
            }
            int firstStream = codebook.streams()[0];
            double step = streams.get(firstStream).stepSeconds();
            if (step < shortestStep) {
                shortestStep = step;
                seconds = tokens.streams().get(firstStream).length * step;
            }
        }
        return new ClipBags(bags, seconds);
    }

    /**
     * Returns the square roots of the token frequencies, (vocabularySize,); only of the tokens that {@code loudStream}
     * marks, if it is present.
     */
    private float[] squareRoots(Codebook codebook, ClipTokens tokens, OptionalInt loudStream) {
        double[] counts = new double[codebook.vocabularySize()];
        double sum = 0;
        for (int index : codebook.streams()) {
            double weight = streams.get(index).weight();
            long[] ids = tokens.streams().get(index);
            for (int i = 0; i < ids.length; i++) {
                if (loudStream.isEmpty() || tokens.streams().get(loudStream.getAsInt())[i] == 1) {
                    counts[(int) ids[i]] += weight;
                    sum += weight;
                }
            }
        }
        float[] squareRoots = new float[counts.length];
        for (int token = 0; token < squareRoots.length; token++) {
            squareRoots[token] = sum == 0 ? 0 : (float) Math.sqrt(counts[token] / sum);
        }
        return squareRoots;
    }
}
