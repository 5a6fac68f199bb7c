package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Tokens in a file for each clip.
 *
 * @param folder of the run
 * @param files how a clip's streams lie in files
 */
record FileTokens(RunFolder folder, TokenFiles files) implements RunTokens {
    @Override
    public List<TokenStream> streams() {
        return files.streams();
    }

    @Override
    public boolean contains(Split split, String id) {
        return files.exist(place(split), id);
    }

    @Override
    public ClipTokens read(Split split, String id) throws IOException {
        return files.read(place(split), id);
    }

    @Override
    public long approximateLength(Split split, String id) throws IOException {
        return files.approximateLength(place(split), id);
    }

    @Override
    public Path place(Split split) {
        return folder.tokenizedAudio(split);
    }
}
