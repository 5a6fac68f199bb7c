package audiotokens.token;

import audiotokens.file.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Clips' tokens as files of a folder, as {@code numpy.save} writes them:
 *
 * <ul>
 *   <li>one stream: {@code ID.npy}, int64 (tokens,);
 *   <li>several of one step: {@code ID.npy}, int64 (streams, tokens);
 *   <li>several of different steps: {@code STREAM/ID.npy}, int64 (tokens,) each.
 * </ul>
 *
 * @param streams the tokenizer's streams, in order
 */
public record TokenFiles(List<TokenStream> streams) {
    public TokenFiles {
        streams = List.copyOf(streams);
        Set<String> names = new HashSet<>();
        if (streams.isEmpty() || !streams.stream().map(TokenStream::name).allMatch(names::add)) {
            throw new IllegalArgumentException("a tokenizer has at least one stream, and a name for each: " + streams);
        }
    }

    /** Whether a clip's streams lie in one file. */
    public boolean isOneFile() {
        return streams.stream().mapToDouble(TokenStream::stepSeconds).distinct().count() == 1;
    }

    /** The files of a clip. */
    public List<Path> files(Path folder, String id) {
        return isOneFile()
                ? List.of(folder.resolve(id + ".npy"))
                : streams.stream()
                        .map(stream -> folder.resolve(stream.name()).resolve(id + ".npy"))
                        .toList();
    }

    /** Whether all files of a clip are there. */
    public boolean exist(Path folder, String id) {
        return files(folder, id).stream().allMatch(Files::exists);
    }

    /**
     * Writes a clip's tokens.
     *
     * @throws IllegalArgumentException where {@link #check} does
     * @throws IOException where a file cannot be written
     */
    public void write(Path folder, String id, ClipTokens tokens) throws IOException {
        check(tokens);
        List<Path> files = files(folder, id);
        List<long[]> arrays = tokens.streams();
        if (arrays.size() > 1 && isOneFile()) {
            int length = arrays.getFirst().length;
            long[] all = new long[arrays.size() * length];
            for (int stream = 0; stream < arrays.size(); stream++) {
                System.arraycopy(arrays.get(stream), 0, all, stream * length, length);
            }
            NpyFile.write(files.getFirst(), all, arrays.size(), length);
            return;
        }
        for (int stream = 0; stream < arrays.size(); stream++) {
            NpyFile.write(files.get(stream), arrays.get(stream), arrays.get(stream).length);
        }
    }

    /**
     * Reads a clip's tokens.
     *
     * @throws IOException where a file is missing, damaged, of another number of streams or holds a token that is not of
     *     its vocabulary; the message names the file
     */
    public ClipTokens read(Path folder, String id) throws IOException {
        List<Path> files = files(folder, id);
        if (streams.size() == 1 || !isOneFile()) {
            List<long[]> arrays = new ArrayList<>();
            for (int stream = 0; stream < streams.size(); stream++) {
                arrays.add(NpyFile.readLongs(files.get(stream)));
                checkRead(stream, arrays.getLast(), files.get(stream));
            }
            return new ClipTokens(arrays);
        }
        Path file = files.getFirst();
        NpyFile.Longs all = NpyFile.readLongs(file, 2);
        if (all.shape()[0] != streams.size()) {
            throw new IOException(file + " has " + all.shape()[0] + " streams; " + streams.size() + " were expected");
        }
        int length = all.shape()[1];
        List<long[]> arrays = new ArrayList<>();
        for (int stream = 0; stream < streams.size(); stream++) {
            arrays.add(Arrays.copyOfRange(all.values(), stream * length, (stream + 1) * length));
            checkRead(stream, arrays.getLast(), file);
        }
        return new ClipTokens(arrays);
    }

    /** A file whose tokens are of another vocabulary; the message names the file and the token. */
    public static final class OutOfVocabularyException extends IOException {
        private static final long serialVersionUID = 1L;

        OutOfVocabularyException(String message) {
            super(message);
        }
    }

    private void checkRead(int stream, long[] ids, Path file) throws IOException {
        int size = streams.get(stream).vocabularySize();
        for (long id : ids) {
            if (id < 0 || id >= size) {
                throw new OutOfVocabularyException(file + " holds the token " + id + " where vocabSize is " + size
                        + " (stream '" + streams.get(stream).name() + "')");
            }
        }
    }

    /**
     * Checks that tokens are what {@link Tokenizer#tokenize} promises.
     *
     * @throws IllegalArgumentException where there are not as many arrays as streams, an id is not of its vocabulary, or
     *     streams of one step differ in length; the message says which
     */
    public void check(ClipTokens tokens) {
        List<long[]> arrays = tokens.streams();
        if (arrays.size() != streams.size()) {
            throw new IllegalArgumentException(
                    "the tokenizer gave " + arrays.size() + " streams; it promises " + streams.size());
        }
        for (int stream = 0; stream < arrays.size(); stream++) {
            TokenStream promised = streams.get(stream);
            for (long id : arrays.get(stream)) {
                if (id < 0 || id >= promised.vocabularySize()) {
                    throw new IllegalArgumentException("the tokenizer gave the token " + id + " in the stream '"
                            + promised.name() + "', whose vocabularySize is " + promised.vocabularySize());
                }
            }
            if (isOneFile() && arrays.get(stream).length != arrays.getFirst().length) {
                throw new IllegalArgumentException("the tokenizer gave " + arrays.get(stream).length
                        + " tokens in the stream '" + promised.name() + "' and " + arrays.getFirst().length
                        + " in '" + streams.getFirst().name() + "', which has the same step");
            }
        }
    }
}
