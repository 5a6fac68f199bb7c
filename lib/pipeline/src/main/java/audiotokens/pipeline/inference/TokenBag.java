package audiotokens.pipeline.inference;

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
    public static TokenBag of(List<ClipTokens> segments, List<TokenStream> streams) {
        float[] squareRoots =
                new float[streams.stream().mapToInt(TokenStream::vocabularySize).sum()];
        int offset = 0;
        for (int stream = 0; stream < streams.size(); stream++) {
            long total = 0;
            for (ClipTokens segment : segments) {
                for (long id : segment.streams().get(stream)) {
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
            throw new IllegalArgumentException("the bags have vocabularies of " + squareRoots.length + " and "
                    + other.squareRoots.length + " tokens");
        }
        double innerProduct = 0;
        double squaredNorm = 0;
        double otherSquaredNorm = 0;
        for (int token = 0; token < squareRoots.length; token++) {
            innerProduct += squareRoots[token] * (double) other.squareRoots[token];
            squaredNorm += squareRoots[token] * (double) squareRoots[token];
            otherSquaredNorm += other.squareRoots[token] * (double) other.squareRoots[token];
        }
        double max = Math.max(squaredNorm, otherSquaredNorm);
        return max == 0 ? 0 : Math.sqrt(Math.max(0, (squaredNorm + otherSquaredNorm - 2 * innerProduct) / (2 * max)));
    }
}
