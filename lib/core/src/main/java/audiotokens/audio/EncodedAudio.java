package audiotokens.audio;

import java.nio.file.Path;

/** A clip's encoded audio, as stored in its source. */
public sealed interface EncodedAudio {

    /** Maximum size of an encoded clip that is read into memory, in bytes. */
    int MAX_BYTES = 1 << 28;

    /** Returns the location of the audio, for messages and the problem list. */
    String origin();

    /**
     * Encodes samples as 16-bit FLAC in memory, for sources that generate audio.
     *
     * @param origin location for messages
     * @param waveform amplitudes from -1 to 1
     */
    static EncodedAudio encode(String origin, Waveform waveform) {
        return new InMemory(origin, FlacEncoder.encode(new float[][] {waveform.samples()}, waveform.sampleRate()));
    }

    /** A file on disk. */
    record InFile(Path file) implements EncodedAudio {
        @Override
        public String origin() {
            return file.toString();
        }
    }

    /**
     * A file in memory, for example read from a shard.
     *
     * @param origin shard and name within it
     * @param bytes the encoded file; not copied; do not modify
     */
    record InMemory(String origin, byte[] bytes) implements EncodedAudio {}
}
