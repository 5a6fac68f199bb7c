package audiotokens.notebook.experiment;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.tokens.RunTokens;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Clips as bags of tokens: token frequencies without order.
 *
 * @param ids ids of the clips
 * @param features square roots of the relative token frequencies, (clips, tokens), so that distances are Hellinger
 *     distances
 * @param targets multi-hot targets, (clips, labels)
 */
public record TokenBags(List<String> ids, double[][] features, float[][] targets) {
    public TokenBags {
        ids = List.copyOf(ids);
        if (features.length != ids.size() || targets.length != ids.size()) {
            throw new IllegalArgumentException("there are " + ids.size() + " clips, but " + features.length
                    + " bags and " + targets.length + " targets");
        }
    }

    /** Reads the bags of a run's training or validation clips. The run must have tokens. */
    public static TokenBags read(Configuration configuration, Split split) {
        RunFolder folder = RunFolder.of(configuration);
        ClipCatalog catalog = Metadata.read(configuration);
        RunTokens tokens = RunTokens.of(configuration);
        List<String> ids = new ArrayList<>();
        List<double[]> features = new ArrayList<>();
        for (String id : SplitFile.read(folder.split()).ids(split)) {
            read(tokens, split, id).ifPresent(clip -> {
                ids.add(id);
                features.add(bags(clip, tokens.streams()));
            });
        }
        return new TokenBags(
                ids,
                features.toArray(double[][]::new),
                ids.stream().map(catalog::targets).toArray(float[][]::new));
    }

    /** Returns the concatenated bags of a clip's streams. */
    private static double[] bags(ClipTokens tokens, List<TokenStream> streams) {
        return IntStream.range(0, streams.size())
                .mapToObj(stream ->
                        bag(tokens.streams().get(stream), streams.get(stream).vocabularySize()))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /**
     * Returns the square roots of the relative frequencies of {@code tokens}, which are from 0 to
     * {@code vocabularySize} - 1.
     */
    public static double[] bag(long[] tokens, int vocabularySize) {
        double[] bag = new double[vocabularySize];
        for (long token : tokens) {
            bag[(int) token]++;
        }
        for (int token = 0; token < vocabularySize; token++) {
            bag[token] = tokens.length == 0 ? 0 : Math.sqrt(bag[token] / tokens.length);
        }
        return bag;
    }

    private static Optional<ClipTokens> read(RunTokens tokens, Split split, String id) {
        try {
            return tokens.contains(split, id) ? Optional.of(tokens.read(split, id)) : Optional.empty();
        } catch (IOException e) {
            throw new StageException("tokens cannot be read; run the tokens notebook first: " + e.getMessage(), e);
        }
    }
}
