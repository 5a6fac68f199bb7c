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
 * Decodes audio with FFmpeg.
 *
 * <p>Reusable across clips; not thread-safe. Holds native memory until closed.
 */
final class MediaDecoder implements AutoCloseable {
    /** A file counts as truncated if less than this fraction of the duration in its header can be decoded. */
    private static final double MIN_COMPLETE_FRACTION = 0.98;

    /** Encoder delay: codecs may drop up to this much of the duration in the container. */
    private static final double MAX_DELAY_SECONDS = 0.1;

    /** Tolerance for files with a video stream: the stated duration may be that of the video. */
    private static final double VIDEO_TOLERANCE_SECONDS = 0.5;

    /** Rounding of durations to the container's time base. */
    private static final double ROUNDING_SECONDS = 0.001;

    /** Maximum single allocation of FFmpeg, in bytes: a clip held in memory plus overhead. */
    private static final long MAX_ALLOCATION = 2L * EncodedAudio.MAX_BYTES;

    private final Duration timeout;
    private final AVPacket packet;
    private final AVFrame frame;
    private final MonoSamples mono;

    /**
     * @param timeout maximum time per clip
     * @param mono receives the samples
     */
    MediaDecoder(Duration timeout, MonoSamples mono) {
        this.timeout = timeout;
        this.mono = mono;
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(MAX_ALLOCATION);
        packet = av_packet_alloc();
        frame = av_frame_alloc();
    }

    /**
     * Decodes a clip, or the requested segment of it.
     *
     * @throws IOException if the audio cannot be read, is truncated or damaged, or has no samples
     */
    Waveform decode(EncodedAudio audio, TimeRange.Request request) throws IOException {
        OptionalDouble declaredSeconds;
        try (MediaInput input = MediaInput.open(audio, timeout)) {
            declaredSeconds = HeaderDuration.seconds(audio);
            if (declaredSeconds.isEmpty() && !input.estimatesSeconds()) {
                declaredSeconds = OptionalDouble.of(input.seconds());
            }
            if (declaredSeconds.isPresent() || !request.isSegment()) {
                return decode(input, declaredSeconds, request.toRange(declaredSeconds.orElse(0)));
            }
        }
        double measuredSeconds;
        try (MediaInput input = MediaInput.open(audio, timeout)) {
            measuredSeconds = input.measureSeconds(packet);
        }
        try (MediaInput input = MediaInput.open(audio, timeout)) {
            return decode(input, declaredSeconds, request.toRange(measuredSeconds));
        }
    }

    /** @param declaredSeconds duration stated in the file, in seconds; empty if it states none */
    private Waveform decode(MediaInput input, OptionalDouble declaredSeconds, TimeRange range) throws IOException {
        mono.clear();
        int sampleRate = 0;
        long toSkip = 0;
        long totalSkipped = 0;
        long neededSamples = 0;
        long decodedFrames = 0;
        int damagedPackets = 0;
        int damagedAtEnd = 0;
        int lastError = 0;
        double otherStreamsEndSeconds = 0;
        boolean isEnd = false;
        while (!isEnd && (sampleRate == 0 || mono.length() < neededSamples)) {
            input.checkTimeout();
            int read = av_read_frame(input.format(), packet);
            if (read >= 0 && packet.stream_index() != input.stream()) {
                if (input.isAudioOrVideo(packet)) {
                    otherStreamsEndSeconds = Math.max(otherStreamsEndSeconds, input.endSeconds(packet));
                }
                av_packet_unref(packet);
                continue;
            }
            isEnd = read < 0;
            int status = isEnd && read != AVERROR_EOF ? read : 0;
            int sent = avcodec_send_packet(input.codec(), isEnd ? null : packet);
            boolean isTag = sent < 0 && !isEnd && MediaInput.isTag(packet);
            av_packet_unref(packet);
            status = sent < 0 && !isTag ? sent : status;
            int received;
            while ((received = avcodec_receive_frame(input.codec(), frame)) >= 0) {
                if (sampleRate == 0) {
                    sampleRate = frame.sample_rate();
                    if (sampleRate <= 0 || sampleRate > AudioDecoder.MAX_SAMPLE_RATE) {
                        throw new IOException("declares a sample rate of " + sampleRate + " Hz");
                    }
                    toSkip = range.firstSample(sampleRate);
                    neededSamples = range.samples(sampleRate);
                } else if (frame.sample_rate() != sampleRate) {
                    throw new IOException("changes its sample rate from " + sampleRate + " to " + frame.sample_rate());
                }
                mono.add(frame);
                av_frame_unref(frame);
                decodedFrames++;
                damagedPackets += damagedAtEnd;
                damagedAtEnd = 0;
                if (toSkip > 0) {
                    int skipped = (int) Math.min(toSkip, mono.length());
                    mono.dropFirst(skipped);
                    toSkip -= skipped;
                    totalSkipped += skipped;
                }
            }
            status = received == AVERROR_EAGAIN() || received == AVERROR_EOF ? status : received;
            if (status < 0) {
                damagedAtEnd++;
                lastError = status;
            }
        }
        input.checkTimeout();
        if (mono.length() == 0) {
            throw new IOException("contains no samples" + (lastError < 0 ? ": " + MediaInput.message(lastError) : ""));
        }
        int length = (int) Math.min(mono.length(), neededSamples);
        double decodedSeconds = (double) length / sampleRate;
        double expectedSeconds = declaredSeconds.isPresent()
                ? Math.min(range.seconds(), declaredSeconds.getAsDouble() - range.startSeconds())
                : decodedSeconds;
        if (!isAudioComplete(
                declaredSeconds, (double) (totalSkipped + mono.length()) / sampleRate, decodedFrames, damagedAtEnd)) {
            damagedPackets += damagedAtEnd;
        }
        boolean otherStreamsComplete = input.statesLongestStreamOnly()
                && declaredSeconds.isPresent()
                && otherStreamsEndSeconds >= declaredSeconds.getAsDouble() - VIDEO_TOLERANCE_SECONDS;
        if (decodedSeconds < minSeconds(input, expectedSeconds) && !otherStreamsComplete) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "is truncated%s: %.2f of %.2f s could be decoded",
                    damagedPackets > 0 ? " or damaged" : "",
                    decodedSeconds,
                    expectedSeconds));
        }
        if (damagedPackets > 0) {
            throw new IOException("is damaged: " + damagedPackets + " of its packets could not be decoded: "
                    + MediaInput.message(lastError));
        }
        return new Waveform(mono.copy(0, length), sampleRate);
    }

    /**
     * Returns whether undecodable packets at the end are tags rather than audio: the stated duration was decoded
     * completely, or none is stated and the packets are few.
     */
    private static boolean isAudioComplete(
            OptionalDouble declaredSeconds, double seconds, long decodedFrames, int damagedAtEnd) {
        return (declaredSeconds.isPresent() && declaredSeconds.getAsDouble() > 0)
                ? seconds >= declaredSeconds.getAsDouble() - ROUNDING_SECONDS
                : damagedAtEnd < decodedFrames;
    }

    /** Returns the minimum duration that must be decoded if {@code expectedSeconds} are stated, in seconds. */
    private static double minSeconds(MediaInput input, double expectedSeconds) {
        double tolerance = input.format().nb_streams() == 1 ? MAX_DELAY_SECONDS : VIDEO_TOLERANCE_SECONDS;
        return Math.min(MIN_COMPLETE_FRACTION * expectedSeconds, expectedSeconds - tolerance);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
