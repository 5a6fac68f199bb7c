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

/**
 * The tokens of a run's clips, wherever {@code tokenStore} keeps them: everything that reads tokens reads them here. Safe
 * for use by several threads.
 */
public interface RunTokens {

    /**
     * The tokens of a run. Nothing is read yet.
     *
     * @throws audiotokens.pipeline.run.StageException where the description of a tokenizer is damaged
     */
    static RunTokens of(Configuration configuration) {
        TokenFiles files = RunTokenizer.files(configuration);
        RunFolder folder = RunFolder.of(configuration);
        return switch (configuration.tokenStore().tokenStore()) {
            case FILES -> new FileTokens(folder, files);
            case PARQUET -> new ParquetTokens(folder, files);
        };
    }

    /** The streams of the run's tokenizer, in order. */
    List<TokenStream> streams();

    /**
     * Whether a clip has tokens.
     *
     * @throws IOException where the store cannot be read; the message names the file and says what to do
     */
    boolean contains(Split split, String id) throws IOException;

    /**
     * A clip's tokens.
     *
     * @throws IOException where they are missing, damaged or of another vocabulary; the message names the file
     */
    ClipTokens read(Split split, String id) throws IOException;

    /**
     * About how many tokens a clip has, without reading them; the same number whichever store has them.
     *
     * @throws IOException where the store cannot be read
     */
    long approximateLength(Split split, String id) throws IOException;

    /** Where the tokens of a half lie, for messages. */
    Path place(Split split);
}
