package audiotokens.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decodes FLAC files without FFmpeg, to the same samples. AudioSet's clips are FLAC; this takes less than half of
 * FFmpeg's time and does not need to load FFmpeg.
 *
 * <p>Handles common, intact files only. Everything else is left to FFmpeg, which decides whether a file can be decoded
 * and reports errors. Not thread-safe.
 */
final class FlacDecoder {
    private static final byte[] MARKER = {'f', 'L', 'a', 'C'};

    /**
     * Maximum file size. An AudioSet clip takes half a megabyte; larger files are left to FFmpeg, which reads only the
     * required part.
     */
    private static final int MAX_BYTES = 1 << 24;

    private final Duration timeout;
    private final MonoSamples mono;
    private byte[] bytes = new byte[1 << 20];

    /**
     * @param timeout time after which a file is left to FFmpeg
     * @param mono receives the samples
     */
    FlacDecoder(Duration timeout, MonoSamples mono) {
        this.timeout = timeout;
        this.mono = mono;
    }

    /** Returns the clip's samples; empty if FFmpeg must decode it. */
    Optional<Waveform> decode(EncodedAudio audio, TimeRange.Request request) {
        return decode(audio, request, Optional.empty());
    }

    /**
     * Returns the clip's samples; empty if FFmpeg must decode it.
     *
     * @param neededSamples returns the indices of the needed samples; frames without a needed sample are not decoded,
     *     and their samples become 0
     */
    Optional<Waveform> decode(
            EncodedAudio audio, TimeRange.Request request, Function<AudioLength, BitSet> neededSamples) {
        return decode(audio, request, Optional.of(neededSamples));
    }

    /** @param neededSamples returns the indices of the needed samples; empty if all are needed */
    private Optional<Waveform> decode(
            EncodedAudio audio, TimeRange.Request request, Optional<Function<AudioLength, BitSet>> neededSamples) {
        try {
            int length = load(audio);
            return length == 0 ? Optional.empty() : decode(new FlacStream(bytes, length), request, neededSamples);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the number of samples that {@link #decode} returns, in a fifth of the time, by checking only the frames'
     * checksums; empty if the file is damaged or not FLAC.
     */
    Optional<AudioLength> length(EncodedAudio audio, TimeRange.Request request) {
        try {
            int length = load(audio);
            return length == 0 ? Optional.empty() : length(new FlacStream(bytes, length), request);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads the audio into {@link #bytes} and returns its size in bytes; 0 if it is not FLAC or too large. */
    private int load(EncodedAudio audio) throws IOException {
        return switch (audio) {
            case EncodedAudio.InFile inFile -> read(inFile.file());
            case EncodedAudio.InMemory inMemory -> copy(inMemory.bytes());
        };
    }

    private static Optional<AudioLength> length(FlacStream stream, TimeRange.Request request) throws IOException {
        Excerpt excerpt = Excerpt.of(stream, request);
        long position = -excerpt.first();
        while (position < excerpt.samples()) {
            int count = stream.skip();
            if (count == 0) {
                return Optional.empty();
            }
            position += count;
        }
        return excerpt.exceedsHeader(position, stream) ? Optional.empty() : Optional.of(excerpt.length());
    }

    /** Reads a FLAC file into {@link #bytes} and returns its size in bytes; 0 if it is not FLAC or too large. */
    private int read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            return 0;
        }
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(bytes, 0, MARKER.length);
            if (length < MARKER.length || !isFlac(bytes)) {
                return 0;
            }
            while (true) {
                length += in.readNBytes(bytes, length, bytes.length - FlacBitReader.PADDING_BYTES - length);
                if (length < bytes.length - FlacBitReader.PADDING_BYTES) {
                    Arrays.fill(bytes, length, length + FlacBitReader.PADDING_BYTES, (byte) 0);
                    return length;
                }
                if (bytes.length > 2 * MAX_BYTES) {
                    return 0; // the file has grown since its size was checked
                }
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
        }
    }

    private int copy(byte[] file) {
        if (file.length < MARKER.length || file.length > MAX_BYTES || !isFlac(file)) {
            return 0;
        }
        if (bytes.length < file.length + FlacBitReader.PADDING_BYTES) {
            bytes = new byte[file.length + FlacBitReader.PADDING_BYTES];
        }
        System.arraycopy(file, 0, bytes, 0, file.length);
        Arrays.fill(bytes, file.length, file.length + FlacBitReader.PADDING_BYTES, (byte) 0);
        return file.length;
    }

    private static boolean isFlac(byte[] file) {
        return Arrays.equals(file, 0, MARKER.length, MARKER, 0, MARKER.length);
    }

    private Optional<Waveform> decode(
            FlacStream stream, TimeRange.Request request, Optional<Function<AudioLength, BitSet>> neededSamples)
            throws IOException {
        Excerpt excerpt = Excerpt.of(stream, request);
        Optional<BitSet> needed = neededSamples.map(select -> select.apply(excerpt.length()));
        long toSkip = excerpt.first();
        long start = System.nanoTime();
        mono.clear();
        int next = nextNeeded(needed, 0);
        while (mono.length() < excerpt.samples()) {
            int count = stream.nextLength();
            if (count == 0 || System.nanoTime() - start > timeout.toNanos()) {
                return Optional.empty();
            }
            int skipped = (int) Math.min(toSkip, count);
            toSkip -= skipped;
            int added = count - skipped;
            if (next >= 0 && next < mono.length()) {
                next = nextNeeded(needed, mono.length());
            }
            if (next >= 0 && next < mono.length() + added) {
                stream.decodeNext();
                mono.add(stream, skipped, count);
            } else {
                stream.skip();
                mono.addSilence(added);
            }
        }
        return excerpt.exceedsHeader(mono.length(), stream)
                ? Optional.empty()
                : Optional.of(new Waveform(mono.copy(0, excerpt.samples()), excerpt.sampleRate()));
    }

    /** Returns the index of the first needed sample from {@code from} on; -1 if there is none. */
    private static int nextNeeded(Optional<BitSet> needed, int from) {
        return needed.isPresent() ? needed.get().nextSetBit(from) : from;
    }

    /**
     * The requested samples that exist in the stream according to its header.
     *
     * @param first index of the first sample
     * @param samples number of samples, at least 1
     * @param extendsPastEnd whether the request goes beyond the last sample
     */
    private record Excerpt(int sampleRate, long first, int samples, boolean extendsPastEnd) {
        /** @throws IOException if FFmpeg must decode the samples of {@code request} */
        static Excerpt of(FlacStream stream, TimeRange.Request request) throws IOException {
            int sampleRate = stream.sampleRate();
            TimeRange range = request.toRange((double) stream.length() / sampleRate);
            long first = range.firstSample(sampleRate);
            long requested = range.samples(sampleRate);
            long samples = Math.min(requested, stream.length() - first);
            if (sampleRate > AudioDecoder.MAX_SAMPLE_RATE || samples <= 0 || samples > Integer.MAX_VALUE) {
                throw new IOException(
                        "has no samples in the requested range, has too many, or has an unsupported sample rate");
            }
            return new Excerpt(sampleRate, first, (int) samples, samples < requested);
        }

        AudioLength length() {
            return new AudioLength(samples, sampleRate);
        }

        /**
         * Returns whether the file holds more samples than its header states.
         *
         * @param samplesRead number of samples read, counted from the start of the excerpt
         */
        boolean exceedsHeader(long samplesRead, FlacStream stream) {
            return extendsPastEnd && (samplesRead > samples || !stream.hasEnded());
        }
    }
}
