package audiotokens.pipeline.tokens;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.token.TokenizerFactory;

/**
 * Tokenizes a clip and returns its tokens, to be written together with those of other clips.
 *
 * @param configuration configuration of the run, whose tokenizer has been fitted
 * @param factory factory that loads the tokenizer
 */
record TokenRowWork(Configuration configuration, TokenizerFactory factory)
        implements ItemWork<TokenWork.Item, PackedTokens> {

    @Override
    public WorkerFactory<TokenWork.Item, PackedTokens> open() {
        ClipTokenizer tokenizer = ClipTokenizer.open(configuration, factory);
        TokenColumns columns = new TokenColumns(tokenizer.tokenizer().streams());
        return WorkerFactory.shared(tokenizer::close, item -> PackedTokens.of(tokenizer.tokens(item), columns));
    }
}
