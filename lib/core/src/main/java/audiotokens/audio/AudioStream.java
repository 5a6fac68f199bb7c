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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A sound of any length, decoded block after block: mono float32 at its own sample rate, channels averaged, as
 * {@link AudioDecoder} gives it whole. Memory does not grow with the length. For one thread; owns native memory until
 * closed.
 */
public final class AudioStream implements AutoCloseable {
    /** What a block of a file may take; a decoder that takes longer does not come to an end. */
    private static final Duration MAX_BLOCK_TIME = Duration.ofMinutes(1);

    /** A file whose header announces more than this beyond what could be decoded is cut off. */
    private static final double TOLERATED_SECONDS = 0.5;

    /** The same as a share of the length, where it is estimated from the file's size. */
    private static final double TOLERATED_SHARE_OF_ESTIMATE = 0.5;

    private final String origin;
    private final MediaInput input;
    private final OptionalDouble announcedSeconds;
    private final MonoSamples mono = new MonoSamples();
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private int sampleRate;
    private float[] first;
    private long decoded;
    private int damaged;
    private int error;
    private boolean ended;
    private boolean closed;

    private AudioStream(String origin, MediaInput input, OptionalDouble announcedSeconds) throws IOException {
        this.origin = origin;
        this.input = input;
        this.announcedSeconds = announcedSeconds;
        try {
            this.first = decode();
            if (sampleRate == 0) {
                throw new IOException("holds no samples" + (error < 0 ? ": " + MediaInput.message(error) : ""));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a file of any container that FFmpeg reads.
     *
     * @throws AudioException where it cannot be read or holds no samples
     */
    public static AudioStream open(Path file) throws AudioException {
        av_log_set_level(AV_LOG_QUIET);
        EncodedAudio audio = new EncodedAudio.OfFile(file);
        try {
            MediaInput input = MediaInput.open(audio, MAX_BLOCK_TIME);
            double seconds = WavHeader.seconds(audio).orElseGet(input::seconds);
            double missing = input.estimatesSeconds() ? TOLERATED_SHARE_OF_ESTIMATE * seconds : TOLERATED_SECONDS;
            return new AudioStream(file.toString(), input, OptionalDouble.of(seconds - missing));
        } catch (IOException e) {
            throw new AudioException(file.toString(), e.getMessage(), e);
        }
    }

    /**
     * Opens the process's standard input, which nothing else may read.
     *
     * @param raw the samples' form; where empty, standard input holds any container that can be read without seeking
     * @throws AudioException where it ends at once or is no audio
     */
    public static AudioStream ofStandardInput(Optional<RawAudio> raw) throws AudioException {
        av_log_set_level(AV_LOG_QUIET);
        try {
            return new AudioStream("standard input", MediaInput.openStandardInput(raw), OptionalDouble.empty());
        } catch (IOException e) {
            throw new AudioException("standard input", e.getMessage(), e);
        }
    }

    /** Samples a second of {@link #next}, in Hz. */
    public int sampleRate() {
        return sampleRate;
    }

    /**
     * The next samples, -1 to 1; an empty array after the last.
     *
     * @throws AudioException after all samples that could be decoded, where some could not or the file is cut off
     */
    public float[] next() throws AudioException {
        try {
            float[] block = first == null ? decode() : first;
            first = null;
            if (block.length == 0) {
                checkWhole();
            }
            return block;
        } catch (IOException e) {
            throw new AudioException(origin, e.getMessage(), e);
        }
    }

    private float[] decode() throws IOException {
        mono.clear();
        input.restartTime();
        while (!ended && mono.length() == 0) {
            input.checkTime();
            int read = av_read_frame(input.format(), packet);
            if (read >= 0 && packet.stream_index() != input.stream()) {
                av_packet_unref(packet);
                continue;
            }
            ended = read < 0;
            note(ended && read != AVERROR_EOF ? read : 0);
            note(avcodec_send_packet(input.codec(), ended ? null : packet));
            av_packet_unref(packet);
            receive();
        }
        decoded += mono.length();
        return mono.copy(0, mono.length());
    }

    private void receive() throws IOException {
        int received;
        while ((received = avcodec_receive_frame(input.codec(), frame)) >= 0) {
            int rate = frame.sample_rate();
            if (sampleRate == 0 && (rate <= 0 || rate > AudioDecoder.MOST_SAMPLE_RATE)) {
                throw new IOException("claims a sample rate of " + rate + " Hz");
            }
            if (sampleRate != 0 && rate != sampleRate) {
                throw new IOException("changes its sample rate from " + sampleRate + " to " + rate);
            }
            sampleRate = rate;
            mono.add(frame);
            av_frame_unref(frame);
        }
        note(received == AVERROR_EAGAIN() || received == AVERROR_EOF ? 0 : received);
    }

    private void note(int status) {
        if (status < 0) {
            damaged++;
            error = status;
        }
    }

    private void checkWhole() throws IOException {
        if (damaged > 0) {
            throw new IOException(
                    "is damaged: " + damaged + " of its packets could not be decoded: " + MediaInput.message(error));
        }
        double seconds = (double) decoded / sampleRate;
        if (announcedSeconds.isPresent() && seconds < announcedSeconds.getAsDouble()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "is cut off: %.2f s could be decoded, and its header announces more than %.2f s",
                    seconds,
                    announcedSeconds.getAsDouble()));
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
