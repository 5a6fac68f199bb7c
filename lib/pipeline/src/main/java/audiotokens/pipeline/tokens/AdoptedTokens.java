package audiotokens.pipeline.tokens;

import audiotokens.file.FileFault;
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
 * Whether tokens of another program are what this run's centroids make of its spectrograms, as some of the clips show.
 *
 * @param configuration of the run
 * @param factory of its tokenizer; only that of k-means is asked
 */
record AdoptedTokens(Configuration configuration, TokenizerFactory factory) {
    private static final int CANDIDATES = 1000;
    private static final int COMPARED = 8;

    /**
     * Compares some of the files.
     *
     * @return how many of their tokens are those of the run's centroids, for a person to read; empty where none could be
     *     compared
     * @throws StageException where a file has another number of tokens than its spectrogram, or of another vocabulary; the
     *     message names it
     */
    Optional<String> check(List<TokenWork.Item> items) {
        if (!(factory instanceof KMeansTokenizer.Factory)) {
            return Optional.empty();
        }
        Tokenizer tokenizer = RunTokenizer.read(configuration, factory);
        TokenFiles files = new TokenFiles(tokenizer.streams());
        long equal = 0;
        long compared = 0;
        for (TokenWork.Item item : some(items, files)) {
            Path file = files.files(tokenized(item), item.id()).getFirst();
            Path spectrogram = RunFolder.of(configuration).spectrogram(item.split(), item.id());
            try {
                long[] theirs = files.read(tokenized(item), item.id()).first();
                long[] own = tokenizer
                        .tokenize(new StoredClip(spectrogram, Optional.empty()))
                        .first();
                if (theirs.length != own.length) {
                    throw new StageException("hopLength or patchFrames: " + file + " has " + theirs.length
                            + " tokens where "
                            + spectrogram + " makes " + own.length + " with patchFrames="
                            + configuration.cluster().patchFrames() + ". The tokens are another program's and stay: put"
                            + " the spectrograms that they were made of beside them, or choose another outputPath");
                }
                equal += IntStream.range(0, own.length)
                        .filter(i -> own[i] == theirs[i])
                        .count();
                compared += own.length;
            } catch (TokenFiles.OutOfVocabularyException e) {
                throw new StageException(
                        "vocabSize: " + FileFault.describe(e)
                                + ". The file is another program's and stays: set vocabSize"
                                + " to what it was made with, or choose another outputPath",
                        e);
            } catch (IOException e) {
                // the stage notes the clip
            }
        }
        return compared == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%.1f %% of %,d tokens compared are those of the run's centroids%s.",
                        100.0 * equal / compared,
                        compared,
                        equal < 0.9 * compared ? "; the others are of centroids that do not lie here" : ""));
    }

    private Path tokenized(TokenWork.Item item) {
        return RunFolder.of(configuration).tokenizedAudio(item.split());
    }

    /** Some clips that have tokens, from all over the list. */
    private List<TokenWork.Item> some(List<TokenWork.Item> items, TokenFiles files) {
        int candidates = Math.min(CANDIDATES, items.size());
        List<TokenWork.Item> there = IntStream.range(0, candidates)
                .mapToObj(i -> items.get((int) ((long) i * items.size() / candidates)))
                .filter(item -> files.exist(tokenized(item), item.id()))
                .toList();
        int chosen = Math.min(COMPARED, there.size());
        return IntStream.range(0, chosen)
                .mapToObj(i -> there.get(i * there.size() / chosen))
                .toList();
    }
}
