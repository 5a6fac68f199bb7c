package audiotokens.audio;

import java.nio.file.Path;

/** A clip's audio as it lies in its source, not yet decoded. */
public sealed interface EncodedAudio {

    /** The longest encoded clip that is read into memory, in bytes. */
    int MOST_BYTES = 1 << 28;

    /** Where it lies, in words for a message or a problem list. */
    String origin();

    /**
     * Samples in memory as a FLAC file of 16 bits, as where a source makes its sound itself.
     *
     * @param origin where they come from, in words for a message
     * @param waveform amplitudes from -1 to 1
     */
    static EncodedAudio of(String origin, Waveform waveform) {
        return new OfBytes(origin, FlacEncoder.encode(new float[][] {waveform.samples()}, waveform.sampleRate()));
    }

    /** A file of its own. */
    record OfFile(Path file) implements EncodedAudio {
        @Override
        public String origin() {
            return file.toString();
        }
    }

    /**
     * A file held in memory, as read from a shard.
     *
     * @param origin the shard and the name within it
     * @param bytes the encoded file; not copied, not to be changed
     */
    record OfBytes(String origin, byte[] bytes) implements EncodedAudio {}
}
