package audiotokens.pipeline.source;

import audiotokens.ExceptionMessage;
import audiotokens.audio.EncodedAudio;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.SourceOptions;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clips in Parquet files of Hugging Face Datasets, with columns for audio, id and labels. The audio is an encoded file,
 * the path of a file next to the shard, or decoded samples. Read with DuckDB in blocks of rows.
 */
public final class ParquetShards implements LabeledSource {
    /** Number of rows read at once. Parquet readers decode whole pages, so adjacent rows cost nothing extra. */
    private static final int BLOCK_ROWS = 16;

    private static final int MAX_CACHED_BLOCKS = 4;

    private final Connection connection;
    private final ParquetFiles files;
    private final SourceOptions options;
    private final List<ListedClip> clips = new ArrayList<>();
    private final Map<String, RowLocation> locations = new HashMap<>();
    private final List<SourceProblem> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final LinkedHashMap<RowLocation, Map<Long, EncodedAudio>> blocks = new LinkedHashMap<>();

    private record RowLocation(int shard, long row) {
        RowLocation block() {
            return new RowLocation(shard, row / BLOCK_ROWS * BLOCK_ROWS);
        }
    }

    /** A usable row, before ids are assigned. */
    private record IndexedRow(RowLocation location, ClipNames names, List<String> labels) {}

    private ParquetShards(Connection connection, ParquetFiles files, SourceOptions options) {
        this.connection = connection;
        this.files = files;
        this.options = options;
        List<IndexedRow> indexedRows = new ArrayList<>();
        for (int shard = 0; shard < files.shards().size(); shard++) {
            index(shard, indexedRows);
        }
        List<String> ids = ClipNames.assignUnique(
                indexedRows.stream().map(IndexedRow::names).toList());
        for (int i = 0; i < ids.size(); i++) {
            add(ids.get(i), indexedRows.get(i));
        }
        // segment lists refer to a clip by the id in its row, even if several rows have it
        indexedRows.forEach(clip -> locations.putIfAbsent(clip.names().ids().getFirst(), clip.location()));
    }

    /**
     * Opens Parquet files, or all Parquet files in folders, and reads their ids and labels.
     *
     * @throws StageException if there is no Parquet file
     */
    public static ParquetShards open(Configuration configuration) {
        try {
            ParquetFiles files = ParquetFiles.find(configuration.dataset().audioFolders());
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET threads = 1");
                statement.execute("SET memory_limit = '1GiB'");
                return new ParquetShards(connection, files, configuration.source());
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new StageException("audioPath: the Parquet files cannot be read: " + firstLine(e), e);
        }
    }

