package audiotokens.pipeline.dataset;

import audiotokens.file.AtomicFile;
import audiotokens.label.LabelIndex;
import audiotokens.pipeline.run.Problem;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Binary cache of the segment lists, stored as {@code clips.index} in the run's folder. It records the path, size and
 * modification time of the lists and the ontology, and a checksum; it is ignored if one of these files has changed or
 * the checksum does not match. Clips with the same labels share one label list.
 */
final class ClipCatalogCache {
    private static final String FORMAT_VERSION = "audio tokens, clips 1";

    private ClipCatalogCache() {}

    /**
     * Returns a key that changes when one of the files changes.
     *
     * @throws IOException if a file is missing
     */
    static String cacheKey(List<Path> files) throws IOException {
        StringBuilder key = new StringBuilder(FORMAT_VERSION);
        for (Path file : files) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            key.append('\n')
                    .append(file.toAbsolutePath())
                    .append(' ')
                    .append(attributes.size())
                    .append(' ')
                    .append(attributes.lastModifiedTime())
                    .append(' ')
                    .append(attributes.fileKey());
        }
        return key.toString();
    }

    static void write(Path file, String key, ClipCatalog catalog) throws IOException {
        AtomicFile.write(file, out -> {
            CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
            DataOutputStream data = new DataOutputStream(checked);
            write(data, key);
            write(data, catalog.fingerprint());
            writeNotes(data, catalog.notes());
            ClipStore clips = catalog.store();
            write(data, clips.labels());
            write(data, clips.labelListEndOffsets());
            data.writeInt(clips.idBytes().length);
            data.write(clips.idBytes());
            write(data, clips.idEndOffsets());
            write(data, clips.labelListIndices());
            write(data, clips.startSeconds());
            write(data, clips.endSeconds());
            data.writeLong(checked.getChecksum().getValue());
        });
    }

    private static void writeNotes(DataOutputStream data, MetadataNotes notes) throws IOException {
        data.writeInt(notes.problems().size());
        for (Problem problem : notes.problems()) {
            write(data, problem.id());
            write(data, problem.source());
            write(data, problem.reason());
        }
        data.writeInt(notes.unknownLabels().size());
        for (Map.Entry<String, Integer> unknown : notes.unknownLabels().entrySet()) {
            write(data, unknown.getKey());
            data.writeInt(unknown.getValue());
        }
        data.writeInt(notes.repeatedIds());
    }

    private static void write(DataOutputStream data, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    private static void write(DataOutputStream data, int[] values) throws IOException {
        data.writeInt(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES));
        bytes.asIntBuffer().put(values);
        data.write(bytes.array());
    }

    private static void write(DataOutputStream data, double[] values) throws IOException {
        data.writeInt(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
        bytes.asDoubleBuffer().put(values);
        data.write(bytes.array());
    }

    /** Reads the cached catalog; empty if the file is missing or damaged, or was written with a different key. */
    static Optional<ClipCatalog> read(Path file, String key, LabelIndex labels) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        CRC32 checksum = new CRC32();
        int length = bytes.length - Long.BYTES;
        if (length < 0) {
            return Optional.empty();
        }
        checksum.update(bytes, 0, length);
        if (ByteBuffer.wrap(bytes).getLong(length) != checksum.getValue()) {
            return Optional.empty();
        }
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
        if (!readString(data).equals(key)) {
            return Optional.empty();
        }
        String fingerprint = readString(data);
        MetadataNotes notes = readNotes(data);
        int[] labelIndices = readInts(data);
        int[] labelListEndOffsets = readInts(data);
        byte[] ids = data.readNBytes(data.readInt());
        int[] idEndOffsets = readInts(data);
        int[] labelListIndices = readInts(data);
        ClipStore store = new ClipStore(
                ids,
                idEndOffsets,
                readDoubles(data),
                readDoubles(data),
                labelListIndices,
                labelIndices,
                labelListEndOffsets,
                labels);
        return Optional.of(new ClipCatalog(labels, store, notes, Map.of(), fingerprint));
    }

    private static MetadataNotes readNotes(DataInputStream data) throws IOException {
        MetadataNotes notes = new MetadataNotes();
        int problemCount = data.readInt();
        for (int i = 0; i < problemCount; i++) {
            notes.addProblem(readString(data), readString(data), readString(data));
        }
        int unknownCount = data.readInt();
        for (int i = 0; i < unknownCount; i++) {
            notes.addUnknownLabel(readString(data), data.readInt());
        }
        notes.addRepeatedIds(data.readInt());
        return notes;
    }

    private static String readString(DataInputStream data) throws IOException {
        return new String(data.readNBytes(data.readInt()), StandardCharsets.UTF_8);
    }

    private static int[] readInts(DataInputStream data) throws IOException {
        int[] values = new int[data.readInt()];
        ByteBuffer.wrap(data.readNBytes(Math.multiplyExact(values.length, Integer.BYTES)))
                .asIntBuffer()
                .get(values);
        return values;
    }

    private static double[] readDoubles(DataInputStream data) throws IOException {
        double[] values = new double[data.readInt()];
        ByteBuffer.wrap(data.readNBytes(Math.multiplyExact(values.length, Double.BYTES)))
                .asDoubleBuffer()
                .get(values);
        return values;
    }
}
