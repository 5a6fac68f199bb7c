package audiotokens.token;

/**
 * One of the token sequences that a {@code Tokenizer} computes for a clip.
 *
 * @param name unique among the tokenizer's streams; letters, digits, '-' and '_', since it names files
 * @param codebook name of the vocabulary that the ids belong to; streams with the same codebook may share an embedding
 * @param vocabularySize number of tokens in that vocabulary; ids are from 0 to vocabularySize - 1
 * @param stepSeconds time between tokens, in seconds; the mean if tokens cover different durations
 * @param weight weight of this stream's tokens relative to other streams of the same codebook, for example 1/2 for
 *     the second nearest centroids; 1 if it is the only stream
 */
public record TokenStream(String name, String codebook, int vocabularySize, double stepSeconds, double weight) {
    public TokenStream {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a valid stream name: use letters, digits, '-' and '_'");
        }
        if (!codebook.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "'" + codebook + "' is not a valid codebook name: use letters, digits, '-' and '_'");
        }
        if (vocabularySize < 1 || !(stepSeconds > 0) || !(weight > 0)) {
            throw new IllegalArgumentException("stream " + name + ": vocabularySize " + vocabularySize
                    + ", stepSeconds " + stepSeconds + " and weight " + weight + " must be above 0");
        }
    }

    /** Creates the only stream of its codebook, with weight 1. */
    public TokenStream(String name, int vocabularySize, double stepSeconds) {
        this(name, name, vocabularySize, stepSeconds, 1);
    }
}
