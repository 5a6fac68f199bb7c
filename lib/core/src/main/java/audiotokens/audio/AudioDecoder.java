package audiotokens.audio;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Decodes any audio to mono float32 at its own sample rate: FLAC files that are whole and ordinary by
 * {@link FlacDecoder}, everything else by FFmpeg.
 *
 * <p>Reusable for clip after clip, by one thread at a time. Holds native memory until closed. Never decodes more than
 * {@code maxSeconds}, whatever a header claims.
 */
public final class AudioDecoder implements AutoCloseable {
    /** The highest sample rate of any converter; a header that claims more is wrong. */
    static final int MOST_SAMPLE_RATE = 768_000;

    /** A clip decodes in milliseconds; whatever takes this long will not end. */
    private static final Duration MOST_TIME = Duration.ofMinutes(1);

    private final double maxSeconds;
    private final Duration mostTime;
    private final MonoSamples mono = new MonoSamples();
    private final FlacDecoder flac;
    /** Made when it is first needed, since FFmpeg takes a while to load. */
    private MediaDecoder media;

    /** @param maxSeconds longest stretch of a clip that is decoded, in seconds */
    public AudioDecoder(double maxSeconds) {
        this(maxSeconds, MOST_TIME);
    }

    /** @param mostTime that FLAC's decoder may take, and after it FFmpeg; then a clip is given up */
    AudioDecoder(double maxSeconds, Duration mostTime) {
        if (!(maxSeconds > 0)) {
            throw new IllegalArgumentException("maxSeconds " + maxSeconds + " is not above 0");
        }
        this.maxSeconds = maxSeconds;
        this.mostTime = mostTime;
        this.flac = new FlacDecoder(mostTime, mono);
    }

    /** Decodes from the beginning, up to {@code maxSeconds}. */
    public Waveform decode(EncodedAudio audio) throws AudioException {
        return decode(audio, 0, 0);
    }

    /**
     * Decodes a segment. Where the file is longer than the segment and reaches to the segment's end, only the segment is
     * taken; a file that holds the segment alone, as AudioSet's do, is taken whole. The result is cut at
     * {@code maxSeconds}.
     *
     * @param startSeconds where the segment starts in its recording
     * @param endSeconds where it ends; not after the start means that the segment is not known
     * @return mono samples, channels averaged, at the file's own rate
     * @throws AudioException where the audio cannot be read, is cut off, is damaged or holds no sample
     */
    public Waveform decode(EncodedAudio audio, double startSeconds, double endSeconds) throws AudioException {
        Stretch.Wanted wanted = new Stretch.Wanted(startSeconds, endSeconds, maxSeconds);
        try {
            Optional<Waveform> quick = flac.decode(audio, wanted);
            return quick.isPresent() ? quick.get() : media().decode(audio, wanted);
        } catch (IOException e) {
            throw new AudioException(audio.origin(), e.getMessage(), e);
        }
    }

    /**
     * How long a segment is that {@link #decode(EncodedAudio, double, double)} gives, without decoding it: of a FLAC file
     * whose check sums are right. Its samples lie between -1 and 1.
     *
     * @return empty where only decoding tells, or the audio cannot be used
     */
    public Optional<AudioLength> quickLength(EncodedAudio audio, double startSeconds, double endSeconds) {
        return flac.length(audio, new Stretch.Wanted(startSeconds, endSeconds, maxSeconds));
    }

    private MediaDecoder media() {
        if (media == null) {
            media = new MediaDecoder(mostTime, mono);
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
