package audiotokens.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decodes FLAC files without FFmpeg, to the same samples: AudioSet's clips are FLAC, and this takes less than half of
 * FFmpeg's time for them, and none for loading FFmpeg.
 *
 * <p>Only for files that are whole, undamaged and of the common kinds. Whatever else comes is left to FFmpeg, which has
 * the last word on what can be decoded and says why not. For one thread.
 */
final class FlacDecoder {
    private static final byte[] MARKER = {'f', 'L', 'a', 'C'};

    /** A clip of AudioSet has half a megabyte; of a file of hours FFmpeg reads only what it needs. */
    private static final int MOST_BYTES = 1 << 24;

    private final Duration mostTime;
    private final MonoSamples mono;
    private byte[] bytes = new byte[1 << 20];

    /**
     * @param mostTime after which a file is left to FFmpeg
     * @param mono gathers the samples
     */
    FlacDecoder(Duration mostTime, MonoSamples mono) {
        this.mostTime = mostTime;
        this.mono = mono;
    }

    /** The clip's samples; nothing where this is for FFmpeg. */
    Optional<Waveform> decode(EncodedAudio audio, Stretch.Wanted wanted) {
        try {
            int length = load(audio);
            return length == 0 ? Optional.empty() : decode(new FlacStream(bytes, length), wanted);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * How many samples {@link #decode} gives of a file that is whole by its check sums, in a fifth of the time; nothing of
     * any other.
     */
    Optional<AudioLength> length(EncodedAudio audio, Stretch.Wanted wanted) {
        try {
            int length = load(audio);
            return length == 0 ? Optional.empty() : length(new FlacStream(bytes, length), wanted);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Puts a file into {@link #bytes}; returns its length, or 0 where it is none for this class. */
    private int load(EncodedAudio audio) throws IOException {
        return switch (audio) {
            case EncodedAudio.OfFile inFile -> read(inFile.file());
            case EncodedAudio.OfBytes inMemory -> copy(inMemory.bytes());
        };
    }

    private static Optional<AudioLength> length(FlacStream stream, Stretch.Wanted wanted) throws IOException {
        int sampleRate = stream.sampleRate();
        Stretch stretch = wanted.of((double) stream.length() / sampleRate);
        long first = stretch.firstSample(sampleRate);
        long wantedSamples = stretch.samples(sampleRate);
        long samples = Math.min(wantedSamples, stream.length() - first);
        if (sampleRate > AudioDecoder.MOST_SAMPLE_RATE || samples <= 0) {
            return Optional.empty();
        }
        long passed = 0;
        while (passed < first + samples) {
            int count = stream.skip();
            if (count == 0) {
                return Optional.empty();
            }
            passed += count;
        }
        boolean toTheEnd = samples < wantedSamples;
        return toTheEnd && (passed > first + samples || !stream.hasEnded())
                ? Optional.empty()
                : Optional.of(new AudioLength((int) samples, sampleRate));
    }

    /** Reads a FLAC file into {@link #bytes}; returns its length, or 0 where it is another file or a huge one. */
    private int read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return 0;
        }
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(bytes, 0, MARKER.length);
            if (length < MARKER.length || !isFlac(bytes)) {
                return 0;
            }
            while (true) {
                length += in.readNBytes(bytes, length, bytes.length - FlacBits.MARGIN - length);
                if (length < bytes.length - FlacBits.MARGIN) {
                    Arrays.fill(bytes, length, length + FlacBits.MARGIN, (byte) 0);
                    return length;
                }
                if (bytes.length > 2 * MOST_BYTES) {
                    return 0; // it has grown since
                }
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
        }
    }

    private int copy(byte[] file) {
        if (file.length < MARKER.length || file.length > MOST_BYTES || !isFlac(file)) {
            return 0;
        }
        if (bytes.length < file.length + FlacBits.MARGIN) {
            bytes = new byte[file.length + FlacBits.MARGIN];
        }
        System.arraycopy(file, 0, bytes, 0, file.length);
        Arrays.fill(bytes, file.length, file.length + FlacBits.MARGIN, (byte) 0);
        return file.length;
    }

    private static boolean isFlac(byte[] file) {
        return Arrays.equals(file, 0, MARKER.length, MARKER, 0, MARKER.length);
    }

    private Optional<Waveform> decode(FlacStream stream, Stretch.Wanted wanted) throws IOException {
        int sampleRate = stream.sampleRate();
        Stretch stretch = wanted.of((double) stream.length() / sampleRate);
        long toSkip = stretch.firstSample(sampleRate);
        long wantedSamples = stretch.samples(sampleRate);
        long samples = Math.min(wantedSamples, stream.length() - toSkip);
        if (sampleRate > AudioDecoder.MOST_SAMPLE_RATE || samples <= 0) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        mono.clear();
        while (mono.length() < samples) {
            int count = stream.next();
            if (count == 0 || System.nanoTime() - start > mostTime.toNanos()) {
                return Optional.empty();
            }
            int skipped = (int) Math.min(toSkip, count);
            toSkip -= skipped;
            mono.add(stream, skipped, count);
        }
        boolean toTheEnd = samples < wantedSamples;
        if (toTheEnd && (mono.length() > samples || !stream.hasEnded())) {
            return Optional.empty(); // there is more than the header says
        }
        return Optional.of(new Waveform(mono.copy(0, (int) samples), sampleRate));
    }
}
