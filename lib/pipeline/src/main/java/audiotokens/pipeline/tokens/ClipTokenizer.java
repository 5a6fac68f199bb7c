package audiotokens.pipeline.tokens;

import audiotokens.ExceptionMessage;
import audiotokens.audio.AudioException;
import audiotokens.file.FileErrors;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemException;
import audiotokens.pipeline.spectrograms.RunSpectrograms;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenFiles;
import audiotokens.token.Tokenizer;
import audiotokens.token.TokenizerFactory;
import java.io.IOException;

/**
 * Tokenizes clips of a run. Thread-safe.
 *
 * @param tokenizer tokenizer of the run
 * @param files layout of the token files; validates the tokenizer's output
 * @param spectrograms spectrograms of the clips
 */
record ClipTokenizer(Tokenizer tokenizer, TokenFiles files, RunSpectrograms spectrograms) implements AutoCloseable {

    /**
     * Opens the tokenizer and the spectrograms of a run.
     *
     * @param factory factory that loads the tokenizer of the run
     * @throws audiotokens.pipeline.run.StageException if the run has no such tokenizer
     */
    static ClipTokenizer open(Configuration configuration, TokenizerFactory factory) {
        Tokenizer tokenizer = RunTokenizer.read(configuration, factory);
        return new ClipTokenizer(
                tokenizer,
                new TokenFiles(tokenizer.streams()),
                RunSpectrograms.open(configuration, factory.readsWaveform()));
    }

    /**
     * Tokenizes a clip.
     *
     * @throws ItemException if the clip cannot be used, or the tokenizer violates its contract
     */
    ClipTokens tokens(TokenWork.Item item) throws ItemException {
        try {
            ClipTokens tokens = tokenizer.tokenize(spectrograms.clip(item.split(), item.id()));
            files.check(tokens);
            return tokens;
        } catch (AudioException e) {
            throw new ItemException(e.origin(), e.reason(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ItemException(
                    spectrograms.location(item.split(), item.id()),
                    e instanceof IOException io ? FileErrors.describe(io) : ExceptionMessage.of(e),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        spectrograms.close();
    }
}
