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
 * Tokens stored in one file per clip.
 *
 * @param folder folder of the run
 * @param files maps the streams of a clip to its .npy files
 */
record FileTokens(RunFolder folder, TokenFiles files) implements RunTokens {
    @Override
    public List<TokenStream> streams() {
        return files.streams();
    }

    @Override
    public boolean contains(Split split, String id) {
        return files.allExist(location(split), id);
    }

    @Override
    public ClipTokens read(Split split, String id) throws IOException {
        return files.read(location(split), id);
    }

    @Override
    public long approximateLength(Split split, String id) throws IOException {
        return files.approximateLength(location(split), id);
    }

    @Override
    public Path location(Split split) {
        return folder.tokenizedAudio(split);
    }
}
