package audiotokens.audio;

import audiotokens.ExceptionMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decodes audio to mono float32 at the file's sample rate. {@link FlacDecoder} decodes common, intact FLAC files;
 * FFmpeg decodes everything else.
 *
 * <p>Reusable across clips; not thread-safe. Holds native memory until closed. Never decodes more than
 * {@code maxSeconds}, whatever the header states.
 */
public final class AudioDecoder implements AutoCloseable {
    /** The highest plausible sample rate, in Hz; a header that states more is damaged. */
    static final int MAX_SAMPLE_RATE = 768_000;

    /** Timeout of one clip. A clip normally decodes in milliseconds. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final double maxSeconds;
    private final Duration timeout;
    private final MonoSamples mono = new MonoSamples();
    private final FlacDecoder flac;
    /** Created on first use, since loading FFmpeg takes time. */
    private @Nullable MediaDecoder media;

    /** @param maxSeconds maximum duration to decode, in seconds */
    public AudioDecoder(double maxSeconds) {
        this(maxSeconds, TIMEOUT);
    }

    /** @param timeout maximum time of each of the two decoders */
    AudioDecoder(double maxSeconds, Duration timeout) {
        if (!(maxSeconds > 0)) {
            throw new IllegalArgumentException("maxSeconds must be above 0, was " + maxSeconds);
        }
        this.maxSeconds = maxSeconds;
        this.timeout = timeout;
        this.flac = new FlacDecoder(timeout, mono);
    }

    /** Decodes from the start of the file, at most {@code maxSeconds}. */
    public Waveform decode(EncodedAudio audio) throws AudioException {
        return decode(audio, 0, 0);
    }

    /**
     * Decodes a segment. If the file is longer than the segment and reaches the segment's end, only the segment is
     * decoded; a file that contains just the segment, as AudioSet's files do, is decoded completely. At most
     * {@code maxSeconds} are returned.
     *
     * @param startSeconds start of the segment in its recording
     * @param endSeconds end of the segment; a value not above {@code startSeconds} means that the segment is unknown
     * @return mono samples (the mean of the channels) at the file's sample rate
     * @throws AudioException if the audio cannot be read, is truncated or damaged, or has no samples
     */
    public Waveform decode(EncodedAudio audio, double startSeconds, double endSeconds) throws AudioException {
        TimeRange.Request request = new TimeRange.Request(startSeconds, endSeconds, maxSeconds);
        return decode(audio, request, flac.decode(audio, request));
    }

    /**
     * Decodes the samples that the caller needs. In a FLAC file, only the frames that contain them are decoded; the
     * checksums of the other frames are verified. Files in other formats are decoded completely.
     *
     * @param neededSamples returns the indices of the needed samples, given the length of the result
     * @return a waveform as long as the result of {@link #decode(EncodedAudio, double, double)}; samples that are not
     *     needed may be 0
     * @throws AudioException as in {@link #decode(EncodedAudio, double, double)}
     */
    public Waveform decode(
            EncodedAudio audio, double startSeconds, double endSeconds, Function<AudioLength, BitSet> neededSamples)
            throws AudioException {
        TimeRange.Request request = new TimeRange.Request(startSeconds, endSeconds, maxSeconds);
        return decode(audio, request, flac.decode(audio, request, neededSamples));
    }

    /** @param flacWaveform result of the FLAC decoder; empty if FFmpeg must decode the audio */
    private Waveform decode(EncodedAudio audio, TimeRange.Request request, Optional<Waveform> flacWaveform)
            throws AudioException {
        try {
            return flacWaveform.isPresent() ? flacWaveform.get() : media().decode(audio, request);
        } catch (IOException e) {
            throw new AudioException(audio.origin(), ExceptionMessage.of(e), e);
        }
    }

    /**
     * Returns the length of the waveform that {@link #decode(EncodedAudio, double, double)} would return. Supports FLAC
     * files only, whose frames are skipped instead of decoded; their samples are always in [-1, 1].
     *
     * @return empty if the audio must be decoded to know its length, or cannot be used
     */
    public Optional<AudioLength> lengthWithoutDecoding(EncodedAudio audio, double startSeconds, double endSeconds) {
        return flac.length(audio, new TimeRange.Request(startSeconds, endSeconds, maxSeconds));
    }

    private MediaDecoder media() {
        if (media == null) {
            media = new MediaDecoder(timeout, mono);
        }
        return media;
    }

    @Override
    public void close() {
        if (media != null) {
            media.close();
        }
    }
}
