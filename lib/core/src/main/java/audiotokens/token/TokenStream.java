package audiotokens.token;

/**
 * One of the token sequences that a {@code Tokenizer} makes of a clip.
 *
 * @param name unique among the tokenizer's streams; letters, digits, '-' and '_', since files are named by it
 * @param codebook which vocabulary its ids are of; streams of one codebook may share an embedding
 * @param vocabularySize number of tokens in that vocabulary; ids are from 0 to one less
 * @param stepSeconds time from one token to the next; its mean where tokens stand for different lengths of time
 * @param weight how much a token of this stream counts beside those of the same codebook at the same time, as where a
 *     codebook gives its second nearest centroid too; 1 where there is one stream a codebook
 */
public record TokenStream(String name, String codebook, int vocabularySize, double stepSeconds, double weight) {
    public TokenStream {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("'" + name + "' names no token stream: letters, digits, '-' and '_'");
        }
        if (!codebook.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("'" + codebook + "' names no codebook: letters, digits, '-' and '_'");
        }
        if (vocabularySize < 1 || !(stepSeconds > 0) || !(weight > 0)) {
            throw new IllegalArgumentException("stream " + name + ": vocabularySize " + vocabularySize
                    + ", stepSeconds " + stepSeconds + " and weight " + weight + " must be above 0");
        }
    }

    /** The only stream of its codebook. */
    public TokenStream(String name, int vocabularySize, double stepSeconds) {
        this(name, name, vocabularySize, stepSeconds, 1);
    }
}
