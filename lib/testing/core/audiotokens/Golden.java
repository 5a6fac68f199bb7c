package audiotokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Golden inputs and outputs from the test resources: the arrays of one .npz file by name. */
public final class Golden {
    private static final Pattern HEADER = Pattern.compile(
            "'descr'\\s*:\\s*'([^']*)'.*'fortran_order'\\s*:\\s*(True|False).*'shape'\\s*:\\s*\\(([^)]*)\\)",
            Pattern.DOTALL);

    private final Map<String, Array> arrays = new LinkedHashMap<>();

    /** An array converted to doubles, in C order. */
    public record Array(int[] shape, double[] values) {
        /** Returns the values as float32. */
        public float[] floats() {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }

        /** Returns the values as int64. */
        public long[] longs() {
            return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
        }
    }

    private Golden() {}

    /** Reads the JSON file {@code golden/NAME} from the test resources. */
    public static JsonNode readJson(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads {@code golden/NAME} from the test resources. */
    public static Golden read(String name) {
        Golden golden = new Golden();
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                golden.arrays.put(entry.getName().replace(".npy", ""), parse(zip.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return golden;
    }

    /** Returns the array of this name; fails if there is none. */
    public Array get(String name) {
        Array array = arrays.get(name);
        return array != null ? array : fail("there is no array " + name + "; the arrays are " + arrays.keySet());
    }

    /** Returns all arrays by name. */
    public Map<String, Array> arrays() {
        return arrays;
    }

    /** Fails if the lengths differ or if any value differs by more than {@code tolerance} from the expected one. */
    public static void assertClose(double[] expected, float[] actual, double tolerance) {
        assertEquals(expected.length, actual.length, "length");
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance)) {
                fail("index " + i + ": expected " + expected[i] + " within " + tolerance + " but was " + actual[i]);
            }
        }
    }

    private static Array parse(byte[] npy) {
        ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = bytes.getShort(8) & 0xffff;
        Matcher header = HEADER.matcher(new String(npy, 10, headerLength, StandardCharsets.US_ASCII));
        if (!header.find()) {
            return fail("the .npy header cannot be parsed");
        }
        int[] shape = Arrays.stream(header.group(3).split(","))
                .map(String::strip)
                .filter(axis -> !axis.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        bytes.position(10 + headerLength);
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (header.group(1)) {
                case "<f4" -> bytes.getFloat();
                case "<f8" -> bytes.getDouble();
                case "<i8" -> bytes.getLong();
                case "<i4" -> bytes.getInt();
                case "|b1", "|u1" -> bytes.get();
                default -> fail("the type " + header.group(1) + " is not supported");
            };
        }
        return new Array(shape, header.group(2).equals("True") ? inCOrder(shape, values) : values);
    }

    private static double[] inCOrder(int[] shape, double[] fortranOrder) {
        double[] cOrder = new double[fortranOrder.length];
        for (int i = 0; i < fortranOrder.length; i++) {
            cOrder[i % shape[0] * shape[1] + i / shape[0]] = fortranOrder[i];
        }
        return cOrder;
    }
}
