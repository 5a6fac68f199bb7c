package audiotokens.audio;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes any audio that FFmpeg knows to mono float32 at its own sample rate.
 *
 * <p>Reusable for clip after clip, by one thread at a time. Holds native memory until closed. Never decodes more than
 * {@code maxSeconds}, whatever a header claims.
 */
public final class AudioDecoder implements AutoCloseable {
    /** A file longer than its segment by less than this holds the segment alone: encoders pad. */
    private static final double PADDING_SECONDS = 0.5;

    /** The share of its length below which a file counts as cut off, where its header says the length. */
    private static final double WHOLE = 0.98;

    /** The same share where the length is only estimated from the size of the file: that may be far off. */
    private static final double WHOLE_OF_ESTIMATE = 0.5;

    /** Codecs drop up to this at the ends of what their container announces, for the delay of the encoder. */
    private static final double DELAY_SECONDS = 0.1;

    /** The highest sample rate of any converter; a header that claims more is wrong. */
    private static final int MOST_SAMPLE_RATE = 768_000;

    /** A clip decodes in milliseconds; whatever takes this long will not end. */
    private static final Duration MOST_TIME = Duration.ofMinutes(1);

    /** The longest single block that FFmpeg may ask for, in bytes: a clip held in memory, and some. */
    private static final long MOST_BLOCK = 2L * EncodedAudio.MOST_BYTES;

    private final double maxSeconds;
    private final Duration mostTime;
    private final AVPacket packet;
    private final AVFrame frame;
    private final MonoSamples mono = new MonoSamples();

    /** @param maxSeconds longest stretch of a clip that is decoded, in seconds */
    public AudioDecoder(double maxSeconds) {
        this(maxSeconds, MOST_TIME);
    }

    /** @param mostTime after which a clip is given up */
    AudioDecoder(double maxSeconds, Duration mostTime) {
        if (!(maxSeconds > 0)) {
            throw new IllegalArgumentException("maxSeconds " + maxSeconds + " is not above 0");
        }
        this.maxSeconds = maxSeconds;
        this.mostTime = mostTime;
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(MOST_BLOCK);
        packet = av_packet_alloc();
        frame = av_frame_alloc();
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
        try (MediaInput input = MediaInput.open(audio, mostTime)) {
            return decode(input, startSeconds, endSeconds);
        } catch (IOException e) {
            throw new AudioException(audio.origin(), e.getMessage(), e);
        }
    }

    private Waveform decode(MediaInput input, double startSeconds, double endSeconds) throws IOException {
        double announced = input.seconds();
        boolean isSegmentOfFile = startSeconds >= 0
                && endSeconds > startSeconds
                && announced > endSeconds - startSeconds + PADDING_SECONDS
                && announced > endSeconds - PADDING_SECONDS;
        double from = isSegmentOfFile ? startSeconds : 0;
        double seconds = Math.min(maxSeconds, isSegmentOfFile ? endSeconds - startSeconds : maxSeconds);

        mono.clear();
        int sampleRate = 0;
        long toSkip = 0;
        long wanted = 0;
        int damaged = 0;
        int error = 0;
        boolean ended = false;
        while (!ended && (sampleRate == 0 || mono.length() < wanted)) {
            input.checkTime();
            int read = av_read_frame(input.format(), packet);
            if (read >= 0 && packet.stream_index() != input.stream()) {
                av_packet_unref(packet);
                continue;
            }
            ended = read < 0;
            int status = ended && read != AVERROR_EOF ? read : 0;
            int sent = avcodec_send_packet(input.codec(), ended ? null : packet);
            av_packet_unref(packet);
            status = sent < 0 ? sent : status;
            int received;
            while ((received = avcodec_receive_frame(input.codec(), frame)) >= 0) {
                if (sampleRate == 0) {
                    sampleRate = frame.sample_rate();
                    if (sampleRate <= 0 || sampleRate > MOST_SAMPLE_RATE) {
                        throw new IOException("claims a sample rate of " + sampleRate + " Hz");
                    }
                    toSkip = Math.round(from * sampleRate);
                    wanted = Math.min(Math.round(seconds * sampleRate), Integer.MAX_VALUE / 2);
                } else if (frame.sample_rate() != sampleRate) {
                    throw new IOException("changes its sample rate from " + sampleRate + " to " + frame.sample_rate());
                }
                mono.add(frame);
                av_frame_unref(frame);
                if (toSkip > 0) {
                    int skipped = (int) Math.min(toSkip, mono.length());
                    mono.drop(skipped);
                    toSkip -= skipped;
                }
            }
            status = received == AVERROR_EAGAIN() || received == AVERROR_EOF ? status : received;
            if (status < 0) {
                damaged++;
                error = status;
            }
        }
        input.checkTime();
        if (mono.length() == 0) {
            throw new IOException("holds no samples" + (error < 0 ? ": " + MediaInput.message(error) : ""));
        }
        int length = (int) Math.min(mono.length(), wanted);
        double decoded = (double) length / sampleRate;
        double expected = Math.min(seconds, announced - from);
        if (decoded < leastSeconds(input, expected)) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "is cut off%s: %.2f of %.2f s could be decoded",
                    damaged > 0 ? " or damaged" : "",
                    decoded,
                    expected));
        }
        if (damaged > 0) {
            throw new IOException(
                    "is damaged: " + damaged + " of its packets could not be decoded: " + MediaInput.message(error));
        }
        return new Waveform(mono.copy(0, length), sampleRate);
    }

    /** What must be there of {@code expected} seconds; a file with pictures may announce their length, not the sound's. */
    private static double leastSeconds(MediaInput input, double expected) {
        if (input.estimatesSeconds()) {
            return WHOLE_OF_ESTIMATE * expected;
        }
        double tolerance = input.format().nb_streams() == 1 ? DELAY_SECONDS : PADDING_SECONDS;
        return Math.min(WHOLE * expected, expected - tolerance);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
