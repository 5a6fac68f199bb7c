package audiotokens.pipeline.tokens;

import audiotokens.cluster.Codebook;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.clusters.RunCodebook;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemException;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a clip's tokens, where they are not there already.
 *
 * @param configuration of the run, whose centroids are there
 */
record TokenWork(Configuration configuration) implements ItemWork<TokenWork.Item, TokenCounts> {

    /** A clip that has a spectrogram. */
    record Item(Split split, String id) implements Serializable {}

    @Override
    public Workshop<Item, TokenCounts> open() {
        Codebook codebook = RunCodebook.read(configuration);
        RunFolder folder = RunFolder.of(configuration);
        return () -> item -> TokenCounts.of(item.split(), tokens(codebook, folder, item));
    }

    private static long[] tokens(Codebook codebook, RunFolder folder, Item item) throws ItemException, IOException {
        Path file = folder.tokens(item.split(), item.id());
        if (Files.exists(file)) {
            long[] tokens = NpyFile.readLongs(file);
            TokenRange.check(tokens, codebook.vocabularySize(), file);
            return tokens;
        }
        long[] tokens = tokenize(codebook, folder.spectrogram(item.split(), item.id()));
        NpyFile.write(file, tokens, tokens.length);
        return tokens;
    }

    private static long[] tokenize(Codebook codebook, Path spectrogram) throws ItemException {
        try {
            return codebook.tokenize(Spectrogram.read(spectrogram));
        } catch (IOException | IllegalArgumentException e) {
            throw new ItemException(spectrogram.toString(), e.getMessage(), e);
        }
    }
}
