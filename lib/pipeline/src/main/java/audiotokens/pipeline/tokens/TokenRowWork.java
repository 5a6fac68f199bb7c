package audiotokens.pipeline.tokens;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemException;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.token.TokenizerFactory;
import java.io.IOException;

/**
 * Tokenizes a clip and returns its tokens, to be written together with those of other clips.
 *
 * @param configuration configuration of the run, whose tokenizer exists
 * @param factory factory that loads the tokenizer
 */
record TokenRowWork(Configuration configuration, TokenizerFactory factory)
        implements ItemWork<TokenWork.Item, PackedTokens> {

    @Override
    public Workshop<TokenWork.Item, PackedTokens> open() throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.open(configuration, factory);
        TokenColumns columns = new TokenColumns(tokenizer.tokenizer().streams());
        return new Workshop<>() {
            @Override
            public Worker<TokenWork.Item, PackedTokens> worker() {
                return this::pack;
            }

            private PackedTokens pack(TokenWork.Item item) throws ItemException {
                return PackedTokens.of(tokenizer.tokens(item), columns);
            }

            @Override
            public void close() throws IOException {
                tokenizer.close();
            }
        };
    }
}
