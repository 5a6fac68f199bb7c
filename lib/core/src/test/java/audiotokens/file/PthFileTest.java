package audiotokens.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.SafetensorsFile.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PthFileTest {
    private static final Path GOLDEN = Path.of("../testing/resources/golden/state_dict.pth");

    @TempDir
    Path folder;

    @Test
    void theTensorsOfAStateDictAreReadInCOrder() throws IOException {
        SequencedMap<String, Tensor> tensors = PthFile.read(GOLDEN);
        assertEquals(Set.of("fc.weight", "fc.bias", "tied.weight", "turned"), tensors.keySet());
        assertTensor(tensors.get("fc.weight"), new long[] {2, 3}, 0, 1, 2, 3, 4, 5);
        assertTensor(tensors.get("fc.bias"), new long[] {2}, 6, 7);
        assertTensor(tensors.get("tied.weight"), new long[] {2, 3}, 0, 1, 2, 3, 4, 5);
        assertTensor(tensors.get("turned"), new long[] {3, 2}, 8, 11, 9, 12, 10, 13);
    }

    private static void assertTensor(Tensor tensor, long[] shape, float... values) {
        assertArrayEquals(shape, tensor.shape());
        assertArrayEquals(values, tensor.values());
    }

    @Test
    void aPickleWithAForbiddenCallIsRejectedWithAMessageThatNamesTheFunction() throws IOException {
        IOException error = readError("\u0080\u0002cposix\nsystem\nX\u0004\0\0\0true\u0085R.");
        assertTrue(error.getMessage().contains("calls posix.system"), error.getMessage());
    }

    @Test
    void unsupportedObjectsAreRejectedWithAMessageThatGivesAConversionCommand() throws IOException {
        IOException error = readError("\u0080\u0002}X\u0005\0\0\0epochK\u0003s.");
        assertTrue(error.getMessage().contains("its entry 'epoch' is not a tensor"), error.getMessage());
        assertTrue(error.getMessage().contains("torch.load('weights.pth'"), error.getMessage());
    }

    @Test
    void aDamagedFileIsRejectedWithAMessageThatNamesIt() throws IOException {
        byte[] complete = Files.readAllBytes(GOLDEN);
        Path file = folder.resolve("weights.pth");
        for (byte[] damaged :
                new byte[][] {{}, "no weights".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(complete, 1000)}) {
            Files.write(file, damaged);
            IOException error = assertThrows(IOException.class, () -> PthFile.read(file));
            assertTrue(error.getMessage().startsWith(file + " cannot be read"), error.getMessage());
        }
        for (String pickle :
                new String[] {"", "\u0080\u0002}", "(u", "R", "h\u0001.", "X\u00ff\u00ff\u00ff\u00ff", "K\u0001."}) {
            assertTrue(readError(pickle).getMessage().startsWith(file + " cannot be read"));
        }
    }

    @Test
    void aTensorLargerThanItsStorageIsReportedAsTruncated() throws IOException {
        String tensor = "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\n"
                + "X\u0001\0\0\0000X\u0003\0\0\0cpuK\u0002tQK\0K\u0002\u0085K\u0001\u0085tR";
        String pickle = "\u0080\u0002}X\u0001\0\0\0w" + tensor + "s.";
        assertArrayEquals(
                new float[] {1, 2},
                PthFile.read(writeStateDict(pickle, 1, 2)).get("w").values());
        IOException error = assertThrows(IOException.class, () -> PthFile.read(writeStateDict(pickle, 1)));
        assertTrue(error.getMessage().contains("the values of w are truncated"), error.getMessage());
    }

    private IOException readError(String pickle) throws IOException {
        Path file = writeStateDict(pickle);
        return assertThrows(IOException.class, () -> PthFile.read(file));
    }

    /** Writes a state dict's ZIP file with one storage; each character of {@code pickle} is one byte. */
    private Path writeStateDict(String pickle, float... values) throws IOException {
        Path file = folder.resolve("weights.pth");
        ByteBuffer storage = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        storage.asFloatBuffer().put(values);
        Map<String, byte[]> entries = Map.of(
                "weights/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1), "weights/data/0", storage.array());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }
}
