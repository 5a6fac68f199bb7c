package audiotokens.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_SEEKABLE_NORMAL;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** One audio file opened with FFmpeg, and the decoder of its best audio stream. Owns native memory until closed. */
final class MediaInput implements AutoCloseable {
    /**
     * The containers that are opened. Playlists and concatenation scripts are left out: they would let an audio file
     * open other files.
     */
    private static final String FORMATS = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,webm,mov,mp3,"
            + "mpc,mpc8,mpeg,mpegts,ogg,tak,tta,w64,wav,wv";

    /** A microphone may be silent for as long as it likes. */
    private static final Duration UNLIMITED = Duration.ofDays(10_000);

    private final AVFormatContext format;
    private final AVIOContext memory;
    private final Deadline deadline;
    private AVCodecContext codec;
    private int stream;

    private MediaInput(AVFormatContext format, AVIOContext memory, Deadline deadline) {
        this.format = format;
        this.memory = memory;
        this.deadline = deadline;
    }

    /**
     * @param allowed the time that opening and decoding may take together
     * @throws IOException where it cannot be read, is no audio, or is of an unknown codec
     */
    static MediaInput open(EncodedAudio audio, Duration allowed) throws IOException {
        MediaInput input =
                switch (audio) {
                    case EncodedAudio.OfFile inFile -> {
                        Path file = inFile.file();
                        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
                            throw new IOException("is no readable file");
                        }
                        AVFormatContext context = avformat_alloc_context();
                        yield opened(context, null, "file:" + file.toAbsolutePath(), allowed, Optional.empty());
                    }
                    case EncodedAudio.OfBytes inMemory -> {
                        AVIOContext memory = reader(inMemory.bytes());
                        AVFormatContext context = avformat_alloc_context();
                        context.pb(memory);
                        yield opened(context, memory, "", allowed, Optional.empty());
                    }
                };
        return input.withStream();
    }

    /**
     * Opens standard input, which may be a pipe that never ends.
     *
     * @param raw its samples' form where it has no header
     * @throws IOException where it ends at once, is no audio, or is of an unknown codec
     */
    static MediaInput openStandardInput(Optional<RawAudio> raw) throws IOException {
        AVFormatContext context = avformat_alloc_context();
        context.max_analyze_duration(AV_TIME_BASE / 2); // a live sound shall not wait for more
        return opened(context, null, "pipe:0", UNLIMITED, raw).withStream();
    }

    private MediaInput withStream() throws IOException {
        try {
            findStream();
            checkTime();
            return this;
        } catch (IOException e) {
            try (this) {
                checkTime();
            }
            throw e;
        }
    }

    private static MediaInput opened(
            AVFormatContext context, AVIOContext memory, String url, Duration allowed, Optional<RawAudio> raw)
            throws IOException {
        Deadline deadline = new Deadline(allowed);
        deadline.bind(context);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", raw.map(RawAudio::sampleType).orElse(FORMATS), 0);
        av_dict_set(options, "protocol_whitelist", "file,pipe", 0);
        raw.ifPresent(samples -> {
            av_dict_set(options, "sample_rate", String.valueOf(samples.sampleRate()), 0);
            av_dict_set(options, "ch_layout", samples.channels() + "C", 0);
        });
        AVInputFormat demuxer =
                raw.map(samples -> av_find_input_format(samples.sampleType())).orElse(null);
        int result = avformat_open_input(context, url, demuxer, options);
        av_dict_free(options);
        if (result < 0) {
            freeReader(memory);
            try (deadline) {
                deadline.check();
            }
            throw new IOException("cannot be read as audio: " + message(result));
        }
        return new MediaInput(context, memory, deadline);
    }

    /** FFmpeg reads and seeks in the buffer itself where a context has no read function; it asks for the length only. */
    private static AVIOContext reader(byte[] bytes) {
        BytePointer buffer = new BytePointer(av_malloc(bytes.length + 64L));
        buffer.put(bytes, 0, bytes.length);
        LongPointer length = new LongPointer(av_malloc(Long.BYTES));
        length.put(bytes.length);
        return avio_alloc_context(buffer, bytes.length, 0, length, null, null, LENGTH);
    }

    /** Without state, and one for all: JavaCPP has room for few functions that native code calls back. */
    private static final Seek_Pointer_long_int LENGTH = new Seek_Pointer_long_int() {
        @Override
        public long call(Pointer length, long offset, int whence) {
            return whence == AVSEEK_SIZE ? new LongPointer(length).get() : -1;
        }
    };

    private static void freeReader(AVIOContext memory) {
        if (memory != null) {
            av_free(memory.opaque());
            av_free(memory.buffer());
            avio_context_free(memory);
        }
    }

    private void findStream() throws IOException {
        if (!headerSaysAll()) {
            check(avformat_find_stream_info(format, (PointerPointer<?>) null), "has no streams that can be read");
        }
        stream = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (PointerPointer<?>) null, 0);
        if (stream < 0) {
            throw new IOException("holds no audio");
        }
        AVStream found = format.streams(stream);
        AVCodec decoder = avcodec_find_decoder(found.codecpar().codec_id());
        if (decoder == null) {
            throw new IOException("is of a codec that FFmpeg here does not know");
        }
        codec = avcodec_alloc_context3(decoder);
        check(avcodec_parameters_to_context(codec, found.codecpar()), "has wrong parameters");
        codec.thread_count(1);
        if (decoder.id() == AV_CODEC_ID_FLAC) {
            // a damaged frame decodes to noise unless its check sum is looked at
            codec.err_recognition(AV_EF_CRCCHECK | AV_EF_EXPLODE);
        }
        check(avcodec_open2(codec, decoder, (PointerPointer<?>) null), "cannot be decoded");
    }

    /** FLAC's and WAVE's headers name rate, channels and length; looking for them would decode the first frames twice. */
    private boolean headerSaysAll() {
        if (format.nb_streams() != 1) {
            return false;
        }
        AVStream only = format.streams(0);
        AVCodecParameters parameters = only.codecpar();
        boolean isPipe = (format.pb().seekable() & AVIO_SEEKABLE_NORMAL) == 0;
        return parameters.codec_type() == AVMEDIA_TYPE_AUDIO
                && parameters.sample_rate() > 0
                && parameters.ch_layout().nb_channels() > 0
                && (only.duration() > 0 || isPipe)
                && (parameters.codec_id() == AV_CODEC_ID_FLAC || parameters.codec_id() == AV_CODEC_ID_PCM_S16LE);
    }

    /** Lets decoding take the allowed time once more. */
    void restartTime() {
        deadline.restart();
    }

    /** @throws IOException where opening and decoding have taken too long */
    void checkTime() throws IOException {
        deadline.check();
    }

    AVFormatContext format() {
        return format;
    }

    AVCodecContext codec() {
        return codec;
    }

    /** The index of the audio stream. */
    int stream() {
        return stream;
    }

    /** Length in seconds as the file's header says or FFmpeg estimates it; 0 where neither knows. */
    double seconds() {
        AVStream found = format.streams(stream);
        if (found.duration() != AV_NOPTS_VALUE && found.duration() > 0) {
            return (double) found.duration()
                    * found.time_base().num()
                    / found.time_base().den();
        }
        return format.duration() == AV_NOPTS_VALUE ? 0 : Math.max(0, format.duration() / (double) AV_TIME_BASE);
    }

    /** Whether {@link #seconds} is reckoned from the file's size and bit rate, as nothing in the file says its length. */
    boolean estimatesSeconds() {
        return format.duration_estimation_method() == AVFMT_DURATION_FROM_BITRATE;
    }

    private static void check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + message(result));
        }
    }

    /** FFmpeg's words for an error. */
    static String message(int error) {
        byte[] text = new byte[128];
        av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (codec != null) {
            avcodec_free_context(codec);
        }
        avformat_close_input(format);
        freeReader(memory);
        deadline.close();
    }
}
