package audiotokens.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_ADPCM_G726;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_ADPCM_G726LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_ADPCM_IMA_QT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FIRST_AUDIO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_F32BE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_F32LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_F64BE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_F64LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16BE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S24BE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S24LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S32BE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S32LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_SEEKABLE_NORMAL;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_rb32;
import static org.bytedeco.ffmpeg.global.avformat.avio_seek;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import audiotokens.file.FileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** An audio file opened with FFmpeg, and the decoder of its best audio stream. Owns native memory until closed. */
final class MediaInput implements AutoCloseable {
    /** WAV format tag of G.726. */
    private static final int WAVE_G726 = 0x45;

    /** Timeout of live input, which may be silent for any length of time. */
    private static final Duration LIVE_TIMEOUT = Duration.ofDays(10_000);
    /** First bytes of a big-endian WAV file. */
    private static final int RIFX = 0x52494658;

    private final AVFormatContext format;
    private final AVIOContext ioContext;
    private final boolean inMemory;
    private final Deadline deadline;
    private @Nullable AVCodecContext codec;
    private int stream;

    private MediaInput(AVFormatContext format, AVIOContext ioContext, boolean inMemory, Deadline deadline) {
        this.format = format;
        this.ioContext = ioContext;
        this.inMemory = inMemory;
        this.deadline = deadline;
    }

    /**
     * Opens an audio file.
     *
     * @param timeout timeout of opening and decoding together
     * @throws IOException if it cannot be read, is not audio, or uses an unknown codec
     */
    static MediaInput open(EncodedAudio audio, Duration timeout) throws IOException {
        MediaInput input = openInput(audio, timeout);
        try {
            if (input.containerName().equals("wav") && WavHeader.isBigEndian(audio)) {
                input.useBigEndianCodec();
            }
        } catch (IOException e) {
            try (input) {
                throw e;
            }
        }
        return input.withOpenStream(false);
    }

    /**
     * Opens standard input, which may be a pipe that never ends.
     *
     * @param raw format of headerless samples
     * @throws IOException if it is empty, not audio, or uses an unknown codec
     */
    static MediaInput openStandardInput(Optional<RawAudio> raw) throws IOException {
        Deadline deadline = new Deadline(LIVE_TIMEOUT);
        AVFormatContext context = avformat_alloc_context();
        deadline.bind(context);
        context.max_analyze_duration(AV_TIME_BASE / 2); // do not buffer: input may be live
        AVIOContext pipe = new AVIOContext(null);
        byte[] name = "pipe:0\0".getBytes(StandardCharsets.US_ASCII);
        int result;
        try (BytePointer url = new BytePointer(name)) {
            result = avio_open2(pipe, url, AVIO_FLAG_READ, context.interrupt_callback(), (AVDictionary) null);
        }
        if (result < 0) {
            avformat_free_context(context);
            deadline.close();
            throw new IOException("cannot be read: " + message(result));
        }
        boolean bigEndian = raw.isEmpty() && avio_rb32(pipe) == RIFX;
        avio_seek(pipe, 0, 0); // within the buffer, so it also works for a pipe
        MediaInput input = openInput(context, pipe, false, name, deadline, raw);
        if (bigEndian && input.containerName().equals("wav")) {
            input.useBigEndianCodec();
        }
        return input.withOpenStream(raw.isPresent());
    }

    /** @param isFormatGiven whether the format was given rather than detected */
    private MediaInput withOpenStream(boolean isFormatGiven) throws IOException {
        try {
            findStream(isFormatGiven);
            checkTimeout();
            return this;
        } catch (IOException e) {
            try (this) {
                checkTimeout();
            }
            throw e;
        }
    }

