package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Path;
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
 * Clips in Parquet files as the Hugging Face library writes them: a column {@code audio} of bytes and path, beside an
 * id and labels. Read with DuckDB, block by block of rows.
 */
public final class ParquetShards implements LabelledSource {
    /** A Parquet reader unpacks whole pages, so that neighbours come at no extra cost. */
    private static final int BLOCK_ROWS = 16;

    private static final int BLOCKS_HELD = 4;

    private final Connection connection;
    private final List<Path> shards;
    private final List<LabelledClip> clips;
    private final Map<String, Place> places;
    private final List<SourceFault> faults;
    private final LinkedHashMap<Place, Map<Long, byte[]>> blocks = new LinkedHashMap<>();

    private record Place(int shard, long row) {
        Place block() {
            return new Place(shard, row / BLOCK_ROWS * BLOCK_ROWS);
        }
    }

    private ParquetShards(Connection connection, List<Path> shards) throws SQLException {
        this.connection = connection;
        this.shards = shards;
        this.clips = new ArrayList<>();
        this.places = new HashMap<>();
        this.faults = new ArrayList<>();
        for (int shard = 0; shard < shards.size(); shard++) {
            index(shard);
        }
    }

    /**
     * Opens Parquet files, or all those below folders, and reads their ids and labels.
     *
     * @throws StageException where there is no Parquet file
     */
    public static ParquetShards open(List<Path> paths) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET threads = 1");
                statement.execute("SET memory_limit = '1GiB'");
                return new ParquetShards(connection, TarShards.shards(paths, ".parquet"));
            } catch (SQLException | IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new StageException("audioPath: the Parquet files cannot be read: " + firstLine(e), e);
        }
    }

    private void index(int shard) {
        String file = shards.get(shard).toString();
        try {
            ParquetColumns columns = ParquetColumns.of(connection, file);
            String query = "SELECT file_row_number, " + columns.id() + ", octet_length(" + columns.bytes() + "), "
                    + columns.labels() + " FROM read_parquet(?, file_row_number = true)";
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, file);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        add(
                                new Place(shard, rows.getLong(1)),
                                columns.clipId(rows.getString(2)),
                                rows.getLong(3),
                                columns.labelNames(rows.getObject(4)));
                    }
                }
            }
        } catch (SQLException | IllegalArgumentException e) {
            faults.add(new SourceFault(
                    shards.get(shard).getFileName().toString(), file, "cannot be read: " + firstLine(e)));
        }
    }

    private void add(Place place, String id, long size, List<String> labels) {
        String origin = shards.get(place.shard()) + " row " + place.row();
        Optional<String> fault = ClipId.fault(id);
        if (fault.isPresent()) {
            faults.add(new SourceFault(id, origin, fault.get()));
        } else if (size == 0 || size > EncodedAudio.MOST_BYTES) {
            faults.add(new SourceFault(id, origin, "has " + size + " bytes of audio"));
        } else if (places.putIfAbsent(id, place) != null) {
            faults.add(new SourceFault(id, origin, "another clip has this id"));
        } else {
            clips.add(new LabelledClip(id, labels));
        }
    }

    @Override
    public List<LabelledClip> clips() {
        return List.copyOf(clips);
    }

    @Override
    public synchronized Optional<EncodedAudio> find(String id) throws IOException {
        Place place = places.get(id);
        if (place == null) {
            return Optional.empty();
        }
        Map<Long, byte[]> block = blocks.get(place.block());
        if (block == null) {
            block = read(place.block());
            blocks.put(place.block(), block);
            if (blocks.size() > BLOCKS_HELD) {
                blocks.remove(blocks.firstEntry().getKey());
            }
        }
        return Optional.ofNullable(block.get(place.row())).map(bytes -> new EncodedAudio.OfBytes(describe(id), bytes));
    }

    private Map<Long, byte[]> read(Place block) throws IOException {
        String file = shards.get(block.shard()).toString();
        Map<Long, byte[]> read = new HashMap<>();
        try {
            String query = "SELECT file_row_number, "
                    + ParquetColumns.of(connection, file).bytes()
                    + " FROM read_parquet(?, file_row_number = true) WHERE file_row_number BETWEEN ? AND ?";
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, file);
                statement.setLong(2, block.row());
                statement.setLong(3, block.row() + BLOCK_ROWS - 1);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        byte[] bytes = rows.getBytes(2);
                        if (bytes != null) {
                            read.put(rows.getLong(1), bytes);
                        }
                    }
                }
            }
        } catch (SQLException | IllegalArgumentException e) {
            throw new IOException(file + " cannot be read: " + firstLine(e), e);
        }
        return read;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public Optional<Path> container(String id) {
        return Optional.ofNullable(places.get(id)).map(place -> shards.get(place.shard()));
    }

    @Override
    public String describe(String id) {
        Place place = places.get(id);
        return place == null
                ? shards.size() + " Parquet files, from " + shards.getFirst()
                : shards.get(place.shard()) + ": " + id;
    }

    @Override
    public List<String> inReadingOrder(List<String> ids) {
        return ids.stream()
                .sorted(Comparator.comparing(
                        places::get,
                        Comparator.nullsFirst(
                                Comparator.comparingInt(Place::shard).thenComparingLong(Place::row))))
                .toList();
    }

    @Override
    public List<SourceFault> faults() {
        return List.copyOf(faults);
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
