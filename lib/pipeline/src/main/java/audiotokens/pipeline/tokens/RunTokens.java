package audiotokens.pipeline.tokens;

import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Access to the tokens of a run's clips, whichever {@code tokenStore} holds them. Thread-safe. */
public interface RunTokens {

    /**
     * Opens the tokens of a run without reading them.
     *
     * @throws audiotokens.pipeline.run.StageException if the run's saved description of its tokenizer is damaged
     */
    static RunTokens of(Configuration configuration) {
        TokenFiles files = RunTokenizer.files(configuration);
        RunFolder folder = RunFolder.of(configuration);
        return switch (configuration.tokenStorage().tokenStore()) {
            case FILES -> new FileTokens(folder, files);
            case PARQUET -> new ParquetTokens(folder, files);
        };
    }

    /** Returns the streams of the run's tokenizer, in the order of {@link ClipTokens#streams}. */
    List<TokenStream> streams();

    /**
     * Returns whether a clip has tokens.
     *
     * @throws IOException if the store cannot be read; the message names the file and says what to do
     */
    boolean contains(Split split, String id) throws IOException;

    /**
     * Reads a clip's tokens.
     *
     * @throws IOException if they are missing, damaged or out of vocabulary; the message names the file
     */
    ClipTokens read(Split split, String id) throws IOException;

    /**
     * Returns the approximate number of tokens of a clip, without reading them, as {@link TokenFiles#approximateLength}
     * defines it; the result is the same for every store.
     *
     * @throws IOException if the store cannot be read
     */
    long approximateLength(Split split, String id) throws IOException;

    /** Returns the location of the tokens of a split, for messages. */
    Path location(Split split);
}
