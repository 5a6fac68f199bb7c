package audiotokens.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Named float32 tensors and metadata in Hugging Face's safetensors format.
 *
 * <p>The file contains an 8-byte header length, a JSON header with the dtype, shape and offsets of each tensor, and the
 * tensors, all little-endian. Source: format description of the safetensors project.
 *
 * @param tensors the tensors by name, in file order
 * @param metadata the header's {@code __metadata__}
 */
public record SafetensorsFile(SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final int MAX_HEADER_BYTES = 100_000_000;
    private static final int FLOATS_PER_CHUNK = 1 << 18;

    public SafetensorsFile {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
        metadata = Map.copyOf(metadata);
    }

    /**
     * A float32 tensor in C order.
     *
     * @param shape length of each axis
     * @param values the elements in C order
     */
    public record Tensor(long[] shape, float[] values) {
        public Tensor {
            if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
                throw new IllegalArgumentException(
                        values.length + " values do not fill the shape " + Arrays.toString(shape));
            }
        }
    }

    /** Writes the file atomically. */
    public void write(Path file) throws IOException {
        ObjectNode header = JsonMapper.shared().createObjectNode();
        ObjectNode entries = header.putObject(METADATA);
        entries.put("format", "pt");
        // sorted, since the iteration order of a map differs between JVMs
        new TreeMap<>(metadata).forEach(entries::put);
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = offset + (long) Float.BYTES * entry.getValue().values().length;
            ObjectNode tensor = header.putObject(entry.getKey());
            tensor.put("dtype", "F32");
            Arrays.stream(entry.getValue().shape()).forEach(tensor.putArray("shape")::add);
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = JsonMapper.shared().writeValueAsBytes(header);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        AtomicFile.write(file, out -> {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(padded.length)
                    .array());
            out.write(padded);
            for (Tensor tensor : tensors.values()) {
                writeFloats(out, tensor.values());
            }
        });
    }

    private static void writeFloats(OutputStream out, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * FLOATS_PER_CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += FLOATS_PER_CHUNK) {
            int count = Math.min(FLOATS_PER_CHUNK, values.length - from);
            bytes.asFloatBuffer().put(values, from, count);
            out.write(bytes.array(), 0, Float.BYTES * count);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IOException if the file is not safetensors, is truncated, or has a dtype other than float32; the message
     *     names the file
     */
    public static SafetensorsFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long headerLength = readFully(file, channel, 0, Long.BYTES).getLong();
            if (headerLength < 2 || headerLength > MAX_HEADER_BYTES) {
                throw new IOException(file + " is not a safetensors file");
            }
            JsonNode header = parse(file, readFully(file, channel, Long.BYTES, (int) headerLength));
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (entry.getKey().equals(METADATA)) {
                    entry.getValue()
                            .properties()
                            .forEach(item ->
                                    metadata.put(item.getKey(), item.getValue().asString()));
                } else {
                    tensors.put(entry.getKey(), readTensor(file, channel, Long.BYTES + headerLength, entry));
                }
            }
            return new SafetensorsFile(tensors, metadata);
        }
    }

    private static Tensor readTensor(Path file, FileChannel channel, long start, Map.Entry<String, JsonNode> entry)
            throws IOException {
        JsonNode description = entry.getValue();
        String type = description.path("dtype").asString("");
        if (!type.equals("F32")) {
            throw new IOException(file + " holds " + entry.getKey() + " as " + type + "; F32 was expected");
        }
        long[] shape = description
                .path("shape")
                .valueStream()
                .mapToLong(JsonNode::asLong)
                .toArray();
        long from = description.path("data_offsets").path(0).asLong(-1);
        long length = description.path("data_offsets").path(1).asLong(-1) - from;
        if (from < 0 || length != Float.BYTES * Arrays.stream(shape).reduce(1, (a, b) -> a * b)) {
            throw new IOException(file + " has a data range for " + entry.getKey() + " that does not match its shape");
        }
        float[] values = new float[Math.toIntExact(length / Float.BYTES)];
        for (int read = 0; read < values.length; read += FLOATS_PER_CHUNK) {
            int count = Math.min(FLOATS_PER_CHUNK, values.length - read);
            readFully(file, channel, start + from + (long) Float.BYTES * read, Float.BYTES * count)
                    .asFloatBuffer()
                    .get(values, read, count);
        }
        return new Tensor(shape, values);
    }

    private static JsonNode parse(Path file, ByteBuffer bytes) throws IOException {
        try {
            return JsonMapper.shared()
                    .readTree(StandardCharsets.UTF_8.decode(bytes).toString());
        } catch (JacksonException e) {
            throw new IOException(file + " is not a safetensors file: its header is not JSON", e);
        }
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException(file + " is truncated");
            }
        }
        return bytes.flip();
    }
}