    private static MediaInput openInput(EncodedAudio audio, Duration timeout) throws IOException {
        Deadline deadline = new Deadline(timeout);
        AVFormatContext context = avformat_alloc_context();
        deadline.bind(context);
        AVIOContext ioContext;
        byte[] name;
        switch (audio) {
            case EncodedAudio.InFile inFile -> {
                name = terminatedName(inFile.file());
                ioContext = openFile(inFile.file(), name, context, deadline);
            }
            case EncodedAudio.InMemory inMemory -> {
                name = new byte[1];
                ioContext = openMemory(inMemory.bytes());
            }
        }
        return openInput(context, ioContext, audio instanceof EncodedAudio.InMemory, name, deadline, Optional.empty());
    }

    private static MediaInput openInput(
            AVFormatContext context,
            AVIOContext ioContext,
            boolean inMemory,
            byte[] name,
            Deadline deadline,
            Optional<RawAudio> raw)
            throws IOException {
        context.pb(ioContext);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", raw.map(RawAudio::sampleType).orElseGet(Demuxers::allowed), 0);
        raw.ifPresent(samples -> {
            av_dict_set(options, "sample_rate", String.valueOf(samples.sampleRate()), 0);
            av_dict_set(options, "ch_layout", samples.channels() + "C", 0);
        });
        AVInputFormat demuxer =
                raw.map(samples -> av_find_input_format(samples.sampleType())).orElse(null);
        // the file is already open; files that it refers to must not be opened
        av_dict_set(options, "protocol_whitelist", "none", 0);
        int result;
        try (BytePointer url = new BytePointer(name)) {
            result = avformat_open_input(context, url, demuxer, options);
        }
        av_dict_free(options);
        if (result < 0) {
            boolean empty = ioContext.pos() == 0;
            close(ioContext, inMemory);
            try (deadline) {
                deadline.check();
            }
            if (empty) {
                throw new IOException("is empty");
            }
            String reason = result == AVERROR_EINVAL()
                    ? "its format is not supported (it may be a playlist or headerless samples)"
                    : message(result);
            throw new IOException("cannot be read as audio: " + reason);
        }
        return new MediaInput(context, ioContext, inMemory, deadline);
    }

    /** Returns the file name for FFmpeg: its bytes in the file system, zero-terminated. */
    private static byte[] terminatedName(Path file) {
        byte[] path = FileName.bytes(file.toAbsolutePath());
        byte[] prefix = "file:".getBytes(StandardCharsets.US_ASCII);
        byte[] name = Arrays.copyOf(prefix, prefix.length + path.length + 1);
        System.arraycopy(path, 0, name, prefix.length, path.length);
        return name;
    }

    private static AVIOContext openFile(Path file, byte[] name, AVFormatContext context, Deadline deadline)
            throws IOException {
        AVIOContext opened = new AVIOContext(null);
        int result = AVERROR_EIO();
        if (Files.isReadable(file) && Files.isRegularFile(file)) {
            try (BytePointer url = new BytePointer(name)) {
                result = avio_open2(opened, url, AVIO_FLAG_READ, context.interrupt_callback(), (AVDictionary) null);
            }
        }
        if (result < 0) {
            avformat_free_context(context);
            try (deadline) {
                deadline.check();
            }
            throw new IOException("is not a readable file");
        }
        return opened;
    }

    /**
     * Opens an encoded file that is held in memory. Without a read function FFmpeg reads from the buffer directly; the
     * seek function only returns the size.
     */
    private static AVIOContext openMemory(byte[] bytes) {
        BytePointer buffer = new BytePointer(av_malloc(bytes.length + 64L));
        buffer.put(bytes, 0, bytes.length);
        LongPointer length = new LongPointer(av_malloc(Long.BYTES));
        length.put(bytes.length);
        return avio_alloc_context(buffer, bytes.length, 0, length, null, null, RETURN_LENGTH);
    }

    /** Stateless and shared: JavaCPP supports only a limited number of callbacks. */
    private static final Seek_Pointer_long_int RETURN_LENGTH = new Seek_Pointer_long_int() {
        @Override
        public long call(Pointer length, long offset, int whence) {
            return whence == AVSEEK_SIZE ? new LongPointer(length).get() : -1;
        }
    };

    private static void close(AVIOContext ioContext, boolean inMemory) {
        if (inMemory) {
            av_free(ioContext.opaque());
            av_free(ioContext.buffer());
            avio_context_free(ioContext);
        } else {
            avio_close(ioContext);
        }
    }

