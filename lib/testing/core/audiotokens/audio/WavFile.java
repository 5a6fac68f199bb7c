package audiotokens.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Creates RIFF WAVE files for tests. */
public final class WavFile {
    private WavFile() {}

    /** Sample types. */
    public enum Type {
        UINT8(1, 1),
        INT16(2, 1),
        INT24(3, 1),
        INT32(4, 1),
        FLOAT32(4, 3),
        FLOAT64(8, 3);

        private final int sampleBytes;
        private final int code;

        Type(int sampleBytes, int code) {
            this.sampleBytes = sampleBytes;
            this.code = code;
        }
    }

    /** Creates a file from samples of -1 to 1, interleaved by channel. */
    public static byte[] encode(Type type, int sampleRate, int channels, double... samples) {
        int length = samples.length * type.sampleBytes;
        ByteBuffer bytes = ByteBuffer.allocate(44 + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(ascii("RIFF")).putInt(36 + length).put(ascii("WAVEfmt ")).putInt(16);
        bytes.putShort((short) type.code).putShort((short) channels).putInt(sampleRate);
        bytes.putInt(sampleRate * channels * type.sampleBytes).putShort((short) (channels * type.sampleBytes));
        bytes.putShort((short) (8 * type.sampleBytes)).put(ascii("data")).putInt(length);
        for (double sample : samples) {
            switch (type) {
                case UINT8 -> bytes.put((byte) (Math.round(sample * 128) + 128));
                case INT16 -> bytes.putShort((short) Math.min(32767, Math.round(sample * 32768)));
                case INT24 -> {
                    int value = (int) Math.min(8388607, Math.round(sample * 8388608));
                    bytes.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
                }
                case INT32 -> bytes.putInt((int) Math.min(Integer.MAX_VALUE, Math.round(sample * 0x1p31)));
                case FLOAT32 -> bytes.putFloat((float) sample);
                case FLOAT64 -> bytes.putDouble(sample);
            }
        }
        return bytes.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
