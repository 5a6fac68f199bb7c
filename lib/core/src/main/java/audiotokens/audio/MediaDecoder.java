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
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes any audio that FFmpeg knows.
 *
 * <p>Reusable for clip after clip, by one thread at a time. Holds native memory until closed.
 */
final class MediaDecoder implements AutoCloseable {
    /** The share of its length below which a file counts as cut off, where its header says the length. */
    private static final double WHOLE = 0.98;

    /** Codecs drop up to this at the ends of what their container announces, for the delay of the encoder. */
    private static final double DELAY_SECONDS = 0.1;

    /** The same, where a file holds pictures too and may announce their length. */
    private static final double PICTURE_SECONDS = 0.5;

    /** Lengths in seconds are rounded to a container's unit of time. */
    private static final double ROUNDING_SECONDS = 0.001;

    /** The longest single block that FFmpeg may ask for, in bytes: a clip held in memory, and some. */
    private static final long MOST_BLOCK = 2L * EncodedAudio.MOST_BYTES;

    private final Duration mostTime;
    private final AVPacket packet;
    private final AVFrame frame;
    private final MonoSamples mono;

    /**
     * @param mostTime after which a clip is given up
     * @param mono gathers the samples
     */
    MediaDecoder(Duration mostTime, MonoSamples mono) {
        this.mostTime = mostTime;
        this.mono = mono;
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(MOST_BLOCK);
        packet = av_packet_alloc();
        frame = av_frame_alloc();
    }

    /** @throws IOException where the audio cannot be read, is cut off, is damaged or holds no sample */
    Waveform decode(EncodedAudio audio, Stretch.Wanted wanted) throws IOException {
        OptionalDouble announced;
        try (MediaInput input = MediaInput.open(audio, mostTime)) {
            announced = AnnouncedLength.seconds(audio);
            if (announced.isEmpty() && !input.estimatesSeconds()) {
                announced = OptionalDouble.of(input.seconds());
            }
            if (announced.isPresent() || !wanted.isSegment()) {
                return decode(input, announced, wanted.of(announced.orElse(0)));
            }
        }
        double counted;
        try (MediaInput input = MediaInput.open(audio, mostTime)) {
            counted = input.countSeconds(packet);
        }
        try (MediaInput input = MediaInput.open(audio, mostTime)) {
            return decode(input, announced, wanted.of(counted));
        }
    }

    /** @param announced the length in seconds that the file itself states; none where it states none */
    private Waveform decode(MediaInput input, OptionalDouble announced, Stretch stretch) throws IOException {
        mono.clear();
        int sampleRate = 0;
        long toSkip = 0;
        long skippedAll = 0;
        long wanted = 0;
        long good = 0;
        int damaged = 0;
        int damagedAtEnd = 0;
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
                    if (sampleRate <= 0 || sampleRate > AudioDecoder.MOST_SAMPLE_RATE) {
                        throw new IOException("claims a sample rate of " + sampleRate + " Hz");
                    }
                    toSkip = stretch.firstSample(sampleRate);
                    wanted = stretch.samples(sampleRate);
                } else if (frame.sample_rate() != sampleRate) {
                    throw new IOException("changes its sample rate from " + sampleRate + " to " + frame.sample_rate());
                }
                mono.add(frame);
                av_frame_unref(frame);
                good++;
                damaged += damagedAtEnd;
                damagedAtEnd = 0;
                if (toSkip > 0) {
                    int skipped = (int) Math.min(toSkip, mono.length());
                    mono.drop(skipped);
                    toSkip -= skipped;
                    skippedAll += skipped;
                }
            }
            status = received == AVERROR_EAGAIN() || received == AVERROR_EOF ? status : received;
            if (status < 0) {
                damagedAtEnd++;
                error = status;
            }
        }
        input.checkTime();
        if (mono.length() == 0) {
            throw new IOException("holds no samples" + (error < 0 ? ": " + MediaInput.message(error) : ""));
        }
        int length = (int) Math.min(mono.length(), wanted);
        double decoded = (double) length / sampleRate;
        double expected = announced.isPresent()
                ? Math.min(stretch.seconds(), announced.getAsDouble() - stretch.fromSeconds())
                : decoded;
        if (!isSoundEnded(announced, (double) (skippedAll + mono.length()) / sampleRate, good, damagedAtEnd)) {
            damaged += damagedAtEnd;
        }
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

    /**
     * Whether packets at the end that could not be decoded are no sound, but tags: all that the file announces is there,
     * or it announces nothing and they are few.
     */
    private static boolean isSoundEnded(OptionalDouble announced, double seconds, long good, int damagedAtEnd) {
        return announced.isPresent() && announced.getAsDouble() > 0
                ? seconds >= announced.getAsDouble() - ROUNDING_SECONDS
                : damagedAtEnd < good;
    }

    /** What must be there of {@code expected} seconds; a file with pictures may announce their length, not the sound's. */
    private static double leastSeconds(MediaInput input, double expected) {
        double tolerance = input.format().nb_streams() == 1 ? DELAY_SECONDS : PICTURE_SECONDS;
        return Math.min(WHOLE * expected, expected - tolerance);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
