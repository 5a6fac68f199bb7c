package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.SQLException;

/** Wraps decoded samples as a 32-bit float WAV file in memory, so that they are read like any other audio. */
final class SampledAudio {
    private static final int HEADER_BYTES = 44;
    private static final short IEEE_FLOAT = 3;

    private SampledAudio() {}

    /**
     * Returns a WAV file.
     *
     * @param samples a list of numbers from -1 to 1 or of 16-bit integers; or a nested list, whose shorter dimension is
     *     the channels
     * @throws IOException if there are no samples, or too many for a clip
     */
    static byte[] wav(Array samples, int sampleRate) throws IOException, SQLException {
        Object[] values = (Object[]) samples.getArray();
        if (values.length > 0 && values[0] instanceof Array first) {
            int innerLength = ((Object[]) first.getArray()).length;
            boolean isChannelsFirst = values.length <= innerLength;
            int channels = isChannelsFirst ? values.length : innerLength;
            int frames = isChannelsFirst ? innerLength : values.length;
            ByteBuffer wav = header(channels, frames, sampleRate);
            for (int i = 0; i < values.length; i++) {
                Object[] list = (Object[]) ((Array) values[i]).getArray();
                if (list.length != innerLength) {
                    throw new IOException("contains channels of different lengths");
                }
                for (int j = 0; j < innerLength; j++) {
                    int index = isChannelsFirst ? j * channels + i : i * channels + j;
                    wav.putFloat(HEADER_BYTES + Float.BYTES * index, number(list[j]));
                }
            }
            return bytes(wav);
        }
        ByteBuffer wav = header(1, values.length, sampleRate);
        for (int i = 0; i < values.length; i++) {
            wav.putFloat(HEADER_BYTES + Float.BYTES * i, number(values[i]));
        }
        return bytes(wav);
    }

    private static byte[] bytes(ByteBuffer wav) {
        byte[] bytes = new byte[wav.capacity()];
        wav.get(0, bytes);
        return bytes;
    }

    private static float number(Object value) throws IOException {
        if (value instanceof Short sample) {
            return sample / 32768f;
        }
        if (value instanceof Number number) {
            return number.floatValue();
        }
        throw new IOException("contains a sample that is not a number");
    }

    private static ByteBuffer header(int channels, int frames, int sampleRate) throws IOException {
        long length = (long) channels * frames * Float.BYTES;
        if (length == 0 || length > EncodedAudio.MAX_BYTES) {
            throw new IOException("contains " + frames + " samples of " + channels + " channels");
        }
        ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + (int) length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + (int) length).put(ascii("WAVEfmt "));
        wav.putInt(16).putShort(IEEE_FLOAT).putShort((short) channels).putInt(sampleRate);
        wav.putInt(sampleRate * channels * Float.BYTES).putShort((short) (channels * Float.BYTES));
        wav.putShort((short) (8 * Float.BYTES)).put(ascii("data")).putInt((int) length);
        return wav;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