    private void findStream(boolean isFormatGiven) throws IOException {
        if (!isHeaderComplete()) {
            check(avformat_find_stream_info(format, (PointerPointer<?>) null), "has no streams that can be read");
        }
        stream = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (PointerPointer<?>) null, 0);
        if (stream < 0) {
            throw new IOException("contains no audio");
        }
        if (!isFormatGiven && !Demuxers.isCertain(format)) {
            throw new IOException("cannot be read as audio: it might be "
                    + format.iformat().name().getString() + ", but this is not certain");
        }
        AVStream audioStream = format.streams(stream);
        if (isMisread(containerName(), audioStream.codecpar())) {
            throw new IOException("contains G.721 or G.723, which is not supported; convert it to another format");
        }
        AVCodec decoder = avcodec_find_decoder(audioStream.codecpar().codec_id());
        if (decoder == null) {
            throw new IOException("has a codec that this build of FFmpeg does not support");
        }
        codec = avcodec_alloc_context3(decoder);
        check(avcodec_parameters_to_context(codec, audioStream.codecpar()), "has invalid parameters");
        codec.thread_count(1);
        if (decoder.id() == AV_CODEC_ID_FLAC) {
            // without checksum verification a damaged frame decodes to noise
            codec.err_recognition(AV_EF_CRCCHECK | AV_EF_EXPLODE);
        }
        check(avcodec_open2(codec, decoder, (PointerPointer<?>) null), "cannot be decoded");
    }

    /**
     * Returns whether probing can be skipped: FLAC and WAVE headers state rate, channels and length, and probing would
     * decode the first frames twice.
     */
    private boolean isHeaderComplete() {
        if (format.nb_streams() != 1) {
            return false;
        }
        AVStream onlyStream = format.streams(0);
        AVCodecParameters parameters = onlyStream.codecpar();
        return parameters.codec_type() == AVMEDIA_TYPE_AUDIO
                && parameters.sample_rate() > 0
                && parameters.ch_layout().nb_channels() > 0
                && (onlyStream.duration() > 0 || (ioContext.seekable() & AVIO_SEEKABLE_NORMAL) == 0)
                && (parameters.codec_id() == AV_CODEC_ID_FLAC || parameters.codec_id() == AV_CODEC_ID_PCM_S16LE);
    }

    /**
     * Selects the big-endian codec: FFmpeg reads the header of a big-endian WAV file correctly, but its samples as
     * little-endian.
     */
    private void useBigEndianCodec() {
        AVCodecParameters parameters = format.streams(0).codecpar();
        parameters.codec_id(
                switch (parameters.codec_id()) {
                    case AV_CODEC_ID_PCM_S16LE -> AV_CODEC_ID_PCM_S16BE;
                    case AV_CODEC_ID_PCM_S24LE -> AV_CODEC_ID_PCM_S24BE;
                    case AV_CODEC_ID_PCM_S32LE -> AV_CODEC_ID_PCM_S32BE;
                    case AV_CODEC_ID_PCM_F32LE -> AV_CODEC_ID_PCM_F32BE;
                    case AV_CODEC_ID_PCM_F64LE -> AV_CODEC_ID_PCM_F64BE;
                    default -> parameters.codec_id();
                });
    }

    /** Restarts the timeout. */
    void restartTimeout() {
        deadline.restart();
    }

    /** @throws IOException if opening and decoding exceeded the timeout */
    void checkTimeout() throws IOException {
        deadline.check();
    }

    AVFormatContext format() {
        return format;
    }

    AVCodecContext codec() {
        return Objects.requireNonNull(codec, "no stream is open");
    }

    /** Returns the index of the audio stream. */
    int stream() {
        return stream;
    }

    /** Returns the duration in seconds, stated in the header or estimated by FFmpeg; 0 if unknown. */
    double seconds() {
        AVStream audioStream = format.streams(stream);
        if (audioStream.duration() != AV_NOPTS_VALUE && audioStream.duration() > 0) {
            return (double) audioStream.duration()
                    * audioStream.time_base().num()
                    / audioStream.time_base().den();
        }
        return format.duration() == AV_NOPTS_VALUE ? 0 : Math.max(0, format.duration() / (double) AV_TIME_BASE);
    }

    /** Returns whether {@link #seconds} is the duration of the longest stream because the audio stream states none. */
    boolean statesLongestStreamOnly() {
        AVStream audioStream = format.streams(stream);
        boolean hasDuration = audioStream.duration() != AV_NOPTS_VALUE && audioStream.duration() > 0;
        // FFmpeg copies the file's duration to each stream of an ASF file
        return format.nb_streams() > 1 && (!hasDuration || containerName().equals("asf"));
    }

    /** Returns whether an undecodable packet is a tag between two concatenated MP3 files, not audio. */
    static boolean isTag(AVPacket packet) {
        byte[] first = new byte[3];
        if (packet.size() < first.length) {
            return false;
        }
        packet.data().get(first);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        return text.equals("ID3") || text.equals("TAG");
    }

    /**
     * Returns whether a packet is audio or video, whose end shows how much of the file is present. A subtitle's end
     * does not: a subtitle may last until the end of a film.
     */
    boolean isAudioOrVideo(AVPacket packet) {
        int type = format.streams(packet.stream_index()).codecpar().codec_type();
        return type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_VIDEO;
    }

    /** Returns the end of a packet, in seconds from the start of the file; 0 if unknown. */
    double endSeconds(AVPacket packet) {
        if (packet.pts() == AV_NOPTS_VALUE) {
            return 0;
        }
        AVRational unit = format.streams(packet.stream_index()).time_base();
        double start = format.start_time() == AV_NOPTS_VALUE ? 0 : format.start_time() / (double) AV_TIME_BASE;
        return (double) (packet.pts() + packet.duration()) * unit.num() / unit.den() - start;
    }

    /** Measures the duration of the audio stream by reading to the end of the file; nothing can be read afterwards. */
    double measureSeconds(AVPacket packet) throws IOException {
        AVRational unit = format.streams(stream).time_base();
        long duration = 0;
        while (av_read_frame(format, packet) >= 0) {
            checkTimeout();
            if (packet.stream_index() == stream) {
                duration += packet.duration();
            }
            av_packet_unref(packet);
        }
        return (double) duration * unit.num() / unit.den();
    }

    /**
     * Returns whether {@link #seconds} is only an estimate: derived from file size and bit rate, or from a header field
     * that some programs write in samples and others in blocks.
     */
    boolean estimatesSeconds() {
        boolean countsBlocksOrSamples = Set.of("aiff", "w64").contains(containerName()) && !isPcm();
        return countsBlocksOrSamples || format.duration_estimation_method() == AVFMT_DURATION_FROM_BITRATE;
    }

    private String containerName() {
        return format.iformat().name().getString();
    }

    /** Returns whether the codec is PCM; FFmpeg's PCM codecs have the lowest ids of all audio codecs. */
    private boolean isPcm() {
        int codecId = format.streams(stream).codecpar().codec_id();
        return codecId >= AV_CODEC_ID_FIRST_AUDIO && codecId < AV_CODEC_ID_ADPCM_IMA_QT;
    }

    /**
     * Returns whether FFmpeg would decode the audio to noise: it reads Sun's G.721 and G.723 as G.726, whose bits
     * are packed differently.
     */
    private static boolean isMisread(String container, AVCodecParameters parameters) {
        boolean isG726 =
                parameters.codec_id() == AV_CODEC_ID_ADPCM_G726 || parameters.codec_id() == AV_CODEC_ID_ADPCM_G726LE;
        return isG726 && (container.equals("au") || (container.equals("wav") && parameters.codec_tag() != WAVE_G726));
    }

    private static void check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + message(result));
        }
    }

    /** Returns FFmpeg's error message. */
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
        close(ioContext, inMemory);
        deadline.close();
    }
}
