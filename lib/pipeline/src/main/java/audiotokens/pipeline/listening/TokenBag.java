package audiotokens.pipeline.listening;

import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import java.util.List;

/**
 * The bag of tokens of a recording: token frequencies without order.
 *
 * @param squareRoots square roots of the relative token frequencies, stream by stream; not copied, must not be modified
 */
public record TokenBag(float[] squareRoots) {

    /** Computes the bag of a recording's tokens. */
    public static TokenBag of(ClipTokens tokens, List<TokenStream> streams) {
        return of(List.of(tokens), streams);
    }

    /** Computes the bag of all tokens of a recording's segments. */
    public static TokenBag of(List<ClipTokens> parts, List<TokenStream> streams) {
        float[] squareRoots =
                new float[streams.stream().mapToInt(TokenStream::vocabularySize).sum()];
        int offset = 0;
        for (int stream = 0; stream < streams.size(); stream++) {
            long total = 0;
            for (ClipTokens part : parts) {
                for (long id : part.streams().get(stream)) {
                    squareRoots[offset + (int) id]++;
                    total++;
                }
            }
            int end = offset + streams.get(stream).vocabularySize();
            for (int token = offset; token < end; token++) {
                squareRoots[token] = total == 0 ? 0 : (float) Math.sqrt(squareRoots[token] / total);
            }
            offset = end;
        }
        return new TokenBag(squareRoots);
    }

    /**
     * Computes the Hellinger distance, as the root mean square over the streams: 0 for equal frequencies, 1 for no
     * common token.
     *
     * @throws IllegalArgumentException if the bags have different vocabularies
     */
    public double distance(TokenBag other) {
        if (squareRoots.length != other.squareRoots.length) {
            throw new IllegalArgumentException(
                    "bags of " + squareRoots.length + " and " + other.squareRoots.length + " tokens");
        }
        double product = 0;
        double norm = 0;
        double otherNorm = 0;
        for (int token = 0; token < squareRoots.length; token++) {
            product += squareRoots[token] * (double) other.squareRoots[token];
            norm += squareRoots[token] * (double) squareRoots[token];
            otherNorm += other.squareRoots[token] * (double) other.squareRoots[token];
        }
        double max = Math.max(norm, otherNorm);
        return max == 0 ? 0 : Math.sqrt(Math.max(0, (norm + otherNorm - 2 * product) / (2 * max)));
    }
}
