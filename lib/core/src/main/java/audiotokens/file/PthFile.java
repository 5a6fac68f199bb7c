package audiotokens.file;

import audiotokens.ExceptionMessage;
import audiotokens.file.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A state dict of float32 tensors as {@code torch.save(model.state_dict(), file)} writes it since PyTorch 1.6: a ZIP
 * file with a pickle, {@code data.pkl}, and the storages, {@code data/KEY}.
 *
 * <p>No code in the file is executed: {@link StateDictPickle} accepts dictionaries of tensors only. Source: PyTorch's
 * notes on serialization semantics.
 */
public final class PthFile {
    private static final String PICKLE = "data.pkl";
    private static final String FLOAT_STORAGE = "torch FloatStorage";

    private PthFile() {}

    /**
     * Reads the tensors by name, in file order.
     *
     * @throws IOException if the file is not such a state dict; the message names the file and says how to convert it
     */
    public static SequencedMap<String, Tensor> read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().endsWith("/" + PICKLE))
                    .findFirst()
                    .orElseThrow(() -> new IOException("it has no " + PICKLE));
            String folder = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
            ZipEntry byteOrder = zip.getEntry(folder + "byteorder");
            if (byteOrder != null && !new String(bytes(zip, byteOrder), StandardCharsets.US_ASCII).equals("little")) {
                throw new IOException("it is big endian");
            }
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, StateDictPickle.View> entry :
                    StateDictPickle.read(bytes(zip, pickle)).entrySet()) {
                tensors.put(entry.getKey(), tensor(zip, folder, entry.getKey(), entry.getValue()));
            }
            return tensors;
        } catch (ZipException e) {
            throw new IOException(unreadable(file, "it is not a ZIP file, the format of PyTorch 1.6 and later"), e);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | ArithmeticException e) {
            throw new IOException(unreadable(file, ExceptionMessage.of(e)), e);
        }
    }

    private static String unreadable(Path file, String reason) {
        return file + " cannot be read as a plain state dict of float32 tensors: " + reason
                + ". To convert it in Python: import torch, safetensors.torch as s;"
                + " s.save_file({k: v.float().contiguous() for k, v in torch.load('" + file.getFileName()
                + "', map_location='cpu').items()}, 'best.safetensors')";
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (var in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static Tensor tensor(ZipFile zip, String folder, String name, StateDictPickle.View view)
            throws IOException {
        if (!view.type().equals(FLOAT_STORAGE)) {
            throw new IOException(name + " is a " + view.type() + ", not a " + FLOAT_STORAGE);
        }
        ZipEntry storage = zip.getEntry(folder + "data/" + view.storage());
        if (storage == null) {
            throw new IOException("the values of " + name + " are missing");
        }
        ByteBuffer stored = ByteBuffer.wrap(bytes(zip, storage)).order(ByteOrder.LITTLE_ENDIAN);
        long count = 1;
        long last = view.offset();
        for (int axis = 0; axis < view.shape().length; axis++) {
            count = Math.multiplyExact(count, view.shape()[axis]);
            last = Math.addExact(last, Math.multiplyExact(view.shape()[axis] - 1, view.strides()[axis]));
        }
        long available = stored.capacity() / Float.BYTES;
        if (count > available || (count > 0 && last >= available)) {
            throw new IOException("the values of " + name + " are truncated");
        }
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = stored.getFloat(Float.BYTES * (int) view.position(i));
        }
        return new Tensor(view.shape(), values);
    }
}