    private void index(int shard, List<IndexedRow> indexedRows) {
        String file = files.shards().get(shard).toString();
        try {
            ParquetColumns columns = ParquetColumns.of(connection, file, options);
            if (columns.labelColumn().isEmpty() && remarks.isEmpty()) {
                remarks.add(file + " " + columns.missingLabels());
            }
            String query = "SELECT file_row_number, " + columns.id() + ", "
                    + columns.audio().path() + ", "
                    + columns.audio().byteCount() + ", " + columns.audio().sampleCount() + ", " + columns.labels()
                    + " FROM read_parquet(?, file_row_number = true)";
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, file);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        index(new RowLocation(shard, rows.getLong(1)), columns, rows, indexedRows);
                    }
                }
            }
        } catch (SQLException | IllegalArgumentException e) {
            problems.add(new SourceProblem(
                    files.shards().get(shard).getFileName().toString(), file, "cannot be read: " + firstLine(e)));
        }
    }

    private void index(RowLocation location, ParquetColumns columns, ResultSet row, List<IndexedRow> indexedRows)
            throws SQLException {
        String id =
                String.valueOf(Optional.ofNullable(row.getString(2)).orElse("")).strip();
        String path = Optional.ofNullable(row.getString(3)).orElse("");
        ClipNames names = files.idCandidates(location.shard(), location.row(), id, path);
        String origin = files.shards().get(location.shard()) + " row " + location.row();
        long bytes = row.getLong(4);
        long samples = row.getLong(5);
        String reason = null;
        if (bytes > EncodedAudio.MAX_BYTES) {
            reason = "has " + bytes + " bytes of audio";
        } else if (bytes == 0 && samples == 0 && path.isEmpty()) {
            reason = "has 0 bytes of audio, no samples and no path";
        } else if (bytes == 0
                && samples == 0
                && files.find(location.shard(), path).isEmpty()) {
            reason = "has 0 bytes of audio, and there is no file " + path + " next to the shard or below audioPath";
        }
        try {
            if (reason == null) {
                indexedRows.add(new IndexedRow(location, names, columns.labelNames(row.getObject(6))));
                return;
            }
        } catch (IllegalArgumentException e) {
            reason = ExceptionMessage.of(e);
        }
        problems.add(new SourceProblem(names.ids().getFirst(), origin, reason));
    }

    private void add(String id, IndexedRow clip) {
        Optional<String> problem = ClipId.problem(id);
        if (problem.isPresent()) {
            RowLocation location = clip.location();
            problems.add(new SourceProblem(
                    id, files.shards().get(location.shard()) + " row " + location.row(), problem.get()));
        } else {
            locations.put(id, clip.location());
            clips.add(new ListedClip(
                    id, clip.labels(), files.split(clip.location().shard())));
        }
    }

    @Override
    public List<ListedClip> clips() {
        return List.copyOf(clips);
    }

    @Override
    public synchronized Optional<EncodedAudio> find(String id) throws IOException {
        RowLocation location = locations.get(id);
        if (location == null) {
            return Optional.empty();
        }
        Map<Long, EncodedAudio> block = blocks.get(location.block());
        if (block == null) {
            block = read(location.block());
            blocks.put(location.block(), block);
            if (blocks.size() > MAX_CACHED_BLOCKS) {
                blocks.remove(blocks.firstEntry().getKey());
            }
        }
        return Optional.ofNullable(block.get(location.row()));
    }

    private Map<Long, EncodedAudio> read(RowLocation block) throws IOException {
        String file = files.shards().get(block.shard()).toString();
        Map<Long, EncodedAudio> audioByRow = new HashMap<>();
        try {
            ParquetAudio audio = ParquetColumns.of(connection, file, options).audio();
            String query =
                    "SELECT file_row_number, " + audio.path() + ", " + audio.bytes() + ", " + audio.samples() + ", "
                            + audio.sampleRate()
                            + " FROM read_parquet(?, file_row_number = true) WHERE file_row_number BETWEEN ? AND ?";
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, file);
                statement.setLong(2, block.row());
                statement.setLong(3, block.row() + BLOCK_ROWS - 1);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        String origin = file + " row " + rows.getLong(1);
                        Optional<EncodedAudio> audioOfRow = audio(block.shard(), origin, rows);
                        if (audioOfRow.isPresent()) {
                            audioByRow.put(rows.getLong(1), audioOfRow.get());
                        }
                    }
                }
            }
        } catch (SQLException | IllegalArgumentException e) {
            throw new IOException(file + " cannot be read: " + firstLine(e), e);
        }
        return audioByRow;
    }

    private Optional<EncodedAudio> audio(int shard, String origin, ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes(3);
        if (bytes != null && bytes.length > 0) {
            return Optional.of(new EncodedAudio.InMemory(origin, bytes));
        }
        Object samples = row.getObject(4);
        if (samples instanceof Array array) {
            try {
                return Optional.of(new EncodedAudio.InMemory(origin, SampledAudio.wav(array, row.getInt(5))));
            } catch (IOException e) {
                return Optional.of(new EncodedAudio.InMemory(origin + " " + e.getMessage(), new byte[0]));
            }
        }
        return files.find(shard, Optional.ofNullable(row.getString(2)).orElse(""))
                .map(EncodedAudio.InFile::new);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public Optional<String> container(String id) {
        return Optional.ofNullable(locations.get(id))
                .map(location -> files.shards().get(location.shard()).toString());
    }

    @Override
    public String describe(String id) {
        RowLocation location = locations.get(id);
        List<Path> shards = files.shards();
        return location == null
                ? shards.size() + " Parquet files, from " + shards.getFirst()
                : shards.get(location.shard()) + ": " + id;
    }

    @Override
    public Optional<String> example() {
        return locations.keySet().stream().min(Comparator.naturalOrder());
    }

    @Override
    public List<String> sortForReading(List<String> ids) {
        return ids.stream()
                .sorted(Comparator.comparing(
                        locations::get,
                        Comparator.nullsFirst(
                                Comparator.comparingInt(RowLocation::shard).thenComparingLong(RowLocation::row))))
                .toList();
    }

    @Override
    public List<SourceProblem> problems() {
        return List.copyOf(problems);
    }

    @Override
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("the Parquet reader cannot be closed: " + firstLine(e), e);
        }
    }
}
