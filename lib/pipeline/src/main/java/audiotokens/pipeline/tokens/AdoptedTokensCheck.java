package audiotokens.pipeline.tokens;

import audiotokens.file.FileErrors;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.StoredClip;
import audiotokens.token.KMeansTokenizer;
import audiotokens.token.TokenFiles;
import audiotokens.token.Tokenizer;
import audiotokens.token.TokenizerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Checks whether another program's tokens match this run's centroids and spectrograms, using a sample of the clips.
 *
 * @param configuration configuration of the run
 * @param factory factory of its tokenizer; only k-means tokens are checked
 */
record AdoptedTokensCheck(Configuration configuration, TokenizerFactory factory) {
    private static final int MAX_CANDIDATES = 1000;
    private static final int MAX_COMPARED_CLIPS = 8;

    /**
     * Compares a sample of the files.
     *
     * @return a sentence for the user with the percentage of tokens that match the run's centroids; empty if no file
     *     could be compared
     * @throws StageException if the number of tokens of a file does not match its spectrogram, or a token is outside of
     *     the vocabulary; the message names the file
     */
    Optional<String> check(List<TokenWork.Item> items) {
        if (!(factory instanceof KMeansTokenizer.Factory)) {
            return Optional.empty();
        }
        Tokenizer tokenizer = RunTokenizer.read(configuration, factory);
        TokenFiles files = new TokenFiles(tokenizer.streams());
        long matching = 0;
        long compared = 0;
        for (TokenWork.Item item : sample(items, files)) {
            Path file = files.files(tokenFolder(item), item.id()).getFirst();
            Path spectrogram = RunFolder.of(configuration).spectrogram(item.split(), item.id());
            try {
                long[] adopted = files.read(tokenFolder(item), item.id()).firstStream();
                long[] expected = tokenizer
                        .tokenize(new StoredClip(spectrogram, Optional.empty()))
                        .firstStream();
                if (adopted.length != expected.length) {
                    throw new StageException("hopLength or patchFrames: " + file + " has " + adopted.length
                            + " tokens, but "
                            + spectrogram + " gives " + expected.length + " with patchFrames="
                            + configuration.cluster().patchFrames() + ". The tokens are another program's"
                            + " and are not changed: put the spectrograms that the tokens were"
                            + " computed from into the run's folder, or choose another outputPath");
                }
                matching += IntStream.range(0, expected.length)
                        .filter(i -> expected[i] == adopted[i])
                        .count();
                compared += expected.length;
            } catch (TokenFiles.OutOfVocabularyException e) {
                throw new StageException(
                        "vocabSize: " + FileErrors.describe(e)
                                + ". The file is another program's and is not changed: set vocabSize to the value"
                                + " the file was computed with, or choose another outputPath",
                        e);
            } catch (IOException e) {
                // the stage reports the clip as a problem
            }
        }
        return compared == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%.1f%% of %,d compared tokens match the run's centroids%s.",
                        100.0 * matching / compared,
                        compared,
                        matching < 0.9 * compared ? "; the others were computed with different centroids" : ""));
    }

    private Path tokenFolder(TokenWork.Item item) {
        return RunFolder.of(configuration).tokenizedAudio(item.split());
    }

    /**
     * Returns up to {@link #MAX_COMPARED_CLIPS} clips with tokens, evenly spaced among up to {@link #MAX_CANDIDATES}
     * clips.
     */
    private List<TokenWork.Item> sample(List<TokenWork.Item> items, TokenFiles files) {
        int candidates = Math.min(MAX_CANDIDATES, items.size());
        List<TokenWork.Item> existing = IntStream.range(0, candidates)
                .mapToObj(i -> items.get((int) ((long) i * items.size() / candidates)))
                .filter(item -> files.allExist(tokenFolder(item), item.id()))
                .toList();
        int count = Math.min(MAX_COMPARED_CLIPS, existing.size());
        return IntStream.range(0, count)
                .mapToObj(i -> existing.get(i * existing.size() / count))
                .toList();
    }
}
