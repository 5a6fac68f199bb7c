package audiotokens.pipeline.tokens;

import audiotokens.token.ClipTokens;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A clip's tokens in compact form, for sending to another process or keeping in memory.
 *
 * @param streams tokens of each stream, little-endian, {@link TokenColumns#bytesPerToken} bytes each; not copied
 */
record PackedTokens(byte[][] streams) implements Serializable {

    static PackedTokens of(ClipTokens tokens, TokenColumns columns) {
        byte[][] streams = new byte[tokens.streams().size()][];
        for (int stream = 0; stream < streams.length; stream++) {
            streams[stream] = pack(tokens.streams().get(stream), columns.bytesPerToken(stream));
        }
        return new PackedTokens(streams);
    }

    private static byte[] pack(long[] tokens, int bytesPerToken) {
        byte[] packed = new byte[Math.multiplyExact(tokens.length, bytesPerToken)];
        ByteBuffer out = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        for (long token : tokens) {
            put(token, bytesPerToken, out);
        }
        return packed;
    }

    /** Appends a token as an unsigned integer of {@code bytesPerToken} bytes. */
    static void put(long token, int bytesPerToken, ByteBuffer out) {
        switch (bytesPerToken) {
            case Byte.BYTES -> out.put((byte) token);
            case Short.BYTES -> out.putShort((short) token);
            default -> out.putInt((int) token);
        }
    }

    /**
     * Unpacks the tokens.
     *
     * @param columns the columns that the tokens were packed with
     */
    ClipTokens unpack(TokenColumns columns) {
        long[][] tokens = new long[streams.length][];
        for (int stream = 0; stream < tokens.length; stream++) {
            tokens[stream] = unpack(streams[stream], columns.bytesPerToken(stream));
        }
        return new ClipTokens(List.of(tokens));
    }

    /** Decodes unsigned little-endian integers of {@code bytesPerToken} bytes each. */
    private static long[] unpack(byte[] packed, int bytesPerToken) {
        long[] tokens = new long[packed.length / bytesPerToken];
        ByteBuffer in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = switch (bytesPerToken) {
                case Byte.BYTES -> Byte.toUnsignedLong(in.get());
                case Short.BYTES -> Short.toUnsignedLong(in.getShort());
                default -> Integer.toUnsignedLong(in.getInt());
            };
        }
        return tokens;
    }

    /** Returns the tokens of a stream with 16 bits per token. */
    short[] shorts(int stream) {
        short[] values = new short[streams[stream].length / Short.BYTES];
        ByteBuffer.wrap(streams[stream])
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(values);
        return values;
    }

    /** Returns the tokens of a stream with 32 bits per token. */
    int[] ints(int stream) {
        int[] values = new int[streams[stream].length / Integer.BYTES];
        ByteBuffer.wrap(streams[stream])
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(values);
        return values;
    }
}
