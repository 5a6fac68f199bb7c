package audiotokens.pipeline.listening;

import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import java.util.List;

/**
 * How often each token occurs in a sound, without the order.
 *
 * @param roots square roots of the tokens' shares in their stream, stream after stream; not copied, not to be changed
 */
public record TokenBag(float[] roots) {

    /** The bag of a sound's tokens. */
    public static TokenBag of(ClipTokens tokens, List<TokenStream> streams) {
        return of(List.of(tokens), streams);
    }

    /** The bag of all tokens of a sound's parts. */
    public static TokenBag of(List<ClipTokens> parts, List<TokenStream> streams) {
        float[] roots =
                new float[streams.stream().mapToInt(TokenStream::vocabularySize).sum()];
        int offset = 0;
        for (int stream = 0; stream < streams.size(); stream++) {
            long total = 0;
            for (ClipTokens part : parts) {
                for (long id : part.streams().get(stream)) {
                    roots[offset + (int) id]++;
                    total++;
                }
            }
            int end = offset + streams.get(stream).vocabularySize();
            for (int token = offset; token < end; token++) {
                roots[token] = total == 0 ? 0 : (float) Math.sqrt(roots[token] / total);
            }
            offset = end;
        }
        return new TokenBag(roots);
    }

    /**
     * Hellinger distance, averaged over the streams in squares: from 0 for the same shares to 1 for no common token.
     *
     * @throws IllegalArgumentException where the bags are of different vocabularies
     */
    public double distance(TokenBag other) {
        if (roots.length != other.roots.length) {
            throw new IllegalArgumentException("bags of " + roots.length + " and " + other.roots.length + " tokens");
        }
        double product = 0;
        double norm = 0;
        double otherNorm = 0;
        for (int token = 0; token < roots.length; token++) {
            product += roots[token] * (double) other.roots[token];
            norm += roots[token] * (double) roots[token];
            otherNorm += other.roots[token] * (double) other.roots[token];
        }
        double most = Math.max(norm, otherNorm);
        return most == 0 ? 0 : Math.sqrt(Math.max(0, (norm + otherNorm - 2 * product) / (2 * most)));
    }
}
