package audiotokens.pipeline.tokens;

import audiotokens.token.ClipTokens;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tokens of many clips, unpacked from Parquet for random access: a Parquet reader would unpack thousands of rows to
 * read one. They are stored in an unlinked temporary file in the run's folder, mapped into memory outside the heap; the
 * operating system removes the file when the process ends for any reason. {@link UnpackedTokensCache} owns these
 * tokens.
 *
 * <p>Thread-safe.
 */
final class UnpackedTokens {
    private final TokenColumns columns;
    /** Index of each clip in the arrays. */
    private final Map<String, Integer> indices;
    /** Byte offsets of each clip's tokens, (clips, streams). */
    private final long[] offsets;
    /** Number of tokens of each clip, (clips, streams). */
    private final int[] lengths;

    private final MemorySegment tokens;

    private UnpackedTokens(
            TokenColumns columns, Map<String, Integer> indices, long[] offsets, int[] lengths, MemorySegment tokens) {
        this.columns = columns;
        this.indices = indices;
        this.offsets = offsets;
        this.lengths = lengths;
        this.tokens = tokens;
    }

    /**
     * Unpacks Parquet files.
     *
     * @param files files in order; may be empty
     * @param folder folder of the temporary file; if it is read-only, java.io.tmpdir is used
     * @throws IOException if a file is damaged or has different streams or a different vocabulary, or the disk is full;
     *     the message names the file
     */
    static UnpackedTokens of(List<Path> files, TokenColumns columns, Path folder, Connection database)
            throws IOException {
        Path unlinked = createFile(folder);
        try (FileChannel channel = FileChannel.open(unlinked, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Files.delete(unlinked);
            Unpacking unpacking =
                    new Unpacking(columns, database, channel, Objects.requireNonNull(unlinked.getParent()));
            for (Path file : files) {
                unpacking.add(file);
            }
            return unpacking.finish();
        }
    }

    private static Path createFile(Path folder) throws IOException {
        try {
            return Files.createTempFile(folder, ".tokens", ".unpacked");
        } catch (FileSystemException e) {
            return Files.createTempFile(".tokens", ".unpacked");
        }
    }

    boolean contains(String id) {
        return indices.containsKey(id);
    }

    /** Returns the number of tokens of a clip in the first stream. */
    int length(String id) throws IOException {
        return lengths[index(id) * columns.streams().size()];
    }

    ClipTokens read(String id) throws IOException {
        int streams = columns.streams().size();
        int first = index(id) * streams;
        byte[][] packed = new byte[streams][];
        for (int stream = 0; stream < streams; stream++) {
            long size = (long) lengths[first + stream] * columns.bytesPerToken(stream);
            packed[stream] = tokens.asSlice(offsets[first + stream], size).toArray(ValueLayout.JAVA_BYTE);
        }
        return new PackedTokens(packed).unpack(columns);
    }

    private int index(String id) throws IOException {
        Integer index = indices.get(id);
        if (index == null) {
            throw new IOException("no Parquet file of the run contains tokens of the clip " + id);
        }
        return index;
    }

    /** Appends the tokens of one file at a time to the temporary file. */
    private static final class Unpacking {
        private final TokenColumns columns;
        private final Connection database;
        private final FileChannel channel;
        private final Path folder;
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        private final Map<String, Integer> indices = new HashMap<>();
        private final List<long[]> offsets = new ArrayList<>();
        private final List<int[]> lengths = new ArrayList<>();
        private long endOffset;

        Unpacking(TokenColumns columns, Connection database, FileChannel channel, Path folder) {
            this.columns = columns;
            this.database = database;
            this.channel = channel;
            this.folder = folder;
        }

        void add(Path file) throws IOException {
            try (Statement statement = database.createStatement()) {
                int[] lengthsInFile = addClips(file, statement);
                long[] offsetsInFile = new long[lengthsInFile.length];
                int streams = columns.streams().size();
                for (int stream = 0; stream < streams; stream++) {
                    for (int i = stream; i < lengthsInFile.length; i += streams) {
                        offsetsInFile[i] = endOffset;
                        endOffset += (long) lengthsInFile[i] * columns.bytesPerToken(stream);
                    }
                    unpack(file, stream, statement);
                }
                offsets.add(offsetsInFile);
                lengths.add(lengthsInFile);
            } catch (SQLException e) {
                throw new IOException(
                        file + " is damaged: " + TokenDatabase.reason(e)
                                + "; delete it and run the tokens notebook again",
                        e);
            }
        }

        /** Adds the ids of a file's clips to {@link #indices}, and returns the lengths of their streams. */
        private int[] addClips(Path file, Statement statement) throws SQLException {
            int[] streamLengths = new int[1024];
            int n = 0;
            StringBuilder query = new StringBuilder("SELECT " + TokenColumns.ID);
            columns.names().forEach(name -> query.append(", len(")
                    .append(TokenColumns.quoted(name))
                    .append(')'));
            try (ResultSet rows =
                    statement.executeQuery(query + " FROM read_parquet(" + TokenDatabase.quotedFile(file) + ")")) {
                while (rows.next()) {
                    indices.put(rows.getString(1), indices.size());
                    for (int stream = 0; stream < columns.streams().size(); stream++) {
                        streamLengths = n == streamLengths.length ? Arrays.copyOf(streamLengths, 2 * n) : streamLengths;
                        streamLengths[n++] = rows.getInt(2 + stream);
                    }
                }
            }
            return Arrays.copyOf(streamLengths, n);
        }

        private void unpack(Path file, int stream, Statement statement) throws SQLException, IOException {
            TokenStream tokenStream = columns.streams().get(stream);
            int bytesPerToken = columns.bytesPerToken(stream);
            String query =
                    "SELECT unnest(" + TokenColumns.quoted(columns.names().get(stream))
                            + ")::INTEGER FROM read_parquet(" + TokenDatabase.quotedFile(file) + ")";
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    int token = rows.getInt(1);
                    if (token < 0 || token >= tokenStream.vocabularySize()) {
                        throw new TokenFiles.OutOfVocabularyException(file + " contains the token " + token
                                + ", but vocabSize is " + tokenStream.vocabularySize() + " (stream '"
                                + tokenStream.name() + "')");
                    }
                    if (buffer.remaining() < Integer.BYTES) {
                        flush();
                    }
                    PackedTokens.put(token, bytesPerToken, buffer);
                }
            }
        }

        private void flush() throws IOException {
            buffer.flip();
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw new IOException(
                        "not enough space on the disk of " + folder + " to unpack the tokens: " + e.getMessage(), e);
            }
            buffer.clear();
        }

        UnpackedTokens finish() throws IOException {
            flush();
            long[] allOffsets =
                    new long[offsets.stream().mapToInt(array -> array.length).sum()];
            int[] allLengths = new int[allOffsets.length];
            int position = 0;
            for (int i = 0; i < offsets.size(); i++) {
                System.arraycopy(offsets.get(i), 0, allOffsets, position, offsets.get(i).length);
                System.arraycopy(lengths.get(i), 0, allLengths, position, lengths.get(i).length);
                position += offsets.get(i).length;
            }
            MemorySegment tokens = endOffset == 0
                    ? MemorySegment.NULL
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, endOffset, Arena.ofAuto());
            return new UnpackedTokens(columns, indices, allOffsets, allLengths, tokens);
        }
    }
}
