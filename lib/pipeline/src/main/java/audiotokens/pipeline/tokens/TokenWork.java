package audiotokens.pipeline.tokens;

import audiotokens.file.FileErrors;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemException;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenizerFactory;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes a clip's tokens unless the files already exist.
 *
 * @param configuration configuration of the run, whose tokenizer has been fitted
 * @param factory factory that loads the tokenizer
 * @param adopts whether existing files may be another program's, which are never overwritten
 */
record TokenWork(Configuration configuration, TokenizerFactory factory, boolean adopts)
        implements ItemWork<TokenWork.Item, TokenCounts> {

    /** A usable clip of stage 2. */
    record Item(Split split, String id) implements Serializable {}

    @Override
    public WorkerFactory<Item, TokenCounts> open() {
        return new TokenWriter(ClipTokenizer.open(configuration, factory), RunFolder.of(configuration), adopts);
    }

    /** The tokenizer shared by all threads. */
    private record TokenWriter(ClipTokenizer tokenizer, RunFolder folder, boolean adopts)
            implements WorkerFactory<Item, TokenCounts> {

        @Override
        public Worker<Item, TokenCounts> worker() {
            return item -> TokenCounts.of(item.split(), tokens(item));
        }

        private ClipTokens tokens(Item item) throws ItemException, IOException {
            Path tokenFolder = folder.tokenizedAudio(item.split());
            Optional<ClipTokens> existing = read(tokenFolder, item.id());
            if (existing.isPresent()) {
                return existing.get();
            }
            ClipTokens tokens = tokenizer.tokens(item);
            tokenizer.files().write(tokenFolder, item.id(), tokens);
            return tokens;
        }

        /** Reads the tokens of existing files; empty if they are missing or damaged and must be computed. */
        private Optional<ClipTokens> read(Path tokenFolder, String id) throws ItemException {
            TokenFiles files = tokenizer.files();
            if (!files.allExist(tokenFolder, id)) {
                return Optional.empty();
            }
            try {
                return Optional.of(files.read(tokenFolder, id));
            } catch (TokenFiles.OutOfVocabularyException e) {
                throw new StageException(
                        FileErrors.describe(e)
                                + "; delete it and run the tokens notebook again, or set vocabSize to"
                                + " the value the file was computed with",
                        e);
            } catch (IOException e) {
                if (adopts) {
                    throw new ItemException(
                            files.files(tokenFolder, id).getFirst().toString(),
                            FileErrors.describe(e) + "; delete it to have it recomputed",
                            e);
                }
                return Optional.empty();
            }
        }

        @Override
        public void close() throws IOException {
            tokenizer.close();
        }
    }
}
