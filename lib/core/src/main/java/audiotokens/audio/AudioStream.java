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

import audiotokens.ExceptionMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a recording of any length block by block, to the same samples as {@link AudioDecoder}: mono float32 at the
 * file's sample rate. Memory use does not depend on the duration. Not thread-safe; holds native memory until closed.
 */
public final class AudioStream implements AutoCloseable {
    /** Timeout of one block. */
    private static final Duration BLOCK_TIMEOUT = Duration.ofMinutes(1);

    /** A file counts as truncated if it is shorter than its header states by more than this, in seconds. */
    private static final double TOLERATED_SECONDS = 0.5;

    /** The same tolerance as a fraction of the duration, if the duration is only estimated from the file size. */
    private static final double TOLERATED_FRACTION_OF_ESTIMATE = 0.5;

    private final String origin;
    private final MediaInput input;
    /** Minimum duration of a complete file, from its header; empty if unknown. */
    private final OptionalDouble minSeconds;

    private final MonoSamples mono = new MonoSamples();
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private int sampleRate;
    private float @Nullable [] firstBlock;
    private long decodedSamples;
    private int damagedPackets;
    private int lastError;
    private boolean ended;
    private boolean closed;

    private AudioStream(String origin, MediaInput input, OptionalDouble minSeconds) throws IOException {
        this.origin = origin;
        this.input = input;
        this.minSeconds = minSeconds;
        try {
            this.firstBlock = decode();
            if (sampleRate == 0) {
                throw new IOException(
                        "contains no samples" + (lastError < 0 ? ": " + MediaInput.message(lastError) : ""));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a file in any container format that FFmpeg reads.
     *
     * @throws AudioException if it cannot be read or has no samples
     */
    public static AudioStream open(Path file) throws AudioException {
        av_log_set_level(AV_LOG_QUIET);
        EncodedAudio audio = new EncodedAudio.InFile(file);
        try {
            MediaInput input = MediaInput.open(audio, BLOCK_TIMEOUT);
            double seconds = WavHeader.seconds(audio).orElseGet(input::seconds);
            double toleratedSeconds =
                    input.estimatesSeconds() ? TOLERATED_FRACTION_OF_ESTIMATE * seconds : TOLERATED_SECONDS;
            return new AudioStream(file.toString(), input, OptionalDouble.of(seconds - toleratedSeconds));
        } catch (IOException e) {
            throw new AudioException(file.toString(), ExceptionMessage.of(e), e);
        }
    }

    /**
     * Opens standard input. Nothing else in the process may read it.
     *
     * @param raw format of headerless samples; if empty, standard input is a container that can be read without seeking
     * @throws AudioException if it is empty or not audio
     */
    public static AudioStream openStandardInput(Optional<RawAudio> raw) throws AudioException {
        av_log_set_level(AV_LOG_QUIET);
        try {
            return new AudioStream("standard input", MediaInput.openStandardInput(raw), OptionalDouble.empty());
        } catch (IOException e) {
            throw new AudioException("standard input", ExceptionMessage.of(e), e);
        }
    }

    /** Returns the sample rate of {@link #next}, in Hz. */
    public int sampleRate() {
        return sampleRate;
    }

    /**
     * Returns the next samples, nominally -1 to 1; an empty array at the end.
     *
     * @throws AudioException after the last decodable sample, if some packets could not be decoded or the file is
     *     truncated
     */
    public float[] next() throws AudioException {
        try {
            float[] block = firstBlock == null ? decode() : firstBlock;
            firstBlock = null;
            if (block.length == 0) {
                checkComplete();
            }
            return block;
        } catch (IOException e) {
            throw new AudioException(origin, ExceptionMessage.of(e), e);
        }
    }

    private float[] decode() throws IOException {
        mono.clear();
        input.restartTimeout();
        while (!ended && mono.length() == 0) {
            input.checkTimeout();
            int read = av_read_frame(input.format(), packet);
            if (read >= 0 && packet.stream_index() != input.stream()) {
                av_packet_unref(packet);
                continue;
            }
            ended = read < 0;
            recordStatus(ended && read != AVERROR_EOF ? read : 0);
            recordStatus(avcodec_send_packet(input.codec(), ended ? null : packet));
            av_packet_unref(packet);
            receiveFrames();
        }
        decodedSamples += mono.length();
        return mono.copy(0, mono.length());
    }

    private void receiveFrames() throws IOException {
        int received;
        while ((received = avcodec_receive_frame(input.codec(), frame)) >= 0) {
            int rate = frame.sample_rate();
            if (sampleRate == 0 && (rate <= 0 || rate > AudioDecoder.MAX_SAMPLE_RATE)) {
                throw new IOException("declares a sample rate of " + rate + " Hz");
            }
            if (sampleRate != 0 && rate != sampleRate) {
                throw new IOException("changes its sample rate from " + sampleRate + " to " + rate);
            }
            sampleRate = rate;
            mono.add(frame);
            av_frame_unref(frame);
        }
        recordStatus(received == AVERROR_EAGAIN() || received == AVERROR_EOF ? 0 : received);
    }

    private void recordStatus(int status) {
        if (status < 0) {
            damagedPackets++;
            lastError = status;
        }
    }

    private void checkComplete() throws IOException {
        if (damagedPackets > 0) {
            throw new IOException("is damaged: " + damagedPackets + " of its packets could not be decoded: "
                    + MediaInput.message(lastError));
        }
        double seconds = (double) decodedSamples / sampleRate;
        if (minSeconds.isPresent() && seconds < minSeconds.getAsDouble()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "is truncated: %.2f s could be decoded, but its header declares more than %.2f s",
                    seconds,
                    minSeconds.getAsDouble()));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_packet_free(packet);
            av_frame_free(frame);
            input.close();
        }
    }
}
