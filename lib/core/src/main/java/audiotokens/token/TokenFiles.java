package audiotokens.token;

import audiotokens.file.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The token files in a folder, in the format of {@code numpy.save}:
 *
 * <ul>
 *   <li>one stream: {@code ID.npy}, int64 (tokens,);
 *   <li>several streams with equal hops: {@code ID.npy}, int64 (streams, tokens);
 *   <li>several streams with different hops: {@code CODEBOOK/ID.npy}, int64 (streams, tokens), for a codebook of
 *       several streams with equal hops, otherwise {@code STREAM/ID.npy}, int64 (tokens,).
 * </ul>
 *
 * @param streams the tokenizer's streams, in order
 */
public record TokenFiles(List<TokenStream> streams) {
    /** Header length of .npy files with one or two axes, in bytes. */
    private static final int HEADER_BYTES = 128;

    public TokenFiles {
        streams = List.copyOf(streams);
        Set<String> names = new HashSet<>();
        if (streams.isEmpty() || !streams.stream().map(TokenStream::name).allMatch(names::add)) {
            throw new IllegalArgumentException(
                    "a tokenizer needs at least one stream, and unique stream names: " + streams);
        }
        Set<String> folders = new HashSet<>();
        if (!parts(streams).stream().map(Part::folder).allMatch(folders::add)) {
            throw new IllegalArgumentException("a stream has the name of another stream's codebook: " + streams);
        }
    }

    /**
     * The streams stored in one file.
     *
     * @param folder subfolder; empty if all streams are in one file
     * @param indices indices of the streams
     */
    private record Part(String folder, List<Integer> indices) {}

    private static boolean haveEqualHops(List<TokenStream> streams) {
        return streams.stream().mapToDouble(TokenStream::stepSeconds).distinct().count() == 1;
    }

    private static List<Part> parts(List<TokenStream> streams) {
        List<Integer> indices = IntStream.range(0, streams.size()).boxed().toList();
        if (haveEqualHops(streams)) {
            return List.of(new Part("", indices));
        }
        SequencedMap<String, List<Integer>> codebooks = indices.stream()
                .collect(Collectors.groupingBy(
                        index -> streams.get(index).codebook(), LinkedHashMap::new, Collectors.toList()));
        List<Part> parts = new ArrayList<>();
        codebooks.forEach((codebook, streamIndices) -> {
            if (streamIndices.size() > 1
                    && haveEqualHops(streamIndices.stream().map(streams::get).toList())) {
                parts.add(new Part(codebook, streamIndices));
            } else {
                streamIndices.forEach(
                        index -> parts.add(new Part(streams.get(index).name(), List.of(index))));
            }
        });
        return parts;
    }

    /** Returns whether all streams of a clip are in one file. */
    public boolean isOneFile() {
        return haveEqualHops(streams);
    }

    /** Returns the files of a clip. */
    public List<Path> files(Path folder, String id) {
        return parts(streams).stream().map(part -> file(folder, part, id)).toList();
    }

    private static Path file(Path folder, Part part, String id) {
        return folder.resolve(part.folder()).resolve(id + ".npy");
    }

    /**
     * Returns the ratio of {@link #approximateLength} to the length of one stream: 1 if all streams are in one file,
     * otherwise the number of streams in a clip's first file.
     */
    public int firstFileStreamCount() {
        return isOneFile() ? 1 : parts(streams).getFirst().indices().size();
    }

    /**
     * Returns the approximate number of tokens in a clip's first file, estimated from the file size: per stream if all
     * streams are in one file, otherwise of all streams in the first file together.
     *
     * @throws IOException if the file is missing
     */
    public long approximateLength(Path folder, String id) throws IOException {
        int streamsInFile = isOneFile() ? streams.size() : 1;
        return (Files.size(files(folder, id).getFirst()) - HEADER_BYTES) / ((long) Long.BYTES * streamsInFile);
    }

    /** Returns whether all files of a clip exist. */
    public boolean allExist(Path folder, String id) {
        return files(folder, id).stream().allMatch(Files::exists);
    }

