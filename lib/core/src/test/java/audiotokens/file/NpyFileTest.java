package audiotokens.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
    @TempDir
    Path folder;

    @Test
    void floatsSurviveARoundTrip() throws IOException {
        Path file = folder.resolve("spectrogram.npy");
        float[] values = {1, -2.5f, Float.MIN_VALUE, 0, 1e30f, -0f};
        NpyFile.write(file, values, 2, 3);
        NpyFile.Floats array = NpyFile.readFloats(file, 2);
        assertArrayEquals(new int[] {2, 3}, array.shape());
        assertArrayEquals(values, array.values());
    }

    @Test
    void longsSurviveARoundTrip() throws IOException {
        Path file = folder.resolve("tokens.npy");
        long[] values = {0, 499, Long.MAX_VALUE};
        NpyFile.write(file, values, 3);
        assertArrayEquals(values, NpyFile.readLongs(file));
    }

    @Test
    void theHeaderMatchesThatOfNumPyAndIsAligned() throws IOException {
        Path file = folder.resolve("tokens.npy");
        NpyFile.write(file, new long[] {7}, 1);
        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
        assertTrue(header.startsWith("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }"), header);
        assertEquals(128 + Long.BYTES, bytes.length);
    }

    @Test
    void fortranOrderIsConvertedToCOrder() throws IOException {
        Path file = folder.resolve("columns.npy");
        writeRaw(file, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 1, 4, 2, 5, 3, 6);
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6}, NpyFile.readFloats(file, 2).values());
    }

    @Test
    void anUnsupportedTypeShapeOrLengthIsRejectedWithAMessageThatNamesTheFile() throws IOException {
        Path file = folder.resolve("wrong.npy");
        writeRaw(file, "{'descr': '>f4', 'fortran_order': False, 'shape': (1, 1), }", 1);
        assertRejected(file, "'>f4'");
        writeRaw(file, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 1);
        assertRejected(file, "1 axes");
        writeRaw(file, "{'descr': '<f4', 'fortran_order': False, 'shape': (70000, 70000), }", 1);
        assertRejected(file, "truncated");
        Files.writeString(file, "not an array");
        assertRejected(file, "not a .npy");
    }

    @Test
    void aFailedWriteKeepsTheOldFileAndLeavesNoTemporaryFile() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "old");
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("disk full");
                }));
        assertEquals("old", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    private static void assertRejected(Path file, String reason) {
        IOException exception = assertThrows(IOException.class, () -> NpyFile.readFloats(file, 2));
        assertTrue(exception.getMessage().contains(reason), exception.getMessage());
        assertTrue(exception.getMessage().contains(file.toString()), exception.getMessage());
    }

    private static void writeRaw(Path file, String header, float... values) throws IOException {
        byte[] paddedHeader = Arrays.copyOf((header + "\n").getBytes(StandardCharsets.US_ASCII), header.length() + 1);
        ByteBuffer bytes = ByteBuffer.allocate(10 + paddedHeader.length + 4 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) paddedHeader.length).put(paddedHeader);
        for (float value : values) {
            bytes.putFloat(value);
        }
        Files.write(file, bytes.array());
    }
}
