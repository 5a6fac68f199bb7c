package audiotokens.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's .npy format, version 1.0, as {@code numpy.save} writes it: little-endian, C order.
 *
 * <p>Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
 */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DTYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN_ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
    private static final int ALIGNMENT = 64;
    /** Upper bound of the header size. */
    private static final int MAX_HEADER_BYTES = 1024;

    private NpyFile() {}

    /**
     * A float32 array in C order.
     *
     * @param shape length of each axis
     * @param values the elements in C order
     */
    public record Floats(int[] shape, float[] values) {
        public Floats {
            checkLength(shape, values.length);
        }
    }

    /**
     * An int64 array in C order.
     *
     * @param shape length of each axis
     * @param values the elements in C order
     */
    public record Longs(int[] shape, long[] values) {
        public Longs {
            checkLength(shape, values.length);
        }
    }

    /** Writes a float32 array in C order. */
    public static void write(Path file, float[] values, int... shape) throws IOException {
        checkLength(shape, values.length);
        ByteBuffer bytes = header("<f4", shape, (long) values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        AtomicFile.write(file, out -> writeAll(out, bytes));
    }

    /** Writes an int64 array in C order. */
    public static void write(Path file, long[] values, int... shape) throws IOException {
        checkLength(shape, values.length);
        ByteBuffer bytes = header("<i8", shape, (long) values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        AtomicFile.write(file, out -> writeAll(out, bytes));
    }

    /**
     * Reads a float32 array with {@code nAxes} axes. Two-dimensional arrays may be in Fortran order; the result is
     * in C order.
     *
     * @throws IOException if the file is not .npy, is truncated, or has a different dtype, order or number of axes;
     *     the message names the file
     */
    public static Floats readFloats(Path file, int nAxes) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        Header header = readHeader(file, bytes, "<f4", nAxes);
        float[] values = new float[countElements(file, header.shape(), bytes.remaining(), Float.BYTES)];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new Floats(header.shape(), header.isColumnMajor() ? toRowMajor(header.shape(), values) : values);
    }

    /**
     * Reads the shape of a float32 array without its values.
     *
     * @throws IOException if the file is not .npy, is truncated, or has a different dtype or number of axes; the
     *     message names the file
     */
    public static int[] readShape(Path file, int nAxes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(MAX_HEADER_BYTES));
            int[] shape = readHeader(file, bytes, "<f4", nAxes).shape();
            countElements(file, shape, Files.size(file) - bytes.position(), Float.BYTES);
            return shape;
        }
    }

    /**
     * Converts Fortran order to C order. The original Python implementation saves transposed torch tensors, which NumPy
     * writes in Fortran order.
     */
    private static float[] toRowMajor(int[] shape, float[] columns) {
        float[] rows = new float[columns.length];
        for (int column = 0; column < shape[1]; column++) {
            for (int row = 0; row < shape[0]; row++) {
                rows[row * shape[1] + column] = columns[column * shape[0] + row];
            }
        }
        return rows;
    }

    private record Header(int[] shape, boolean isColumnMajor) {}

    /**
     * Reads a one-dimensional int64 array.
     *
     * @throws IOException if the file is not .npy, is truncated, or has a different dtype, order or number of axes;
     *     the message names the file
     */
    public static long[] readLongs(Path file) throws IOException {
        return readLongs(file, 1).values();
    }

    /**
     * Reads an int64 array with {@code nAxes} axes in C order.
     *
     * @throws IOException if the file is not .npy, is truncated, or has a different dtype, order or number of axes;
     *     the message names the file
     */
    public static Longs readLongs(Path file, int nAxes) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        Header header = readHeader(file, bytes, "<i8", nAxes);
        if (header.isColumnMajor()) {
            throw new IOException(file + " is in Fortran order; C order was expected");
        }
        long[] values = new long[countElements(file, header.shape(), bytes.remaining(), Long.BYTES)];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        return new Longs(header.shape(), values);
    }

    private static void checkLength(int[] shape, int length) {
        long product = 1;
        for (int axis : shape) {
            product *= axis;
        }
        if (product != length) {
            throw new IllegalArgumentException(length + " values do not fill the shape " + Arrays.toString(shape));
        }
    }

    private static ByteBuffer header(String type, int[] shape, long dataLength) {
        String axes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String tuple = shape.length == 1 ? "(" + axes + ",)" : "(" + axes + ")";
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int unpadded = MAGIC.length + 2 + 2 + dictionary.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        int headerLength = dictionary.length() + padding + 1;
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(unpadded + padding + dataLength))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) headerLength);
        bytes.put((dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }

    private static void writeAll(OutputStream out, ByteBuffer bytes) throws IOException {
        out.write(bytes.array(), bytes.arrayOffset(), bytes.capacity());
    }

    private static Header readHeader(Path file, ByteBuffer bytes, String type, int nAxes) throws IOException {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        if (bytes.remaining() < 10 || !Arrays.equals(read(bytes, magic), MAGIC)) {
            throw new IOException(file + " is not a .npy file");
        }
        int version = bytes.get();
        bytes.get();
        long length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt() & 0xffffffffL;
        if (length > bytes.remaining()) {
            throw new IOException(file + " is truncated in its header");
        }
        String header = new String(read(bytes, new byte[(int) length]), StandardCharsets.US_ASCII);
        String foundType = field(file, header, DTYPE);
        if (!foundType.equals(type)) {
            throw new IOException(file + " holds '" + foundType + "' values; '" + type + "' were expected");
        }
        boolean isColumnMajor = field(file, header, FORTRAN_ORDER).equals("True");
        int[] shape;
        try {
            shape = Arrays.stream(field(file, header, SHAPE).split(","))
                    .map(String::strip)
                    .filter(axis -> !axis.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IOException(file + " has an unreadable shape");
        }
        if (shape.length != nAxes) {
            throw new IOException(file + " has " + shape.length + " axes; " + nAxes + " were expected");
        }
        if (isColumnMajor && nAxes > 2) {
            throw new IOException(file + " is in Fortran order; C order was expected");
        }
        return new Header(shape, isColumnMajor && nAxes == 2);
    }

    private static byte[] read(ByteBuffer bytes, byte[] target) {
        bytes.get(target);
        return target;
    }

    private static String field(Path file, String header, Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException(file + " has an unreadable .npy header");
        }
        return matcher.group(1);
    }

    private static int countElements(Path file, int[] shape, long available, int elementBytes) throws IOException {
        long elements = 1;
        for (int axis : shape) {
            elements *= axis;
            if (axis < 0 || elements * elementBytes > available) {
                throw new IOException(file + " is truncated: it is too short for its shape " + Arrays.toString(shape));
            }
        }
        return (int) elements;
    }
}