    /**
     * Writes a clip's tokens.
     *
     * @throws IllegalArgumentException if {@link #check} rejects them
     * @throws IOException if a file cannot be written
     */
    public void write(Path folder, String id, ClipTokens tokens) throws IOException {
        check(tokens);
        for (Part part : parts(streams)) {
            List<long[]> arrays =
                    part.indices().stream().map(tokens.streams()::get).toList();
            int length = arrays.getFirst().length;
            if (arrays.size() == 1) {
                NpyFile.write(file(folder, part, id), arrays.getFirst(), length);
            } else {
                long[] values = new long[arrays.size() * length];
                for (int stream = 0; stream < arrays.size(); stream++) {
                    System.arraycopy(arrays.get(stream), 0, values, stream * length, length);
                }
                NpyFile.write(file(folder, part, id), values, arrays.size(), length);
            }
        }
    }

    /**
     * Reads a clip's tokens.
     *
     * @throws IOException if a file is missing or damaged, has a different number of streams or a token outside its
     *     vocabulary; the message names the file
     */
    public ClipTokens read(Path folder, String id) throws IOException {
        long[][] arrays = new long[streams.size()][];
        for (Part part : parts(streams)) {
            Path file = file(folder, part, id);
            if (part.indices().size() == 1) {
                arrays[part.indices().getFirst()] = NpyFile.readLongs(file);
            } else {
                readStreams(file, part, arrays);
            }
            for (int index : part.indices()) {
                checkVocabulary(index, arrays[index], file);
            }
        }
        return new ClipTokens(List.of(arrays));
    }

    private static void readStreams(Path file, Part part, long[][] arrays) throws IOException {
        NpyFile.Longs array = NpyFile.readLongs(file, 2);
        int count = part.indices().size();
        if (array.shape()[0] != count) {
            throw new IOException(file + " has " + array.shape()[0] + " streams, but must have " + count);
        }
        int length = array.shape()[1];
        for (int i = 0; i < count; i++) {
            arrays[part.indices().get(i)] = Arrays.copyOfRange(array.values(), i * length, (i + 1) * length);
        }
    }

    /** Thrown if a file has a token outside its stream's vocabulary; the message names the file and the token. */
    public static final class OutOfVocabularyException extends IOException {
        private static final long serialVersionUID = 1L;

        public OutOfVocabularyException(String message) {
            super(message);
        }
    }

    private void checkVocabulary(int stream, long[] ids, Path file) throws IOException {
        int size = streams.get(stream).vocabularySize();
        for (long id : ids) {
            if (id < 0 || id >= size) {
                throw new OutOfVocabularyException(file + " has the token " + id + ", but vocabSize is " + size
                        + " (stream '" + streams.get(stream).name() + "')");
            }
        }
    }

    /**
     * Checks tokens against the contract of {@link Tokenizer#tokenize}.
     *
     * @throws IllegalArgumentException if the number of streams is wrong, an id is outside its vocabulary, or streams
     *     with equal hops differ in length; the message says which
     */
    public void check(ClipTokens tokens) {
        List<long[]> arrays = tokens.streams();
        if (arrays.size() != streams.size()) {
            throw new IllegalArgumentException(
                    "the tokenizer returned " + arrays.size() + " streams; it declares " + streams.size());
        }
        for (int stream = 0; stream < arrays.size(); stream++) {
            TokenStream declared = streams.get(stream);
            for (long id : arrays.get(stream)) {
                if (id < 0 || id >= declared.vocabularySize()) {
                    throw new IllegalArgumentException("the tokenizer returned the token " + id + " in the stream '"
                            + declared.name() + "', whose vocabularySize is " + declared.vocabularySize());
                }
            }
        }
        for (Part part : parts(streams)) {
            int first = part.indices().getFirst();
            for (int index : part.indices()) {
                if (arrays.get(index).length != arrays.get(first).length) {
                    throw new IllegalArgumentException("the tokenizer returned " + arrays.get(index).length
                            + " tokens in the stream '" + streams.get(index).name() + "' and "
                            + arrays.get(first).length + " in '"
                            + streams.get(first).name() + "', which has the same stepSeconds");
                }
            }
        }
    }
}
